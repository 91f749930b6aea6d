import { z } from 'zod'
import { nothingToChoose, type ScreenOption } from '../terms/index.ts'
import {
  type Message,
  messageSchema,
  type SentSms,
  type SmsThread,
  sentSmsSchema,
  threadSchema,
} from '../terms/sim/message.ts'
import { type PhoneView, phoneViewSchema, type Screen, screenSchema } from '../terms/sim/phone.ts'
import { ClientError } from './errors.ts'
import { checkOptions, type KnownOptions, milliseconds, text } from './known-options.ts'
import { canonicalMsisdn } from './msisdn.ts'
import { pickOption } from './pick-option.ts'
import type { Wire } from './wire.ts'

export interface MessageQuery {
  /** Only messages after this one, given as the message or its id. */
  after?: number | Pick<Message, 'id'>
  contains?: string
  /** Real milliseconds to wait for the first match. */
  waitMs?: number
}

const nothing = z.undefined()
const messagesSchema = messageSchema.array()
const threadsSchema = threadSchema.array()
const messageWords: KnownOptions = {
  after: (value) => {
    const id = typeof value === 'object' && value && 'id' in value ? value.id : value
    return typeof id === 'number' ? undefined : 'it is a message or its id'
  },
  contains: text,
  waitMs: milliseconds,
}

/**
 * One person's phone.
 *
 * @example
 * const ama = sim.phone('+46733000001')
 * await ama.prompted()
 * await ama.choose('Approve')
 * await ama.reply(ama.pin)
 */
export class Phone {
  /** `+` and digits. */
  readonly msisdn: string
  readonly #wire: Wire
  #generation: number
  #screen: Screen | null = null
  #network: string | undefined
  #pin: string | null | undefined
  #dialledSession: string | null = null
  #lastMessage = 0

  constructor(wire: Wire, msisdn: string) {
    this.#wire = wire
    this.#generation = wire.generation
    this.msisdn = canonicalMsisdn(msisdn)
  }

  /** The last screen seen; null before the first one. */
  get screen(): Screen | null {
    this.#forgetOldWorld()
    return this.#screen
  }

