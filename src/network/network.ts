import type { Router } from 'express'
import {
  InputError,
  type Kernel,
  type Outbound,
  type Rx,
  type Subscription,
  type Tx,
} from '../kernel/index.ts'
import { checkConfig, type NetworkConfig } from './config.ts'
import { checkServiceCode, dialledSegments, longestUssdString } from './dial-string.ts'
import {
  handsetRow,
  idlePhone,
  nameHandset,
  noHandset,
  type PhoneView,
  phoneView,
  phoneViews,
  requireHandset,
  type Screen,
  switchHandset,
} from './handset.ts'
import { type InboxMessage, readInbox, releaseHeld } from './inbox.ts'
import { canonicalMsisdn } from './msisdn.ts'
import { networkRoutes } from './routes.ts'
import { deleteServiceCode, listServiceCodes, putServiceCode, type ServiceCode } from './service-codes.ts'
import { type PushResult, Ussd } from './ussd.ts'
import { endOfSessionEvents } from './ussd-events.ts'

/**
 * The telco: handsets, the USSD gateway and the SMS API of Africa's Talking. It knows nothing of wallets.
 *
 * Phone numbers may come with or without their `+`; one that is no number is an InputError.
 */
export class Network {
  readonly #kernel: Kernel
  readonly #outbound: Outbound
  readonly #ussd: Ussd
  #config: NetworkConfig

  constructor({ kernel, outbound, config }: { kernel: Kernel; outbound: Outbound; config: NetworkConfig }) {
    this.#kernel = kernel
    this.#outbound = outbound
    this.#config = checkConfig(config)
    this.#ussd = new Ussd({ kernel, outbound, config: () => this.#config })
  }

  configure(config: NetworkConfig): void {
    this.#config = checkConfig(config)
  }

  /** Adds a handset of the world file; one that is there already keeps all but its name. */
  async addHandset(tx: Tx, { msisdn, name }: { msisdn: string; name: string | null }): Promise<void> {
    await nameHandset(tx, canonicalMsisdn(msisdn), name)
  }

  phones(rx: Rx): Promise<PhoneView[]> {
    return phoneViews(rx)
  }

  /** @throws NotFoundError for an unheard-of number where the world is closed */
  async phone(rx: Rx, msisdn: string): Promise<PhoneView> {
    const number = canonicalMsisdn(msisdn)
    const handset = await handsetRow(rx, number)
    if (handset) return phoneView(rx, handset)
    if (!this.#config.openPhones) throw noHandset(number)
    return idlePhone(number)
  }

  /** Switches a handset off, which drops its session, or on, when the SMS that were held arrive. */
  async setOnline(msisdn: string, online: boolean): Promise<PhoneView> {
    const number = canonicalMsisdn(msisdn)
    return this.#kernel.transact(async (tx) => {
      const handset = await requireHandset(tx, number, this.#config.openPhones)
      if ((handset.online === 1) !== online) {
        if (!online) await this.#ussd.hangUp(tx, number)
        await switchHandset(tx, number, online)
        if (online) await releaseHeld(tx, number)
      }
      return phoneView(tx, (await handsetRow(tx, number)) ?? handset)
    })
  }

  /**
   * Dials a code such as `*165#`, or one with answers behind it such as `*384*123*1*2#`. A session that is open on
   * the handset is hung up first.
   *
   * @throws InputError where it is no code, ConflictError where the handset is off
   */
  async dial(msisdn: string, code: string): Promise<Screen> {
    return this.#ussd.dial(canonicalMsisdn(msisdn), dialledSegments(code))
  }

  /** @throws ConflictError where no session waits for an answer, InputError for an answer no phone can send */
  async reply(msisdn: string, text: string): Promise<Screen> {
    const number = canonicalMsisdn(msisdn)
    if (text.length > longestUssdString || /\p{Surrogate}/u.test(text)) {
      throw new InputError(`An answer has at most ${longestUssdString} characters of well-formed text.`, {
        length: text.length,
      })
    }
    return this.#ussd.reply(number, text)
  }

  /** Hangs up. A screen on which nothing is open any more stays as it is. */
  async cancel(msisdn: string): Promise<Screen> {
    return this.#ussd.cancel(canonicalMsisdn(msisdn))
  }

  /**
   * Opens a session from the network's side, under an id that the app has reserved. The same id again opens
   * nothing, and goes on where a crash has left it.
   */
  async push(of: { msisdn: string; serviceCode: string; sessionId: string }): Promise<PushResult> {
    return this.#ussd.push(canonicalMsisdn(of.msisdn), checkServiceCode(of.serviceCode), of.sessionId)
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
  ): Promise<InboxMessage[]> {
    const number = canonicalMsisdn(msisdn)
    if (!this.#config.openPhones && !(await handsetRow(rx, number))) throw noHandset(number)
    return readInbox(rx, number, query)
  }

  serviceCodes(rx: Rx): Promise<ServiceCode[]> {
    return listServiceCodes(rx)
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
    const timeoutMs = () => this.#config.answerTimeoutMs
    return [endOfSessionEvents({ kernel: this.#kernel, outbound: this.#outbound, timeoutMs })]
  }

  /** Once for each kernel. */
  registerDeadlines(): void {
    this.#ussd.registerDeadlines()
  }

  /** Africa's Talking on the wire: `POST /version1/messaging`. */
  routes(): Router {
    return networkRoutes({ kernel: this.#kernel, config: () => this.#config })
  }
}
