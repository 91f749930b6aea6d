import { ConflictError, type Fault, type Kernel, messageOf, type Outbound, type Tx } from '../kernel/index.ts'
import { maskDialled } from '../safe-text/index.ts'
import { choiceOf, labelWith, nothingToChoose } from '../terms/index.ts'
import type { Screen } from '../terms/sim/phone.ts'
import type { NetworkConfig } from './config.ts'
import { codeOf } from './dial-string.ts'
import { type Dialect, dialectOf } from './dialect.ts'
import {
  findOrMakeHandset,
  noHandset,
  phoneView,
  requireHandset,
  screenOf,
  showWithoutSession,
  switchedOnHandset,
} from './handset.ts'
import { KeyMutex } from './key-mutex.ts'
import { quirksOf } from './quirks.ts'
import { longestServiceCode, serviceCodeRow } from './service-codes.ts'
import type { SessionRow } from './tables.ts'
import { askWithFault } from './ussd-faults.ts'
import { type HeldAnswer, holdAnswer, releaseAnswer } from './ussd-late.ts'
import { turnedTo } from './ussd-pages.ts'
import { checkInput, dialFirst, notChosen, sessionChanged, stillWaiting, timedOut } from './ussd-refusals.ts'
import {
  awaitApp,
  closeOverdue,
  closeSession,
  eraseAnswers,
  isOverdue,
  type NextText,
  openSession,
  openSessionOf,
  pagesOf,
  recordHop,
  sessionById,
  showPage,
  textWith,
} from './ussd-session.ts'
import { ussdWording } from './wording.ts'

/** The result of a network-initiated session. */
export type PushResult =
  | { outcome: 'opened'; screen: Screen }
  | { outcome: 'busy' | 'off' | 'unknown' | 'failed'; error?: string }

/** The id that its caller has reserved, and what it belongs to. */
export interface OfPush {
  sessionId: string
  trace?: string | null | undefined
}

/** A hop before the app is called, with its fault. */
type PendingHop = { session: SessionRow; next: NextText; fault: Fault<'ussd-hop'> | undefined }
/** A session after a hop, and the time. */
type HopResult = { session: SessionRow; now: number }

/** Added to the delay of a late answer when waiting for it, in real milliseconds. */
const extraWaitMs = 1_000
const nothingTyped: NextText = { text: '', masked: '', answers: 0 }

/**
 * USSD as handsets use it. Each step is one transaction before the app is called and one after; steps of one handset run
 * one after another. A crash between the transactions leaves the session at its old screen.
 */
export class Ussd {
  readonly #kernel: Kernel
  readonly #outbound: Outbound
  readonly #config: NetworkConfig
  readonly #handsets = new KeyMutex()

  constructor(of: { kernel: Kernel; outbound: Outbound; config: NetworkConfig }) {
    this.#kernel = of.kernel
    this.#outbound = of.outbound
    this.#config = of.config
  }