  /**
   * The PIN that this person knows, from the world.
   *
   * @throws ClientError before {@link dial}, {@link prompted} or {@link look} has loaded it
   */
  get pin(): string {
    this.#forgetOldWorld()
    if (typeof this.#pin === 'string') return this.#pin
    throw new ClientError(
      this.#pin === null
        ? `The world has no PIN for ${this.msisdn}. Name a phone that it lists.`
        : `The PIN of ${this.msisdn} is not loaded yet. Await dial() or prompted() first.`,
    )
  }

  /**
   * The code of the mobile network at the last look, such as `63902`.
   *
   * @throws ClientError before {@link look}, {@link prompted} or {@link setNetwork} has loaded it
   */
  get network(): string {
    this.#forgetOldWorld()
    if (this.#network !== undefined) return this.#network
    throw new ClientError(`The network of ${this.msisdn} is not loaded yet. Await look() first.`)
  }

  /** Whether a text is this person's PIN, if the PIN is loaded: for callers that print what was typed. */
  knows(text: string): boolean {
    return typeof this.#pin === 'string' && text === this.#pin
  }

  /** Dials a code such as `*165#`; hangs up an open session first. */
  async dial(code: string): Promise<Screen> {
    this.#forgetOldWorld()
    const screen = await this.#act('dial', { code })
    this.#dialledSession = screen.sessionId
    await this.#loadPin()
    return screen
  }

  /** Types an answer to the open screen and sends it. */
  reply(text: string): Promise<Screen> {
    return this.#act('reply', { text })
  }

  /** Hangs up. */
  cancel(): Promise<Screen> {
    return this.#act('cancel')
  }

  /**
   * Chooses the one option of the open screen whose label contains the text (ignoring case) or matches the
   * pattern.
   *
   * A text is looked for by the simulator, in the screen that it then answers. For a pattern the screen is read first.
   *
   * @throws ClientError if no screen is open, or if none or several options match: it lists them
   */
  async choose(label: string | RegExp): Promise<Screen> {
    if (typeof label !== 'string') return this.reply((await this.optionFor(label)).key)
    this.#forgetOldWorld()
    if (this.#pin === undefined) await this.#loadPin()
    try {
      return await this.#act('choose', { label })
    } catch (error) {
      throw await this.#notChosen(error)
    }
  }

  /** The simulator's own words, and the screen that is there. */
  async #notChosen(error: unknown): Promise<unknown> {
    if (!(error instanceof ClientError) || error.data.options === undefined) return error
    await this.look()
    return new ClientError(error.data.detail ?? error.message, error.data)
  }

  /** The option that {@link choose} would choose on the screen that is open now. */
  async optionFor(label: string | RegExp): Promise<ScreenOption> {
    if (typeof label !== 'string' && !(label instanceof RegExp))
      throw new ClientError(
        `An option is chosen by its label, a text or a RegExp, and not by ${String(label)}.`,
      )
    const { screen } = await this.look()
    if (screen?.status !== 'open') {
      throw new ClientError(nothingToChoose(this.msisdn, screen), { options: [] })
    }
    return pickOption(screen.text, label)
  }

  /** The options of the last screen seen; none if it is not open. */
  options(): ScreenOption[] {
    return this.screen?.options ?? []
  }

  /**
   * Waits until a push has put a screen onto the phone.
   *
   * @throws ClientError if none comes within `waitMs` (real time, 3000 by default), or if the phone is in a
   * session that it dialled itself
   */
  async prompted(options: { waitMs?: number } = {}): Promise<Screen> {
    checkOptions('prompted', options, { waitMs: milliseconds })
    const { waitMs = 3_000 } = options
    const { screen, online } = await this.look({ waitMs })
    if (screen?.status !== 'open') {
      throw new ClientError(
        online
          ? `No push came to ${this.msisdn}${waitMs > 0 ? ` within ${waitMs} ms` : ''}.`
          : `No push came to ${this.msisdn}: it is offline. Await goOnline() before the request is made.`,
      )
    }
    if (screen.sessionId === this.#dialledSession) {
      throw new ClientError(
        `${this.msisdn} is in a session that it dialled itself, so a push finds it busy. Await cancel() first.`,
      )
    }
    return screen
  }

  /** What the phone shows now; with `waitMs`, waits until a screen is open. */
  async look(options: { waitMs?: number } = {}): Promise<PhoneView> {
    checkOptions('look', options, { waitMs: milliseconds })
    const { waitMs } = options
    this.#forgetOldWorld()
    const view = await this.#wire.get(phoneViewSchema, this.#path, { waitMs })
    this.#network = view.network
    // A simulator may no longer show a session that is over; the person still remembers how it ended.
    if (view.screen || this.#screen?.status === 'open') this.#screen = view.screen
    if (this.#pin === undefined || waitMs !== undefined) await this.#loadPin()
    return view
  }

  /** SMS received, oldest first. */
  async messages(query: MessageQuery = {}): Promise<Message[]> {
    checkOptions('messages', query, messageWords)
    const { after, contains, waitMs } = query
    this.#forgetOldWorld()
    const id = typeof after === 'object' ? after.id : after
    return this.#wire.get(messagesSchema, `${this.#path}/messages`, { after: id, contains, waitMs })
  }

  /**
   * The next SMS, and the one-time code in it; by default newer than every one returned before, so that no code is
   * read twice. SMS from before {@link skipSms} are left out too.
   *
   * @throws ClientError if none comes within `waitMs` (real time, 3000 by default): it lists those that did
   */
  async nextSms(options: MessageQuery = {}): Promise<Message> {
    checkOptions('nextSms', options, messageWords)
    const { after, contains, waitMs = 3_000 } = options
    this.#forgetOldWorld()
    const mark = after ?? this.#lastMessage
    const query = { after: mark, ...(contains === undefined ? {} : { contains }) }
    const [message] = await this.messages({ ...query, waitMs })
    if (message) {
      this.#lastMessage = Math.max(this.#lastMessage, message.id)
      return message
    }
    const others = await this.messages({ after: mark })
    const wanted = contains === undefined ? '' : ` that contains "${contains}"`
    const came =
      others.length > 0 ? ` These came: ${others.map(({ text }) => JSON.stringify(text)).join(', ')}.` : ''
    throw new ClientError(`No SMS${wanted} came to ${this.msisdn} within ${waitMs} ms.${came}`)
  }

  /** Skips all SMS received so far: the next one is newer. */
  async skipSms(): Promise<void> {
    this.#forgetOldWorld()
    const came = await this.messages({ after: this.#lastMessage })
    this.#lastMessage = came.at(-1)?.id ?? this.#lastMessage
  }

  /** Sends an SMS to a short code; a sender id takes `STOP` and `START` only. */
  text(code: string, message: string): Promise<SentSms> {
    this.#forgetOldWorld()
    return this.#wire.ask(sentSmsSchema, 'POST', `${this.#path}/messages`, { to: code, text: message })
  }

  /** The conversations with each short code or sender id, newest first. */
  threads(): Promise<SmsThread[]> {
    this.#forgetOldWorld()
    return this.#wire.get(threadsSchema, `${this.#path}/threads`)
  }

  /** Moves the phone to the network with this five-digit code; null is the network of the world. */
  setNetwork(code: string | null): Promise<PhoneView> {
    return this.#change({ network: code })
  }

  /**
   * Holds the next prompt for this phone, for an hour of business time, until {@link releasePrompt}: what
   * the person does meanwhile comes before the prompt, in every run.
   */
  async holdPrompt(): Promise<void> {
    this.#forgetOldWorld()
    await this.#wire.ask(nothing, 'POST', `${this.#path}/prompt/hold`)
  }

  /**
   * Releases the held prompt for a request to pay or a pre-approval.
   *
   * @throws ClientError if it was not held
   */
  async releasePrompt({ id: referenceId }: { readonly id: string }): Promise<void> {
    this.#forgetOldWorld()
    await this.#wire.ask(nothing, 'POST', `${this.#path}/prompt/release`, { referenceId })
  }

  goOffline(): Promise<PhoneView> {
    return this.#change({ online: false })
  }

  goOnline(): Promise<PhoneView> {
    return this.#change({ online: true })
  }

  get #path(): string {
    return `/_sim/phones/${this.msisdn}`
  }

  async #act(
    verb: 'dial' | 'reply' | 'choose' | 'cancel',
    body: Record<string, string> = {},
  ): Promise<Screen> {
    this.#forgetOldWorld()
    const screen = await this.#wire.ask(screenSchema, 'POST', `${this.#path}/${verb}`, body)
    this.#screen = screen
    return screen
  }

  async #change(to: { online?: boolean; network?: string | null }): Promise<PhoneView> {
    this.#forgetOldWorld()
    const view = await this.#wire.ask(phoneViewSchema, 'PATCH', this.#path, to)
    this.#network = view.network
    return view
  }

  async #loadPin(): Promise<void> {
    if (typeof this.#pin === 'string') return
    const pin = await this.#wire.known(
      ({ phones }) => phones.find(({ msisdn }) => msisdn === this.msisdn)?.pin ?? undefined,
    )
    this.#pin = pin ?? null
  }

  #forgetOldWorld(): void {
    if (this.#generation === this.#wire.generation) return
    this.#generation = this.#wire.generation
    this.#screen = null
    this.#network = undefined
    this.#pin = undefined
    this.#dialledSession = null
    this.#lastMessage = 0
  }
}
