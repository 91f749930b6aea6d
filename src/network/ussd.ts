import { ConflictError, type Kernel, messageOf, type Outbound, type Tx } from '../kernel/index.ts'
import type { NetworkConfig } from './config.ts'
import { codeOf } from './dial-string.ts'
import {
  findOrMakeHandset,
  noHandset,
  phoneView,
  requireHandset,
  type Screen,
  screenOf,
  showWithoutSession,
  switchedOnHandset,
} from './handset.ts'
import { Lanes } from './lanes.ts'
import { maskDialled } from './masking.ts'
import { longestServiceCode, serviceCodeRow } from './service-codes.ts'
import type { SessionRow } from './tables.ts'
import { askApp, hopRequest } from './ussd-gateway.ts'
import {
  awaitApp,
  closeOverdue,
  closeSession,
  eraseAnswers,
  type NextText,
  openSession,
  openSessionOf,
  recordHop,
  sessionById,
  textWith,
} from './ussd-session.ts'
import { ussdWording } from './wording.ts'

/** What became of a network-initiated session. */
export type PushResult =
  | { outcome: 'opened'; screen: Screen }
  | { outcome: 'busy' | 'off' | 'unknown' | 'failed'; error?: string }

/** A hop about to be made. */
type Opening = { session: SessionRow; next: NextText }

const nothingTyped: NextText = { text: '', masked: '', answers: 0 }

/**
 * USSD as handsets use it. Each step is one unit before the app is called and one after; steps of one handset run
 * one after another. A crash between the units leaves the session at its old screen.
 */
export class Ussd {
  readonly #kernel: Kernel
  readonly #outbound: Outbound
  readonly #config: () => NetworkConfig
  readonly #handsets = new Lanes()

  constructor(of: { kernel: Kernel; outbound: Outbound; config: () => NetworkConfig }) {
    this.#kernel = of.kernel
    this.#outbound = of.outbound
    this.#config = of.config
  }

