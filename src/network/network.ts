import {
  type Api,
  InputError,
  type Kernel,
  type Outbound,
  type Rx,
  type Subscription,
  type Tx,
} from '../kernel/index.ts'
import type { Message, SentSms, SmsThread } from '../terms/sim/message.ts'
import type { ServiceCode, ShortCode } from '../terms/sim/network.ts'
import type { PhoneView, Screen } from '../terms/sim/phone.ts'
import { type Account, accountsOf, hostOf } from './accounts.ts'
import { forgetEndedTokens } from './auth-token.ts'
import { checkConfig, type NetworkConfig } from './config.ts'
import { checkServiceCode, dialledSegments, longestUssdString } from './dial-string.ts'
import { checkNetworkCode } from './dialect.ts'
import {
  type HandsetsWanted,
  handsetRow,
  knownHandset,
  moveHandset,
  nameHandset,
  phoneView,
  phoneViews,
  requireHandset,
  switchHandset,
  unknownPhoneView,
} from './handset.ts'
import { latestReceived, readInbox } from './inbox.ts'
import { canonicalMsisdn } from './msisdn.ts'
import { registerRetention } from './retention.ts'
import { networkApi } from './routes.ts'
import { addServiceCode, deleteServiceCode, listServiceCodes, putServiceCode } from './service-codes.ts'
import { type CountedWay, type SessionWay, sessionWay, sessionWays } from './session-ways.ts'
import { addShortCode, deleteShortCode, listShortCodes, putShortCode } from './short-codes.ts'
import { Sms } from './sms.ts'
import { releaseHeld } from './sms-arrival.ts'
import { type OfPush, type PushResult, Ussd } from './ussd.ts'
import { endOfSessionEvents } from './ussd-events.ts'
import { isOverdue, sessionById } from './ussd-session.ts'

/**
 * The telco: handsets, the USSD gateway and the SMS API of Africa's Talking. It does not depend on wallets.
 *
 * Phone numbers may be given with or without `+`; an invalid number is an InputError.
 */
export class Network {
  readonly #kernel: Kernel
  readonly #outbound: Outbound
  readonly #ussd: Ussd
  readonly #sms: Sms
  readonly #config: NetworkConfig

  constructor({ kernel, outbound, config }: { kernel: Kernel; outbound: Outbound; config: NetworkConfig }) {
    this.#kernel = kernel
    this.#outbound = outbound
    this.#config = checkConfig(config)
    this.#ussd = new Ussd({ kernel, outbound, config: this.#config })
    this.#sms = new Sms({ kernel, outbound, config: this.#config })
  }

  /**
   * Adds a handset of the world file, or sets the name and network of an existing one.
   *
   * @throws InputError for a network code that is not five digits
   */
  async addHandset(
    tx: Tx,
    { msisdn, name, network = null }: { msisdn: string; name: string | null; network?: string | null },
  ): Promise<void> {
    const code = network === null ? null : checkNetworkCode(network)
    await nameHandset(tx, { msisdn: canonicalMsisdn(msisdn), name, network: code })
  }