  dial(msisdn: string, segments: string[]): Promise<Screen> {
    return this.#shown(
      this.#handsets.run(msisdn, async () => {
        const pending = await this.#kernel.transact((tx) => this.#dialled(tx, msisdn, segments))
        return 'session' in pending ? this.#hop(pending) : pending
      }),
    )
  }

  reply(msisdn: string, text: string): Promise<Screen> {
    return this.#answered(msisdn, (tx) => this.#replied(tx, msisdn, text))
  }

  /** The option is read in the unit that answers, so that it is one of the very screen that it answers. */
  choose(msisdn: string, label: string): Promise<Screen> {
    return this.#answered(msisdn, (tx) => this.#chosen(tx, msisdn, label))
  }

  #answered(msisdn: string, work: (tx: Tx) => Promise<PendingHop | Screen | ConflictError>): Promise<Screen> {
    return this.#shown(
      this.#handsets.run(msisdn, async () => {
        const pending = await this.#kernel.transact(work)
        if (pending instanceof ConflictError) throw pending
        return 'session' in pending ? this.#hop(pending) : pending
      }),
    )
  }

  /** Without the handset's mutex: a user can hang up while the app is answering. */
  cancel(msisdn: string): Promise<Screen> {
    return this.#kernel.transact(async (tx) => {
      const handset = await requireHandset(tx, msisdn, this.#config.openPhones)
      await this.hangUp(tx, msisdn)
      const { screen } = await phoneView(tx, handset, this.#config)
      if (!screen) throw dialFirst(msisdn)
      return screen
    })
  }

  push(msisdn: string, code: string, { sessionId, trace }: OfPush): Promise<PushResult> {
    return this.#handsets.run(msisdn, async () => {
      const pushing = (tx: Tx) => this.#pushed(tx, msisdn, code, sessionId)
      const pending = await this.#kernel.transact(pushing, { trace })
      if ('outcome' in pending) return pending
      try {
        const { session, now } = await this.#hop(pending)
        return pushResult(screenOf(session, now))
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
    this.#kernel.deadlines.on('ussd.answer', (tx, id) => releaseAnswer(tx, id, this.#config))
    this.#kernel.deadlines.on('ussd.erase', eraseAnswers)
  }

  #dialect(networkCode: string | null): Dialect {
    const config = this.#config
    return dialectOf(config, networkCode ?? config.networkCode)
  }

  #fault(tx: Tx, { msisdn, service_code, callback_url, hops, trace }: SessionRow) {
    return this.#kernel.faults.next(tx, {
      point: 'ussd-hop',
      phone: msisdn,
      code: service_code,
      // A getter, because few fault plans need the host.
      get host() {
        return new URL(callback_url).host
      },
      hop: hops + 1,
      trace,
    })
  }

  async #dialled(tx: Tx, msisdn: string, segments: string[]): Promise<PendingHop | Screen> {
    const { network_code } = await switchedOnHandset(tx, msisdn, this.#config.openPhones)
    await this.hangUp(tx, msisdn)
    const dialect = this.#dialect(network_code)
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
    const session = await openSession(tx, { id, msisdn, service, dialect })
    await tx.emit({
      kind: 'ussd.dialled',
      phone: msisdn,
      data: { code, sessionId: id, serviceCode: service.code },
    })
    const fault = await this.#fault(tx, session)
    if (dialect.preFilledDial === 'empty') return { session, next: nothingTyped, fault }
    const answers = segments.length - count
    const text = segments.slice(count).join('*')
    return { session, next: { text, masked: masked.slice(count).join('*'), answers }, fault }
  }

  async #replied(tx: Tx, msisdn: string, text: string): Promise<PendingHop | Screen | ConflictError> {
    await switchedOnHandset(tx, msisdn, this.#config.openPhones)
    const open = await openSessionOf(tx, msisdn)
    if (!open || (open.hops === 0 && open.held === null)) throw dialFirst(msisdn)
    const session = await closeOverdue(tx, open)
    // Returned, not thrown, so that the transaction commits the time-out.
    if (session.status !== 'open') return timedOut(msisdn)
    if (session.held !== null) throw stillWaiting(msisdn)
    const dialect = this.#dialect(session.network_code)
    checkInput(text, dialect)
    const page = turnedTo(text, session.page, pagesOf(session).length)
    if (page !== undefined) return screenOf(await showPage(tx, session, page, dialect), tx.now)
    const fault = await this.#fault(tx, session)
    return { session: await awaitApp(tx, session, dialect), next: textWith(session, text), fault }
  }

  async #chosen(tx: Tx, msisdn: string, label: string): Promise<PendingHop | Screen | ConflictError> {
    const handset = await switchedOnHandset(tx, msisdn, this.#config.openPhones)
    const { screen } = await phoneView(tx, handset, this.#config)
    if (screen?.status !== 'open')
      throw notChosen(nothingToChoose(msisdn, screen), { msisdn, options: [] }, 'no-open-session')
    const choice = choiceOf(screen.text, labelWith(label))
    if ('option' in choice) return this.#replied(tx, msisdn, choice.option.key)
    throw notChosen(choice.problem, { msisdn, options: choice.options })
  }

  async #pushed(tx: Tx, msisdn: string, code: string, id: string): Promise<PendingHop | PushResult> {
    const known = await sessionById(tx, id)
    if (known) {
      if (known.msisdn !== msisdn)
        return { outcome: 'failed', error: `The session ${id} is on another phone.` }
      const session = await closeOverdue(tx, known)
      if (session.status === 'open' && session.hops === 0 && session.held === null)
        return { session, next: nothingTyped, fault: await this.#fault(tx, session) }
      if (session.hops === 0 && session.held === null)
        return { outcome: 'failed', error: 'The session ended before its first screen.' }
      return pushResult(screenOf(session, tx.now))
    }
    const handset = await findOrMakeHandset(tx, msisdn, this.#config.openPhones)
    if (!handset) return { outcome: 'unknown', error: messageOf(noHandset(msisdn)) }
    if (handset.online !== 1) return { outcome: 'off' }
    const open = await openSessionOf(tx, msisdn)
    if (open && (await closeOverdue(tx, open)).status === 'open') return { outcome: 'busy' }
    const service = await serviceCodeRow(tx, code)
    if (!service?.callback_url) return { outcome: 'unknown', error: `No app answers for ${code}.` }
    const session = await openSession(tx, {
      id,
      msisdn,
      service,
      dialect: this.#dialect(handset.network_code),
    })
    await tx.emit({ kind: 'ussd.pushed', phone: msisdn, data: { sessionId: id, serviceCode: code } })
    return { session, next: nothingTyped, fault: await this.#fault(tx, session) }
  }

  /** Calls the app outside any transaction, then records its answer. */
  async #hop({ session, next, fault }: PendingHop): Promise<HopResult> {
    const dialect = this.#dialect(session.network_code)
    const spaces = quirksOf(this.#config)['at-spaces']
    const timed = await askWithFault(this.#outbound, { session, next, dialect, fault, spaces })
    const { recorded, current, now } = await this.#kernel.transact(async (tx) => {
      const recorded =
        timed.lateMs > 0
          ? await holdAnswer(tx, session, next, timed, dialect)
          : await recordHop(tx, session, next, timed.answer, dialect)
      if (recorded) return { recorded, current: recorded, now: tx.now }
      const current = await sessionById(tx, session.id)
      return { recorded, current: current && (await closeOverdue(tx, current)), now: tx.now }
    })
    if (recorded) return { session: recorded, now }
    throw sessionChanged(session, current)
  }

  /**
   * What the phone shows. Waits for a late answer, unless the clock is frozen: then the screen says when the answer
   * comes. The handset's mutex is free meanwhile.
   */
  async #shown(step: Promise<HopResult | Screen>): Promise<Screen> {
    const result = await step
    if (!('session' in result)) return result
    const { session, now } = result
    if (session.held === null) return screenOf(session, now)
    const { dueAt } = JSON.parse(session.held) as HeldAnswer
    const came = await this.#kernel.waitFor(
      async (rx) => {
        const current = (await sessionById(rx, session.id)) ?? session
        const waits = current.held !== null && !isOverdue(current, rx.now) && rx.clock.mode === 'running'
        return waits ? undefined : screenOf(current, rx.now)
      },
      dueAt - now + extraWaitMs,
    )
    return came ?? screenOf(session, now)
  }

  /** Ends the open session of a handset, if there is one. */
  async hangUp(tx: Tx, msisdn: string): Promise<void> {
    const open = await openSessionOf(tx, msisdn)
    if (open && (await closeOverdue(tx, open)).status === 'open') await closeSession(tx, open, 'cancelled')
  }
}

function pushResult(screen: Screen): PushResult {
  if (screen.status !== 'failed') return { outcome: 'opened', screen }
  return screen.error === null ? { outcome: 'failed' } : { outcome: 'failed', error: screen.error }
}
