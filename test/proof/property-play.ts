import { expect } from 'vitest'
import type { Consent, Invoice, Order, PreApproval } from '../../src/index.ts'
import { type Answer, type Item, isPayment, Model, type Reading } from './model.ts'
import type { Move, Wish } from './property-moves.ts'
import { type Hop, type Made, Subject } from './property-subject.ts'
import { keys, textOf } from './property-texts.ts'

const reasons = {
  PENDING: undefined,
  SUCCESSFUL: undefined,
  REJECTED: 'APPROVAL_REJECTED',
  EXPIRED: 'EXPIRED',
  NOT_ENOUGH_FUNDS: 'NOT_ENOUGH_FUNDS',
  MORE_THAN_PAID: 'INTERNAL_PROCESSING_ERROR',
  NOT_PAID: 'PAYMENT_NOT_APPROVED',
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
  readonly #made: Array<Made | Consent> = []
  /** The numbers of invoices, by their ids. */
  readonly #numbers = new Map<number, string>()
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
      case 'ask':
        return this.#add(model.ask(move.payer, move.cents), ({ phone }, text) =>
          this.subject.ask(phone, move.cents, text),
        )
      case 'withdraw':
        return this.#add(model.withdraw(move.payer, move.cents), ({ phone }, text) =>
          this.subject.withdraw(phone, move.cents, text),
        )
      case 'invoice':
        return this.#add(model.invoice(move.payer, move.cents, move.milliseconds), ({ phone }, text) =>
          this.subject.invoice(phone, { cents: move.cents, validity: move.milliseconds, text }),
        )
      case 'pre-approve':
        return this.#add(model.preApprove(move.payer, move.milliseconds), ({ phone }, text) =>
          this.subject.preApprove(phone, move.milliseconds, text),
        )
      case 'consent':
        return this.#add(model.consent(move.payer, move.milliseconds), ({ phone }) =>
          this.subject.consent(phone, move.milliseconds),
        )
      case 'send':
        return this.#add(model.send(move.payee, move.cents), ({ phone }) =>
          this.subject.send(phone, move.cents),
        )
      case 'refund':
        return this.#refund(move)
      case 'cancel-invoice':
        return this.#cancelInvoice(move)
      case 'poll':
        return this.#poll(at(model.every('consent'), move.pick))
      case 'cancel':
        return this.#cancel(move)
      case 'give-up': {
        const id = at(
          model.people.flatMap((_, person) => model.inForce(person, 'pre-approval')),
          move.pick,
        )
        if (id === undefined) return
        model.takeAway(id)
        return (this.#made[id] as PreApproval).cancel()
      }
      case 'open':
        await this.#open(move)
        return
      case 'agree':
        return this.#agree(move)
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
    for (const [id, made] of this.#made.entries()) {
      const item = model.item(id)
      if (item.kind === 'consent') await this.#checkAccess(id)
      else await this.#checkOrder(item, made as Made, model.callbacks(id))
    }
    for (const { phone, cents } of model.people) expect(await this.subject.cents(phone)).toBe(cents)
    expect(await this.subject.merchantCents('collection')).toBe(this.#merchantCents + model.paid)
    expect(await this.subject.merchantCents('disbursement')).toBe(model.merchantCents)
    for (const wire of this.#wires) {
      const last = wire.answered.at(-1)
      if (last) expect(await this.subject.hop({ ...wire, text: last.text })).toBe(last.body)
    }
  }

  async #checkOrder({ kind, standing }: Item, made: Made, callbacks: number): Promise<void> {
    const name = `${kind} ${this.#made.indexOf(made)}, ${standing}`
    const { status, reason, errorReason } = await made.status({ callbackWaitMs: 0 })
    const held = kind === 'pre-approval' && (standing === 'CANCELLED' || standing === 'RAN_OUT')
    const asIs = standing === 'PENDING' || standing === 'SUCCESSFUL'
    const wanted = asIs ? standing : held ? 'SUCCESSFUL' : 'FAILED'
    const why = kind === 'invoice' && standing === 'CANCELLED' ? 'TRANSACTION_CANCELED' : reasons[standing]
    expect([name, status, errorReason?.code ?? reason]).toEqual([name, wanted, why])
    expect(made.callbacks, `callbacks of ${name}`).toHaveLength(callbacks)
    if (wanted !== 'PENDING') expect(made.callbacks[0]?.body).toMatchObject({ status: wanted })
    if (kind !== 'pre-approval') return
    const { status: own } = await (made as PreApproval).details()
    expect([name, own]).toEqual([name, listed[standing as keyof typeof listed]])
  }

  /** The token of a consent, if there is one, opens the payer's data as long as the consent is in force. */
  async #checkAccess(id: number): Promise<void> {
    if (this.#model.item(id).tokenUntil === 0) return
    const opens = await this.subject.opens(this.#made[id] as Consent)
    expect([`consent ${id}`, opens]).toEqual([`consent ${id}`, this.#model.opens(id)])
  }

  async #add(
    id: number,
    make: (person: { phone: string }, text: string) => Promise<Made | Consent>,
  ): Promise<void> {
    const { kind, person } = this.#model.item(id)
    const made = await make(this.#model.person(person), `order-${id}.`)
    this.#made[id] = made
    if (kind === 'invoice') this.#numbers.set(id, await (made as Invoice).number())
  }

  async #poll(id: number | undefined): Promise<void> {
    if (id === undefined) return
    const consent = this.#made[id] as Consent
    const hasOne = this.#model.item(id).tokenUntil > 0
    const heard = await this.subject.poll(hasOne ? () => consent.refresh() : () => consent.token())
    expect([`consent ${id}`, heard]).toEqual([`consent ${id}`, this.#model.poll(id)])
    await this.#checkAccess(id)
  }

  /** All at once; with a crash, the power is cut while the merchant is told of one. */
  async #refund({ pick, shares, crash }: Move & { kind: 'refund' }): Promise<void> {
    const model = this.#model
    const of = at(model.every('request'), pick)
    if (of === undefined) return
    // Of two only one would be met by the crash: the callback of the other may be on its way, and is then lost.
    const cents = (crash ? shares.slice(0, 1) : shares).map((share) =>
      Math.ceil(model.item(of).cents * share),
    )
    const refunds: Made[] = []
    const send = async () => {
      const order = this.#made[of] as Order
      refunds.push(...(await Promise.all(cents.map((one) => this.subject.refund(order, one)))))
      await this.subject.settle()
    }
    if (crash) await this.subject.loseAtCallback(send)
    else await send()
    const succeeded = await Promise.all(
      refunds.map(async (one) => (await one.status({ callbackWaitMs: 0 })).status === 'SUCCESSFUL'),
    )
    // Which was first cannot be told from outside, but for what became of them.
    for (const order of orders([...cents.keys()])) {
      const outcome = model.copy()
      const ids = order.map((place) => ({ place, id: outcome.refund(of, cents[place] ?? 0) }))
      const isSo = ids.every(
        ({ place, id }) => (outcome.item(id).standing === 'SUCCESSFUL') === succeeded[place],
      )
      if (!isSo) continue
      this.#model = outcome
      for (const { place, id } of ids) this.#made[id] = refunds[place] as Made
      return crash ? this.check() : undefined
    }
    expect.fail(`In no order of refunds of ${cents} of item ${of} these succeed: ${succeeded}`)
  }

  /** The payer types the PIN at the same instant, where a session stands there. */
  async #cancelInvoice({ pick, payer: when }: Move & { kind: 'cancel-invoice' }): Promise<void> {
    const model = this.#model
    const id = at(model.every('invoice'), pick)
    if (id === undefined) return
    const payer =
      when === 'none' ? undefined : this.#allLive().find((live) => model.session(live).item === id)
    const next = payer === undefined ? undefined : this.#next(payer, 'yes')
    const goOn = next && (() => this.subject.hop(next.hop))
    const early = when === 'first' ? goOn?.() : undefined
    // Accepted however it stands: what its payer reads tells which was first.
    const cancelled = (this.#made[id] as Invoice).cancel()
    const [body] = await Promise.all([early ?? goOn?.(), cancelled])
    for (const payerFirst of next ? [false, true] : [false]) {
      const outcome = model.copy()
      const read = () => (next && payer !== undefined ? outcome.answer(payer, next.answer) : undefined)
      const before = payerFirst ? read() : undefined
      if (outcome.item(id).standing === 'PENDING') outcome.takeAway(id)
      const reading = before ?? read()
      if (reading !== undefined && !textOf(reading, outcome.item(id)).test(body ?? '')) continue
      this.#model = outcome
      if (next && payer !== undefined && reading !== undefined)
        this.#heard(payer, next.hop, body ?? '', reading)
      return
    }
    expect.fail(`Invoice ${id} was cancelled, and its payer read ${body}`)
  }

  /** One dial with all the answers in it cancels a permission that is in force. */
  async #cancel({ pick, polled }: Move & { kind: 'cancel' }): Promise<void> {
    const model = this.#model
    const inForce = model.people.flatMap((_, payer) =>
      (['pre-approval', 'consent'] as const).flatMap((kind) =>
        model.inForce(payer, kind).map((id, place) => ({ id, place, kind, payer })),
      ),
    )
    const found = at(
      inForce.sort((a, b) => a.id - b.id),
      pick,
    )
    if (!found) return
    const { id, place, kind, payer } = found
    if (kind === 'consent' && polled) await this.#poll(id)
    const { phone } = model.person(payer)
    const text = [menu[kind], ...stepsTo(place), '1', keys['right-pin']].join('*')
    const body = await this.subject.hop({ sessionId: `cancel-${this.#cancels++}`, phone, text })
    expect(body).toMatch(textOf(model.cancel(id), model.item(id)))
    await this.#checkAccess(id)
  }

  /** One dial with all the answers in it leads to the details of an item that waits. */
  async #open({ pick, byKind }: { pick: number; byKind: boolean }): Promise<void> {
    const found = this.#waiting({ pick, byKind })
    if (!found) return
    const { item, way, phone } = found
    const { session, reading } = this.#model.open(item)
    const hop = { sessionId: `session-${session}`, phone, text: way.join('*') }
    this.#wires[session] = { ...hop, answered: [] }
    const body = await this.subject.hop(hop)
    // A consent has no text of its own, and an invoice that is over shows none.
    const shows = reading === 'details' && this.#model.item(item).kind !== 'consent'
    if (shows) expect(body).toContain(`order-${item}.`)
    this.#heard(session, hop, body, reading)
  }

  /** One dial with all the answers in it, and the PIN. */
  async #agree(move: { pick: number; byKind: boolean }): Promise<void> {
    const model = this.#model
    const found = this.#waiting(move)
    if (!found) return
    const { item, way, phone } = found
    const { session, reading: opened } = model.open(item)
    const text = [...way, keys.approve, keys['right-pin']].join('*')
    const hop = { sessionId: `session-${session}`, phone, text }
    this.#wires[session] = { ...hop, answered: [] }
    const asked = opened === 'details' ? model.answer(session, 'approve') : opened
    const reading = asked === 'asks-pin' ? model.answer(session, 'right-pin') : asked
    this.#heard(session, hop, await this.subject.hop(hop), reading)
  }

  /** What waits, and the keys that lead to it. */
  #waiting({ pick, byKind }: { pick: number; byKind: boolean }) {
    const model = this.#model
    const waiting = model.people.flatMap((_, payer) => {
      const asked = model.pending(payer).map((item, place) => ({ item, way: ['1', ...stepsTo(place)] }))
      const toWithdraw = model
        .waiting(payer, 'withdrawal')
        .map((item, place) => ({ item, way: [menu.withdrawal, ...stepsTo(place)] }))
      // Found by its number, an invoice that is over can be opened too.
      const listed = model.waiting(payer, 'invoice').length
      const toPay = model
        .every('invoice')
        .filter((item) => model.item(item).person === payer)
        .map((item) => ({ item, way: this.#wayTo(item, listed) }))
      const { phone } = model.person(payer)
      return [...(byKind ? toWithdraw : asked), ...toPay].map((one) => ({ ...one, phone }))
    })
    return at(
      waiting.sort((a, b) => a.item - b.item),
      pick,
    )
  }

  /** The list of invoices ends with the choice to type a number. */
  #wayTo(id: number, listed: number): string[] {
    return [menu.invoice, String(Math.min(3, listed) + 1), this.#numbers.get(id) ?? '']
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
      answer === 'reject' || (answer === 'right-pin' && isPayment(itemOf(model, sessions[index] ?? 0)))
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
      const isRead = (reading: Reading, index: number) =>
        textOf(reading, itemOf(outcome, sessions[index] ?? 0)).test(bodies[index] ?? '')
      if (!readings.every(isRead)) continue
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
    expect(body).toMatch(textOf(reading, itemOf(this.#model, session)))
    const wire = this.#wires[session]
    if (!wire) return
    wire.text = text
    // An answer to a session that is over is not kept: it says the same each time.
    if (reading !== 'over') wire.answered.push({ text, body })
  }

  #next(session: number, wish: Wish): { hop: Hop; answer: Answer } {
    const { screen } = this.#model.session(session)
    // An invoice that is not wanted is left alone: there is no key to reject it.
    const isInvoice = itemOf(this.#model, session).kind === 'invoice'
    const answer = screen === 'details' ? onDetails[isInvoice ? 'yes' : wish] : onPin[wish]
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
  // Its merchant is not called back about a consent.
  if (outcome.item(item).kind === 'consent' || outcome.item(item).standing !== 'PENDING') return false
  outcome.answer(session, answer)
  return outcome.item(item).standing !== 'PENDING'
}

const itemOf = (model: Model, session: number) => model.item(model.session(session).item)

/** The keys of the menu. */
const menu = { 'pre-approval': '5', withdrawal: '6', invoice: '7', consent: '8' } as const

const onDetails: Record<Wish, Answer> = { yes: 'approve', no: 'reject', mistyped: 'approve' }
const onPin: Record<Wish, Answer> = { yes: 'right-pin', no: 'right-pin', mistyped: 'wrong-pin' }

/** Counted back from the last. */
function at<Thing>(things: Thing[], pick: number): Thing | undefined {
  return things.at(-1 - (pick % things.length))
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