  /** By number; all where nothing is wanted. */
  phones(rx: Rx, wanted?: HandsetsWanted): Promise<PhoneView[]> {
    return phoneViews(rx, this.#config, wanted)
  }

  /** The ids of the latest SMS that arrived on a phone, the newest last. */
  latestSms(rx: Rx, msisdn: string, limit: number): Promise<string[]> {
    return latestReceived(rx, msisdn, limit)
  }

  /** The id of the session that a phone shows or showed last; undefined where it shows none. */
  async lastSessionId(rx: Rx, msisdn: string): Promise<string | undefined> {
    return (await handsetRow(rx, msisdn))?.session_id ?? undefined
  }

  /** Of a session in which nobody has typed anything: whether it waits, or ended by its time; else undefined. */
  async unanswered(rx: Rx, sessionId: string): Promise<'open' | 'timed-out' | undefined> {
    const session = await sessionById(rx, sessionId)
    if (session?.masked_text !== '') return undefined
    const status = isOverdue(session, rx.now) ? 'timed-out' : session.status
    return status === 'open' || status === 'timed-out' ? status : undefined
  }

  /** @throws NotFoundError for an unknown number in a closed world */
  async phone(rx: Rx, msisdn: string): Promise<PhoneView> {
    const number = canonicalMsisdn(msisdn)
    const handset = await knownHandset(rx, number, this.#config.openPhones)
    if (!handset) return unknownPhoneView(number, this.#config)
    return phoneView(rx, handset, this.#config)
  }

  /** The session that a handset shows or showed last. @throws as {@link phone} does */
  async lastSession(rx: Rx, msisdn: string): Promise<SessionWay | undefined> {
    const number = canonicalMsisdn(msisdn)
    const handset = await knownHandset(rx, number, this.#config.openPhones)
    return handset?.session_id ? sessionWay(rx, handset.session_id) : undefined
  }

  /** The different ways that sessions of a service code went, among the newest 10,000 of the world. */
  sessionWays(rx: Rx, serviceCode: string): Promise<CountedWay[]> {
    return sessionWays(rx, serviceCode)
  }

  /** Switches a handset off, which ends its session, or on, which delivers the held SMS. */
  async setOnline(msisdn: string, online: boolean): Promise<PhoneView> {
    const number = canonicalMsisdn(msisdn)
    return this.#kernel.transact(async (tx) => {
      const handset = await requireHandset(tx, number, this.#config.openPhones)
      if ((handset.online === 1) !== online) {
        if (!online) await this.#ussd.hangUp(tx, number)
        await switchHandset(tx, number, online)
        if (online) await releaseHeld(tx, number)
      }
      return phoneView(tx, (await handsetRow(tx, number)) ?? handset, this.#config)
    })
  }

  /**
   * Moves a handset to another network, null for the world's default. An open session stays on its network.
   *
   * @throws InputError for a network code that is not five digits
   */
  async setNetwork(msisdn: string, network: string | null): Promise<PhoneView> {
    const number = canonicalMsisdn(msisdn)
    const code = network === null ? null : checkNetworkCode(network)
    return this.#kernel.transact(async (tx) => {
      const handset = await requireHandset(tx, number, this.#config.openPhones)
      if (handset.network_code !== code) await moveHandset(tx, number, code)
      return phoneView(tx, { ...handset, network_code: code }, this.#config)
    })
  }

  /**
   * Dials a code such as `*165#`, or one with answers such as `*384*123*1*2#`. Hangs up an open session of the handset
   * first.
   *
   * @throws InputError for a malformed code, ConflictError if the handset is off
   */
  async dial(msisdn: string, code: string): Promise<Screen> {
    return this.#ussd.dial(canonicalMsisdn(msisdn), dialledSegments(code))
  }

  /** @throws ConflictError if no session waits for an answer, InputError for an answer that no phone can send */
  async reply(msisdn: string, text: string): Promise<Screen> {
    const number = canonicalMsisdn(msisdn)
    if (text.length > longestUssdString || /\p{Surrogate}/u.test(text)) {
      throw new InputError(
        `An answer has at most ${longestUssdString} characters of well-formed text.`,
        {
          length: text.length,
        },
        { problem: 'answer-too-long' },
      )
    }
    return this.#ussd.reply(number, text)
  }

  /**
   * Types the key of the one option whose label contains the text, ignoring case.
   *
   * @throws ConflictError if no screen is open, or if none or several options match: `options` of its data lists those of
   * the screen
   */
  async choose(msisdn: string, label: string): Promise<Screen> {
    return this.#ussd.choose(canonicalMsisdn(msisdn), label)
  }

  /** Hangs up. A screen without an open session does not change. */
  async cancel(msisdn: string): Promise<Screen> {
    return this.#ussd.cancel(canonicalMsisdn(msisdn))
  }

  /**
   * Opens a network-initiated session with an id that the caller has reserved. A second call with the same id opens no
   * session: it continues one that a crash interrupted.
   */
  async push(of: { msisdn: string; serviceCode: string } & OfPush): Promise<PushResult> {
    return this.#ussd.push(canonicalMsisdn(of.msisdn), checkServiceCode(of.serviceCode), of)
  }

  /** `ATUid_` and 32 hexadecimal digits. */
  newSessionId(): string {
    return this.#ussd.newSessionId()
  }

  /** The SMS of a handset, oldest first. @throws NotFoundError as {@link phone} does */
  async messages(
    rx: Rx,
    msisdn: string,
    query: { after?: number | undefined; contains?: string | undefined } = {},
  ): Promise<Message[]> {
    const number = canonicalMsisdn(msisdn)
    await knownHandset(rx, number, this.#config.openPhones)
    return readInbox(rx, number, query)
  }

  /**
   * Sends an SMS from a handset to a short code; `STOP` and `START` also to a sender id.
   *
   * @throws InputError for a text that no phone can send, ConflictError if the handset is off
   */
  async sendFromHandset(msisdn: string, message: { to: string; text: string }): Promise<SentSms> {
    return this.#sms.send(canonicalMsisdn(msisdn), message)
  }

  /** The SMS of a handset, by short code or sender id. @throws NotFoundError as {@link phone} does */
  async threads(rx: Rx, msisdn: string): Promise<SmsThread[]> {
    const number = canonicalMsisdn(msisdn)
    await knownHandset(rx, number, this.#config.openPhones)
    return this.#sms.threads(rx, number)
  }

  /** The applications of Africa's Talking's API, and the host that the SDKs call for each. */
  accounts(): Array<Account & { host: string }> {
    return accountsOf(this.#config).map((account) => ({ ...account, host: hostOf(account.username) }))
  }

  shortCodes(rx: Rx): Promise<ShortCode[]> {
    return listShortCodes(rx)
  }

  /** Adds a short code of the world file, without an event. @throws InputError for a malformed code or URL */
  addShortCode(tx: Tx, shortCode: ShortCode): Promise<void> {
    return addShortCode(tx, shortCode)
  }

  /** Sets the callback URLs of a short code or sender id. @throws InputError for a malformed code or URL */
  putShortCode(tx: Tx, shortCode: ShortCode): Promise<void> {
    return putShortCode(tx, shortCode)
  }

  /** @throws NotFoundError */
  deleteShortCode(tx: Tx, code: string): Promise<void> {
    return deleteShortCode(tx, code)
  }

  serviceCodes(rx: Rx): Promise<ServiceCode[]> {
    return listServiceCodes(rx)
  }

  /** Adds a service code of the world file, without an event. @throws InputError for a malformed code or URL */
  addServiceCode(tx: Tx, serviceCode: ServiceCode): Promise<void> {
    return addServiceCode(tx, serviceCode)
  }

  /** @throws InputError for a malformed code or URL */
  putServiceCode(tx: Tx, serviceCode: ServiceCode): Promise<void> {
    return putServiceCode(tx, serviceCode)
  }

  /** @throws NotFoundError */
  deleteServiceCode(tx: Tx, code: string): Promise<void> {
    return deleteServiceCode(tx, code)
  }

  subscriptions(): Subscription[] {
    const config = this.#config
    return [
      endOfSessionEvents({ kernel: this.#kernel, outbound: this.#outbound, config }),
      ...this.#sms.subscriptions(),
    ]
  }

  /** To be called once for each kernel. */
  registerDeadlines(): void {
    this.#ussd.registerDeadlines()
    this.#sms.registerDeadlines()
    registerRetention(this.#kernel)
    forgetEndedTokens(this.#kernel)
  }

  /** Africa's Talking's API: `/version1/…` and `/auth-token/generate`. */
  api(): Api {
    return networkApi({ kernel: this.#kernel, outbound: this.#outbound, config: this.#config })
  }
}
