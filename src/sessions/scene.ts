import type { ClientError, Phone, Screen, SimulatorClient } from '../client/index.ts'
import { hidden, maskData } from '../safe-text/index.ts'
import type { Said } from './conversation.ts'
import type { ScreenFault } from './screen-text.ts'
import { ScreenMisfit } from './step-failure.ts'
import { fill, variablesIn } from './variables.ts'

export const mask = hidden

/** A kind of things that steps make and name by `as`, such as orders. */
export interface Kind<Thing> {
  /** What `{{name.id}}` stands for. */
  idOf(thing: Thing): string
  /** The words of which `{{name.word}}` stands for something too, and what that is. */
  words?: readonly string[]
  textOf?(thing: Thing, word: string, scene: Scene): Promise<string>
  /** Sends it again, as it was, for one that may not have been received. */
  again?(thing: Thing, options: { signal: AbortSignal }): Promise<unknown>
}

/** The state of a running script: the current phone, and what its steps have made. */
export class Scene {
  readonly client: SimulatorClient
  /** Reports to the reporter, with secrets masked. */
  readonly say: (said: Said) => void
  /** Texts that were typed, dialled or sent in secret: they are masked in every report. */
  readonly secrets = new Set<string>()
  /** What failed before it was sent, such as for want of a token, by the name that it was to have: does it again. */
  readonly unsent = new Map<string, () => Promise<void>>()
  /** How the call of this step failed, where the step says that it does. */
  failure: ClientError | undefined
  /** Whether a fault may hold answers. */
  holdsAnswers = false
  /** The ids of the SMS that steps have read. */
  readSms: ReadonlySet<number> = new Set()
  /** The one-time code of the last SMS that a step has read. */
  smsCode: string | null = null
  /** The ids of the e-mail that steps have read, over all mailboxes. */
  readEmail: ReadonlySet<number> = new Set()
  /** The one-time code of the last e-mail that a step has read. */
  emailCode: string | null = null
  /** Whether this step has put a new screen onto the phone. */
  freshScreen = false
  readonly #refused: readonly ScreenFault[]
  readonly #made = new Map<Kind<never>, Map<string, unknown>>()
  readonly #ids = new Map<string, string>()
  readonly #readBy = new Map<string, { sms: ReadonlySet<number>; email: ReadonlySet<number> }>()
  #phone: Phone | undefined
  #lastShown = ''

  /** @param refused the warnings of a screen that make its step fail */
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

  /** The current phone; parsing has checked that there is one. */
  get phone(): Phone {
    if (this.#phone) return this.#phone
    throw new Error('No phone is in hand. Name one in this step or before it: phone: "+46733000001".')
  }

  get heldPhone(): Phone | undefined {
    return this.#phone
  }

  /** Saves the read marks under the name of a snapshot. */
  keep(snapshot: string): void {
    this.#readBy.set(snapshot, { sms: this.readSms, email: this.readEmail })
  }

  /** After a restore only the messages that were read before the snapshot count as read. */
  goBackTo(snapshot: string): void {
    const read = this.#readBy.get(snapshot)
    if (read) ({ sms: this.readSms, email: this.readEmail } = read)
  }

  /** Keeps what a step has made, under the name that it has in the script. */
  make<Thing>(kind: Kind<Thing>, name: string, thing: Thing): void {
    this.#made.set(kind, new Map([...this.allMade(kind), [name, thing]]))
    this.#ids.set(name, kind.idOf(thing))
  }

  /** The thing with this name; parsing has checked that it exists. */
  made<Thing>(kind: Kind<Thing>, name: string): Thing {
    const found = this.allMade(kind).get(name)
    if (found !== undefined) return found
    throw new Error(`Nothing was made under the name "${name}".`)
  }

  /** What was made under this name, sent again; parsing has checked that it can be. */
  async again(name: string, options: { signal: AbortSignal }): Promise<void> {
    for (const [kind, made] of this.#made) {
      const thing = made.get(name)
      if (thing !== undefined) await (kind as Kind<unknown>).again?.(thing, options)
    }
  }

  /** All of a kind, by name. */
  allMade<Thing>(kind: Kind<Thing>): ReadonlyMap<string, Thing> {
    return (this.#made.get(kind) ?? new Map()) as ReadonlyMap<string, Thing>
  }

  /**
   * Reports a screen, once.
   *
   * @throws ScreenMisfit the first time that it is shown, if it has a refused warning
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

  /** The present screen. */
  async screen(): Promise<Screen | null> {
    if (!this.freshScreen) await this.phone.look()
    const { screen } = this.phone
    return screen && this.show(screen)
  }

  /** A text with its variables filled in, and the same with secrets masked. */
  async resolve(text: string): Promise<{ value: string; masked: string }> {
    if (!text.includes('{{')) return { value: text, masked: text }
    const pin = text.includes('pin') && this.#phone ? await this.pin() : ''
    const code = text.includes('sms.code') ? codeOf('SMS', this.smsCode) : ''
    const emailCode = text.includes('email.code') ? codeOf('e-mail', this.emailCode) : ''
    const secrets: Record<string, string> = { pin, 'sms.code': code, 'email.code': emailCode }
    for (const secret of Object.values(secrets)) if (secret !== '') this.secrets.add(secret)
    const values = await this.#valuesIn(text)
    const made = (name: string) => values.get(name) ?? this.#ids.get(name.replace(/\.id$/, '')) ?? ''
    return {
      value: fill(text, (name) => secrets[name] ?? made(name)),
      masked: fill(text, (name) => (name in secrets ? mask : made(name))),
    }
  }

  /** What the variables of a text stand for, beside ids, PINs and codes. */
  async #valuesIn(text: string): Promise<ReadonlyMap<string, string>> {
    const values = new Map<string, string>()
    for (const variable of variablesIn(text) ?? []) {
      const [name = '', word = ''] = variable.split('.')
      for (const [kind, made] of this.#made) {
        const { words, textOf } = kind as Kind<unknown>
        if (words?.includes(word) && textOf && made.has(name))
          values.set(variable, await textOf(made.get(name), word, this))
      }
    }
    return values
  }

  async pin(): Promise<string> {
    try {
      return this.phone.pin
    } catch {
      // Not loaded yet: looking at the phone loads it; if that fails, its error is the true one.
      await this.phone.look()
      return this.phone.pin
    }
  }
}

function codeOf(what: string, code: string | null): string {
  if (code !== null) return code
  throw new Error(`The ${what} that was read last has no code of 4 to 8 digits, or none was read.`)
}

/** Something that each run of a script has for itself; it is begun when it is first asked for. */
export function perScene<Kept extends object>(begin: () => Kept): (scene: Scene) => Kept {
  const kept = new WeakMap<Scene, Kept>()
  return (scene) => {
    const known = kept.get(scene) ?? begin()
    kept.set(scene, known)
    return known
  }
}
