import { expect } from 'vitest'
import type { Order, PreApproval, Transfer } from '../../src/index.ts'
import { type Answer, Model, type Reading } from './model.ts'
import type { Move, Wish } from './property-moves.ts'
import { type Hop, Subject } from './property-subject.ts'

const pin = '1234'
const keys: Record<Answer, string> = { approve: '1', reject: '2', 'right-pin': pin, 'wrong-pin': '9999' }
const texts: Record<Reading, RegExp> = {
  details: /^CON (Pay|Let) /,
  'asks-pin': /^CON Enter your PIN/,
  'wrong-pin': /^CON Wrong PIN/,
  approved: /^END Approved\. You paid/,
  accepted: /^END Accepted\. /,
  rejected: /^END Rejected\. .* (did not pay|may not debit)/,
  cancelled: /^END Cancelled\. /,
  'approved-already': /^END Already approved/,
  'accepted-already': /^END Already accepted/,
  'rejected-already': /^END Already rejected/,
  'cancelled-already': /^END Already cancelled/,
  ended: /^END Ended/,
  expired: /^END Expired/,
  'no-funds': /^END Not enough money/,
  locked: /^END Too many wrong PINs/,
  over: /^END This session is over/,
}
const reasons = {
  PENDING: undefined,
  SUCCESSFUL: undefined,
  REJECTED: 'APPROVAL_REJECTED',
  EXPIRED: 'EXPIRED',
  NOT_ENOUGH_FUNDS: 'NOT_ENOUGH_FUNDS',
  // By its reference a pre-approval stays what it became when it was answered.
  CANCELLED: undefined,
  RAN_OUT: undefined,
} as const
/** In MTN's list of pre-approvals. */
const listed = {
  PENDING: 'PENDING',
  SUCCESSFUL: 'APPROVED',
  REJECTED: 'REJECTED',
  EXPIRED: 'EXPIRED',
  CANCELLED: 'CANCELLED',
  RAN_OUT: 'EXPIRED',
} as const

/** A session as the network keeps it: what was typed, and what every hop was answered. */
interface Wire extends Hop {
  answered: Array<{ text: string; body: string }>
}

