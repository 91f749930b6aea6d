import type {
  BalanceRequest,
  Merchant,
  Order,
  Phone,
  PreApproval,
  Screen,
  SimulatorClient,
  Transfer,
} from '../client/index.ts'
import { hidden, maskData } from '../safe-text/index.ts'
import type { Said } from './conversation.ts'
import { ScreenMisfit } from './failure.ts'
import type { ScreenFault } from './screen-text.ts'
import { fill } from './variables.ts'

export const mask = hidden

/** What a script has on stage while it runs: the phone in hand, what its merchants have made. */
export class Scene {
  readonly client: SimulatorClient
  /** Tells a bystander, who hears no secret. */
  readonly say: (said: Said) => void
  /** What was typed, dialled or sent in secret: whoever says it again, it is told to nobody. */
  readonly secrets = new Set<string>()
  /** By the names of what they are for, whose prompts are held. */
  readonly heldPrompts = new Map<string, Phone>()
  readonly orders = new Map<string, Order>()
  readonly preApprovals = new Map<string, PreApproval>()
  readonly transfers = new Map<string, Transfer>()
  readonly balanceRequests = new Map<string, BalanceRequest>()
  /** The ids of the SMS that steps have read. */
  readSms: ReadonlySet<number> = new Set()
  /** The one-time code of the SMS that a step has read last. */
  smsCode: string | null = null
  /** The ids of the e-mail that steps have read, over all mailboxes. */
  readEmail: ReadonlySet<number> = new Set()
  /** The one-time code of the e-mail that a step has read last. */
  emailCode: string | null = null
  /** Whether this step has put a new screen onto the phone. */
  freshScreen = false
  readonly #refused: readonly ScreenFault[]
  readonly #merchants = new Map<string, Merchant>()
  readonly #readBy = new Map<string, { sms: ReadonlySet<number>; email: ReadonlySet<number> }>()
  #phone: Phone | undefined
  #lastShown = ''

  /** @param refused the warnings of a screen that fail the step which brings it up */
  constructor(
    client: SimulatorClient,
    say: (said: Said) => void,
    { refused = [] }: { refused?: readonly ScreenFault[] } = {},
  ) {
    this.client = client
    this.say = (said) => say(maskData(said, { secrets: this.secrets, codes: said.kind !== 'did' }))
    this.#refused = refused
  }

  take(msisdn: string): void {
    this.#phone = this.client.phone(msisdn)
    this.#lastShown = ''
  }

  /** The phone in hand; parsing has made sure that there is one. */
  get phone(): Phone {
    if (this.#phone) return this.#phone
    throw new Error('No phone is in hand. Name one in this step or before it: phone: "+46733000001".')
  }

  get heldPhone(): Phone | undefined {
    return this.#phone
  }

  /** Remembers what has been read by now under the name of a snapshot. */
  keep(snapshot: string): void {
    this.#readBy.set(snapshot, { sms: this.readSms, email: this.readEmail })
  }

  /** In a world that is restored, what came before its snapshot has been read only where it had been by then. */
  goBackTo(snapshot: string): void {
    const read = this.#readBy.get(snapshot)
    if (read) ({ sms: this.readSms, email: this.readEmail } = read)
  }

  merchant(environment = 'sandbox'): Merchant {
    const merchant = this.#merchants.get(environment) ?? this.client.merchant({ environment })
    this.#merchants.set(environment, merchant)
    return merchant
  }

  /**
   * Tells a screen, once.
   *
   * @throws ScreenMisfit the first time that it is shown, where it has a warning that is refused
   */
  show(screen: Screen): Screen {
    const key = JSON.stringify([screen.sessionId, screen.status, screen.text, screen.hops])
    if (key === this.#lastShown) return screen
    this.#lastShown = key
    this.say({ kind: 'screen', screen })
    for (const fault of this.#refused) {
      const warning = screen.warnings.find(({ code }) => code === fault)
      if (!warning) continue
      throw new ScreenMisfit({
        expected: 'a screen that fits the phones of its network',
        seen: `${fault}: ${warning.message}`,
        hint: `Where it may be so, write "allow: [${fault}]" below "session:".`,
      })
    }
    return screen
  }

  /** The screen as it is now. */
  async screen(): Promise<Screen | null> {
    if (!this.freshScreen) await this.phone.look()
    const { screen } = this.phone
    return screen && this.show(screen)
  }

  /** A text with its variables filled in, and how it may be told. */
  async resolve(text: string): Promise<{ value: string; told: string }> {
    if (!text.includes('{{')) return { value: text, told: text }
    const pin = text.includes('pin') && this.#phone ? await this.pin() : ''
    const code = text.includes('sms.code') ? codeOf('SMS', this.smsCode) : ''
    const emailCode = text.includes('email.code') ? codeOf('e-mail', this.emailCode) : ''
    const secrets: Record<string, string> = { pin, 'sms.code': code, 'email.code': emailCode }
    for (const secret of Object.values(secrets)) if (secret !== '') this.secrets.add(secret)
    const made = (name: string) => this.#idOf(name.replace(/\.id$/, ''))
    return {
      value: fill(text, (name) => secrets[name] ?? made(name)),
      told: fill(text, (name) => (name in secrets ? mask : made(name))),
    }
  }

  #idOf(name: string): string {
    const referenced = this.orders.get(name) ?? this.preApprovals.get(name) ?? this.transfers.get(name)
    return referenced?.id ?? this.balanceRequests.get(name)?.transactionRef ?? ''
  }

  async pin(): Promise<string> {
    try {
      return this.phone.pin
    } catch {
      // Not loaded yet: a look at the phone loads it, and then the error, if any, is the true one.
      await this.phone.look()
      return this.phone.pin
    }
  }
}

function codeOf(what: string, code: string | null): string {
  if (code !== null) return code
  throw new Error(`The ${what} that was read last has no code of 4 to 8 digits, or none was read.`)
}
