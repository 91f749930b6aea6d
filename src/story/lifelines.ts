import { type Entry, type Lifeline, type Role, roles } from './story.ts'
import type { StoryWords } from './words/en.ts'
import { capital } from './words/kebab.ts'

/** Brand names that a capital letter alone does not make. */
const brands: Readonly<Record<string, string>> = {
  momo: 'MTN MoMo',
  onepipe: 'OnePipe',
  africastalking: 'Africa’s Talking',
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

/** The part of an operation before the point, such as `momo`. */
export const vendorOf = (operation: unknown) => textOf(operation)?.split('.', 1)[0]

/** Names for the parties of one story; each is a column once something goes to it or comes from it. */
export class Lifelines {
  readonly words: StoryWords
  readonly #used = new Map<string, Lifeline>()
  readonly #names: Readonly<Record<string, string>>
  readonly #merchant: string | undefined
  readonly #vendor: string | undefined
  readonly #hasOrder: boolean

  /** @param names of people, by their number */
  constructor(entries: readonly Entry[], names: Readonly<Record<string, string>>, words: StoryWords) {
    this.words = words
    this.#names = names
    this.#hasOrder = entries.some(({ kind }) => kind.startsWith('ussd.') || kind.endsWith('.created'))
    for (const { data } of entries) {
      this.#merchant ??= textOf(data.merchant) ?? textOf(data.app)
      const vendor = vendorOf(data.operation)
      if (vendor !== 'africastalking') this.#vendor ??= vendor
    }
  }

  /** In the order of their columns. */
  list(): Lifeline[] {
    const place = ({ role }: Lifeline) => roles.indexOf(role)
    return [...this.#used.values()].sort((one, other) => place(one) - place(other))
  }

  get merchant(): string {
    return this.#use('merchant', 'merchant', this.#merchant ?? this.words.yourProgram)
  }

  get wallet(): string {
    return this.#use('wallet', 'wallet', this.words.wallet)
  }

  get network(): string {
    return this.#use('network', 'network', this.words.network)
  }

  get mailbox(): string {
    return this.#use('mailbox', 'mailbox', this.words.mailbox)
  }

  /** Of the vendor that is asked, or of the one that the story is about. */
  gateway(vendor = this.#vendor): string {
    if (vendor === undefined) return this.#use('gateway', 'gateway', this.words.gateway)
    const name = Object.hasOwn(brands, vendor) ? (brands[vendor] as string) : capital(vendor)
    return this.#use(`gateway:${vendor}`, 'gateway', name)
  }

  /** The payer's own, or what stands behind another service code. */
  app(url?: string): string {
    const host = url === undefined || !URL.canParse(url) ? undefined : new URL(url).host
    if (host === undefined || isOwnHost(host)) return this.#use('app', 'app', this.words.payersApp)
    return this.#use(`app:${host}`, 'app', host)
  }

  /** Whoever tells people of the wallet by SMS: its app, or, where an account is only asked about, the wallet itself. */
  get smsSender(): string {
    return this.#hasOrder || this.#vendor === undefined ? this.app() : this.wallet
  }

  phone(msisdn: string | null): string {
    if (msisdn === null) return this.#use('phone', 'phone', this.words.phone)
    const name = Object.hasOwn(this.#names, msisdn) ? this.#names[msisdn] : undefined
    return this.#use(`phone:${msisdn}`, 'phone', name ? `${name} ${msisdn}` : msisdn)
  }

  #use(id: string, role: Role, name: string): string {
    if (!this.#used.has(id)) this.#used.set(id, { id, role, name })
    return id
  }
}

/** The host by which the simulator calls its own apps. */
export const isOwnHost = (host: string) => host === 'payersim.test'