/** Plays moves on the model and on a simulator alike, and holds the one against the other. */
export class Play {
  readonly subject = new Subject()
  readonly #wires: Wire[] = []
  readonly #references: Array<Order | PreApproval | Transfer> = []
  #merchantCents = 0
  #cancels = 0
  #model = new Model(
    [
      { phone: '+46733000001', cents: 500_00, wrongPins: 0 },
      { phone: '+46733000002', cents: 120_00, wrongPins: 0 },
      { phone: '+46733000003', cents: 5_00, wrongPins: 0 },
    ],
    10_000_00,
  )

  async start(): Promise<void> {
    await this.subject.start()
    this.#merchantCents = await this.subject.merchantCents('collection')
    expect(await this.subject.merchantCents('disbursement')).toBe(this.#model.merchantCents)
  }

  /** A move that cannot be made as things stand is left out. */
  async make(move: Move): Promise<void> {
    const model = this.#model
    switch (move.kind) {
      case 'ask': {
        const id = model.ask(move.payer, move.cents)
        const { phone } = model.person(move.payer)
        this.#references[id] = await this.subject.ask(phone, move.cents, `order-${id}.`)
        return
      }
      case 'pre-approve': {
        const id = model.preApprove(move.payer, move.milliseconds)
        const { phone } = model.person(move.payer)
        this.#references[id] = await this.subject.preApprove(phone, move.milliseconds, `order-${id}.`)
        return
      }
      case 'send': {
        const id = model.send(move.payee, move.cents)
        this.#references[id] = await this.subject.send(model.person(move.payee).phone, move.cents)
        return
      }
      case 'cancel':
        return this.#cancel(move.pick)
      case 'withdraw': {
        const id = at(
          model.people.flatMap((_, person) => model.inForce(person)),
          move.pick,
        )
        if (id === undefined) return
        model.withdraw(id)
        return (this.#references[id] as PreApproval).cancel()
      }
      case 'open':
        return this.#open(move.pick)
      case 'answer': {
        const session = this.#live(move.pick)
        if (session === undefined) return
        const { hop, answer } = this.#next(session, move.wish)
        const bodies = await Promise.all(Array.from({ length: move.copies }, () => this.subject.hop(hop)))
        this.#heard(session, hop, bodies[0] ?? '', model.answer(session, answer))
        expect(new Set(bodies), 'the same hop at once gets one answer').toHaveLength(1)
        return
      }
      case 'repeat': {
        const wire = at(this.#wires, move.pick)
        const old = wire && at(wire.answered, move.hop)
        if (wire && old) expect(await this.subject.hop({ ...wire, text: old.text })).toBe(old.body)
        return
      }
      case 'at-once':
        return this.#atOnce(move)
      case 'advance':
        model.pass(move.milliseconds)
        return this.subject.advance(move.milliseconds)
      case 'late': {
        const session = this.#live(move.pick)
        if (session === undefined) return
        const { hop, answer } = this.#next(session, move.wish)
        model.pass(move.milliseconds)
        this.subject.moveClockUnseen(move.milliseconds)
        return this.#heard(session, hop, await this.subject.hop(hop), model.answer(session, answer))
      }
      case 'restart':
        return this.subject.restart()
      case 'crash':
        return this.#crash(move.pick)
    }
  }

  /** What must hold at the end, and after every restart. */
  async check(): Promise<void> {
    const model = this.#model
    await this.subject.settle()
    expect(await this.subject.audit()).toMatchObject({ ok: true, problems: [] })
    for (const [id, reference] of this.#references.entries()) {
      const { kind, standing } = model.item(id)
      const name = `${kind} ${id}`
      const { status, reason } = await reference.status({ callbackWaitMs: 0 })
      const held = kind === 'pre-approval' && (standing === 'CANCELLED' || standing === 'RAN_OUT')
      const asIs = standing === 'PENDING' || standing === 'SUCCESSFUL'
      const wanted = asIs ? standing : held ? 'SUCCESSFUL' : 'FAILED'
      expect([name, status, reason]).toEqual([name, wanted, reasons[standing]])
      expect(reference.callbacks, `callbacks of ${name}, ${standing}`).toHaveLength(model.callbacks(id))
      if (wanted !== 'PENDING') expect(reference.callbacks[0]?.body).toMatchObject({ status: wanted })
      if (kind === 'pre-approval') {
        const { status: own } = await (reference as PreApproval).details()
        expect([name, own]).toEqual([name, listed[standing as keyof typeof listed]])
      }
    }
    for (const { phone, cents } of model.people) expect(await this.subject.cents(phone)).toBe(cents)
    expect(await this.subject.merchantCents('collection')).toBe(this.#merchantCents + model.paid)
    expect(await this.subject.merchantCents('disbursement')).toBe(model.merchantCents)
    for (const wire of this.#wires) {
      const last = wire.answered.at(-1)
      if (last) expect(await this.subject.hop({ ...wire, text: last.text })).toBe(last.body)
    }
  }

  /** One dial with all the answers in it cancels a pre-approval that is in force. */
  async #cancel(pick: number): Promise<void> {
    const model = this.#model
    const inForce = model.people.flatMap((_, payer) =>
      model.inForce(payer).map((item, place) => ({ item, place, payer })),
    )
    const found = at(inForce, pick)
    if (!found) return
    const { phone } = model.person(found.payer)
    const text = ['5', ...stepsTo(found.place), '1', pin].join('*')
    const body = await this.subject.hop({ sessionId: `cancel-${this.#cancels++}`, phone, text })
    expect(body).toMatch(texts[model.cancel(found.item)])
  }

  /** One dial with all the answers in it leads to the details of a pending item. */
  async #open(pick: number): Promise<void> {
    const model = this.#model
    const pending = model.people.flatMap((_, payer) =>
      model.pending(payer).map((item, place) => ({ item, place, payer })),
    )
    const found = at(pending, pick)
    if (!found) return
    const { item, place, payer } = found
    const session = model.open(item)
    const text = ['1', ...stepsTo(place)].join('*')
    const hop = { sessionId: `session-${session}`, phone: model.person(payer).phone, text }
    this.#wires[session] = { ...hop, answered: [] }
    const body = await this.subject.hop(hop)
    expect(body).toContain(`order-${item}.`)
    this.#heard(session, hop, body, 'details')
  }

  /** Two sessions answer at the same instant, on one item where there are two; time may run out meanwhile. */
  async #atOnce({ pick, wishes, milliseconds }: Move & { kind: 'at-once' }): Promise<void> {
    const model = this.#model
    const first = this.#live(pick)
    if (first === undefined) return
    const { item } = model.session(first)
    const others = this.#allLive().filter((session) => session !== first)
    const second = others.find((session) => model.session(session).item === item) ?? others[0]
    if (second === undefined) return
    const sessions = [first, second]
    const nexts = sessions.map((session, index) => this.#next(session, wishes[index] ?? 'yes'))
    // While the clock moves by steps only a last answer is judged, of which nothing later depends on when it was given.
    const timeless = ({ answer }: { answer: Answer }, index: number) =>
      answer === 'reject' ||
      (answer === 'right-pin' && model.item(model.session(sessions[index] ?? 0).item).kind === 'request')
    const moving = milliseconds > 0 && nexts.every(timeless)
    const [bodies] = await Promise.all([
      Promise.all(nexts.map(({ hop }) => this.subject.hop(hop))),
      moving ? this.subject.advance(milliseconds) : undefined,
    ])
    for (const order of orders(moving ? [0, 1, 2] : [0, 1])) {
      const outcome = model.copy()
      const readings: Reading[] = []
      for (const step of order) {
        const session = sessions[step]
        const next = nexts[step]
        if (session === undefined || !next) outcome.pass(milliseconds)
        else readings[step] = outcome.answer(session, next.answer)
      }
      if (!readings.every((reading, index) => texts[reading].test(bodies[index] ?? ''))) continue
      this.#model = outcome
      for (const [index, { hop }] of nexts.entries()) {
        this.#heard(sessions[index] ?? 0, hop, bodies[index] ?? '', readings[index] ?? 'over')
      }
      return
    }
    expect.fail(`In no order of ${JSON.stringify(nexts)} are these answers right: ${JSON.stringify(bodies)}`)
  }

  /** Settles an item and cuts the power while the merchant is being told. */
  async #crash(pick: number): Promise<void> {
    const model = this.#model
    const settling = this.#allLive().flatMap((session) =>
      (['yes', 'no'] as const).map((wish) => ({ session, ...this.#next(session, wish) })),
    )
    const found = at(
      settling.filter(({ session, answer }) => settles(model, session, answer)),
      pick,
    )
    if (!found) return
    const { session, hop, answer } = found
    const cut = await this.subject.loseAtCallback(async () => {
      this.#heard(session, hop, await this.subject.hop(hop), model.answer(session, answer))
    })
    expect(cut, 'a settled request is called back').toBe(true)
    await this.check()
  }

  #heard(session: number, { text }: Hop, body: string, reading: Reading): void {
    expect(body).toMatch(texts[reading])
    const wire = this.#wires[session]
    if (!wire) return
    wire.text = text
    // An answer to a session that is over is not kept: it says the same each time.
    if (reading !== 'over') wire.answered.push({ text, body })
  }

  #next(session: number, wish: Wish): { hop: Hop; answer: Answer } {
    const { screen } = this.#model.session(session)
    const answer = screen === 'details' ? onDetails[wish] : onPin[wish]
    const { sessionId, phone, text } = this.#wires[session] ?? { sessionId: '', phone: '', text: '' }
    return { hop: { sessionId, phone, text: `${text}*${keys[answer]}` }, answer }
  }

  #allLive(): number[] {
    return [...this.#model.sessions.keys()].filter((id) => this.#model.session(id).screen !== 'over')
  }

  #live(pick: number): number | undefined {
    return at(this.#allLive(), pick)
  }
}

/** What a payer reads does not tell: "Not enough money" comes again to a second session on a request that has failed. */
function settles(model: Model, session: number, answer: Answer): boolean {
  const outcome = model.copy()
  const { item } = outcome.session(session)
  if (outcome.item(item).standing !== 'PENDING') return false
  outcome.answer(session, answer)
  return outcome.item(item).standing !== 'PENDING'
}

const onDetails: Record<Wish, Answer> = { yes: 'approve', no: 'reject', mistyped: 'approve' }
const onPin: Record<Wish, Answer> = { yes: 'right-pin', no: 'right-pin', mistyped: 'wrong-pin' }

function at<Thing>(things: Thing[], pick: number): Thing | undefined {
  return things[pick % things.length]
}

/** The keys that lead to an item of a list with three on a page. */
function stepsTo(place: number): string[] {
  return [...Array<string>(Math.floor(place / 3)).fill('9'), String((place % 3) + 1)]
}

function orders(steps: number[]): number[][] {
  if (steps.length < 2) return [steps]
  return steps.flatMap((step) =>
    orders(steps.filter((other) => other !== step)).map((rest) => [step, ...rest]),
  )
}