  dial(msisdn: string, segments: string[]): Promise<Screen> {
    return this.#handsets.run(msisdn, async () => {
      const opening = await this.#kernel.transact((tx) => this.#dialled(tx, msisdn, segments))
      return 'session' in opening ? this.#hop(opening) : opening
    })
  }

  reply(msisdn: string, text: string): Promise<Screen> {
    return this.#handsets.run(msisdn, async () => {
      const opening = await this.#kernel.transact((tx) => this.#replied(tx, msisdn, text))
      if ('session' in opening) return this.#hop(opening)
      throw opening
    })
  }

  /** Does not wait its turn: who hangs up does not wait for an app to answer. */
  cancel(msisdn: string): Promise<Screen> {
    return this.#kernel.transact(async (tx) => {
      const handset = await requireHandset(tx, msisdn, this.#config().openPhones)
      await this.hangUp(tx, msisdn)
      const { screen } = await phoneView(tx, handset)
      if (!screen) throw dialFirst(msisdn)
      return screen
    })
  }

  push(msisdn: string, code: string, sessionId: string): Promise<PushResult> {
    return this.#handsets.run(msisdn, async () => {
      const opening = await this.#kernel.transact((tx) => this.#pushed(tx, msisdn, code, sessionId))
      if ('outcome' in opening) return opening
      try {
        return pushResult(await this.#hop(opening))
      } catch (error) {
        if (error instanceof ConflictError) return { outcome: 'failed', error: messageOf(error) }
        throw error
      }
    })
  }

  newSessionId(): string {
    return `ATUid_${this.#kernel.random.hex(32)}`
  }

  registerDeadlines(): void {
    const timeOut = async (tx: Tx, sessionId: string) => {
      const session = await sessionById(tx, sessionId)
      if (session) await closeOverdue(tx, session)
    }
    this.#kernel.deadlines.on('ussd.idle', timeOut)
    this.#kernel.deadlines.on('ussd.session', timeOut)
    this.#kernel.deadlines.on('ussd.erase', eraseAnswers)
  }

  async #dialled(tx: Tx, msisdn: string, segments: string[]): Promise<Opening | Screen> {
    await switchedOnHandset(tx, msisdn, this.#config().openPhones)
    await this.hangUp(tx, msisdn)
    const found = await longestServiceCode(tx, segments)
    const count = found?.count ?? 2
    const masked = maskDialled(segments, count)
    const code = codeOf(masked, masked.length)
    if (!found?.service.callback_url) {
      await tx.emit({ kind: 'ussd.dialled', phone: msisdn, data: { code, sessionId: null } })
      return showWithoutSession(tx, msisdn, ussdWording.landing)
    }
    const { service } = found
    const id = this.newSessionId()
    const session = await openSession(tx, { id, msisdn, service, config: this.#config() })
    await tx.emit({
      kind: 'ussd.dialled',
      phone: msisdn,
      data: { code, sessionId: id, serviceCode: service.code },
    })
    if (this.#config().preFilledDial === 'empty') return { session, next: nothingTyped }
    const answers = segments.length - count
    const text = segments.slice(count).join('*')
    return { session, next: { text, masked: masked.slice(count).join('*'), answers } }
  }

  async #replied(tx: Tx, msisdn: string, text: string): Promise<Opening | ConflictError> {
    await switchedOnHandset(tx, msisdn, this.#config().openPhones)
    const open = await openSessionOf(tx, msisdn)
    if (!open || open.hops === 0) throw dialFirst(msisdn)
    const session = await closeOverdue(tx, open)
    // Returned, not thrown: the time-out is to be written.
    if (session.status !== 'open') return timedOut(msisdn)
    return { session: await awaitApp(tx, session, this.#config()), next: textWith(session, text) }
  }

  async #pushed(tx: Tx, msisdn: string, code: string, id: string): Promise<Opening | PushResult> {
    const known = await sessionById(tx, id)
    if (known) {
      if (known.msisdn !== msisdn)
        return { outcome: 'failed', error: `The session ${id} is on another phone.` }
      const session = await closeOverdue(tx, known)
      if (session.status === 'open' && session.hops === 0) return { session, next: nothingTyped }
      if (session.hops === 0)
        return { outcome: 'failed', error: 'The session ended before its first screen.' }
      return pushResult(screenOf(session, tx.now))
    }
    const handset = await findOrMakeHandset(tx, msisdn, this.#config().openPhones)
    if (!handset) return { outcome: 'unknown', error: messageOf(noHandset(msisdn)) }
    if (handset.online !== 1) return { outcome: 'off' }
    const open = await openSessionOf(tx, msisdn)
    if (open && (await closeOverdue(tx, open)).status === 'open') return { outcome: 'busy' }
    const service = await serviceCodeRow(tx, code)
    if (!service?.callback_url) return { outcome: 'unknown', error: `No app answers for ${code}.` }
    const session = await openSession(tx, { id, msisdn, service, config: this.#config() })
    await tx.emit({ kind: 'ussd.pushed', phone: msisdn, data: { sessionId: id, serviceCode: code } })
    return { session, next: nothingTyped }
  }

  /** Calls the app outside any unit, then writes what it answered. */
  async #hop({ session, next }: Opening): Promise<Screen> {
    const config = this.#config()
    const answer = await askApp(this.#outbound, hopRequest(session, next.text, config.answerTimeoutMs))
    const { recorded, current, now } = await this.#kernel.transact(async (tx) => {
      const recorded = await recordHop(tx, session, next, answer, config)
      if (recorded) return { recorded, current: recorded, now: tx.now }
      const current = await sessionById(tx, session.id)
      return { recorded, current: current && (await closeOverdue(tx, current)), now: tx.now }
    })
    if (recorded) return screenOf(recorded, now)
    throw new ConflictError(
      `The session ${session.id} went on without this answer while its app was being asked; it is ${current?.status ?? 'gone'}.`,
      { sessionId: session.id, msisdn: session.msisdn },
    )
  }

  /** Ends the session that is open on a handset, if there is one. */
  async hangUp(tx: Tx, msisdn: string): Promise<void> {
    const open = await openSessionOf(tx, msisdn)
    if (open && (await closeOverdue(tx, open)).status === 'open') await closeSession(tx, open, 'cancelled')
  }
}

function pushResult(screen: Screen): PushResult {
  if (screen.status !== 'failed') return { outcome: 'opened', screen }
  return screen.error === null ? { outcome: 'failed' } : { outcome: 'failed', error: screen.error }
}

function dialFirst(msisdn: string): ConflictError {
  return new ConflictError(`No session waits for an answer on ${msisdn}. Dial first, such as *165#.`, {
    msisdn,
  })
}

function timedOut(msisdn: string): ConflictError {
  return new ConflictError(`The session on ${msisdn} has timed out. Dial again.`, { msisdn })
}
