/**
 * How an item stands, or how it ended. An accepted pre-approval, and a consent, is SUCCESSFUL until it is cancelled or runs
 * out. CANCELLED: by the payer who gave it, or by the merchant, as is an invoice that nobody paid.
 */
type Standing =
  | 'PENDING'
  | 'SUCCESSFUL'
  | 'REJECTED'
  | 'EXPIRED'
  | 'NOT_ENOUGH_FUNDS'
  | 'MORE_THAN_PAID'
  | 'NOT_PAID'
  | 'CANCELLED'
  | 'RAN_OUT'
/** What a payer does at a screen. */
export type Answer = 'approve' | 'reject' | 'right-pin' | 'wrong-pin'
/** What a payer reads next. */
export type Reading =
  | 'details'
  | 'asks-pin'
  | 'wrong-pin'
  | 'approved'
  | 'accepted'
  | 'rejected'
  | 'cancelled'
  | 'approved-already'
  | 'accepted-already'
  | 'rejected-already'
  | 'cancelled-already'
  | 'ended'
  | 'expired'
  | 'no-funds'
  | 'locked'
  | 'over'

export interface Person {
  phone: string
  cents: number
  wrongPins: number
}

/** A request to pay and what is paid like it, a permission, or money to the person. */
export interface Item {
  kind: 'request' | 'withdrawal' | 'invoice' | 'pre-approval' | 'consent' | 'transfer' | 'refund'
  person: number
  /** 0 for a permission. */
  cents: number
  expiresAt: number
  /** Of a permission: how long it holds once accepted, in milliseconds, and since when and until when it does. */
  validity: number
  acceptedAt: number
  validUntil: number
  /** Of a refund: the request that it gives back. */
  of: number
  /** Of a consent: when its merchant asked for its token, how long it must wait before it asks again, and the token's end. */
  polledAt: number
  interval: number
  tokenUntil: number
  standing: Standing
}

/** What a merchant hears who asks for the token of a consent, or for a new one. */
export type Poll =
  | 'token'
  | 'authorization_pending'
  | 'slow_down'
  | 'access_denied'
  | 'expired_token'
  | 'invalid_grant'

export interface Session {
  item: number
  screen: 'details' | 'pin' | 'over'
  seenAt: number
}

const seconds = 1_000
const minutes = 60_000
/** On top of the amount of a withdrawal. */
const withdrawalFee = 25
const asked: ReadonlyArray<Item['kind']> = ['request', 'withdrawal', 'pre-approval', 'consent']
const payments: ReadonlyArray<Item['kind']> = ['request', 'withdrawal', 'invoice']
const permissions: ReadonlyArray<Item['kind']> = ['pre-approval', 'consent']

/**
 * Everything that payments between phones and one merchant should do, without a database, a network or a crash:
 * what the simulator is held against.
 */
export class Model {
  now = 0
  items: Item[] = []
  sessions: Session[] = []

  constructor(
    readonly people: Person[],
    public merchantCents: number,
  ) {}

  copy(): Model {
    return Object.assign(new Model(structuredClone(this.people), this.merchantCents), {
      now: this.now,
      items: structuredClone(this.items),
      sessions: structuredClone(this.sessions),
    })
  }

  /** Debited without asking where a pre-approval is in force. */
  ask(person: number, cents: number): number {
    const covered = this.inForce(person, 'pre-approval').length > 0
    const id = this.#add({ kind: 'request', person, cents })
    if (covered) this.#pay(this.item(id))
    return id
  }

  /** Never debited without asking: no pre-approval is for cash or for invoices. */
  withdraw(person: number, cents: number): number {
    return this.#add({ kind: 'withdrawal', person, cents })
  }

  invoice(person: number, cents: number, validity: number): number {
    return this.#add({ kind: 'invoice', person, cents, expiresAt: this.now + validity })
  }

  preApprove(person: number, validity: number): number {
    return this.#add({ kind: 'pre-approval', person, validity })
  }

  consent(person: number, validity: number): number {
    return this.#add({ kind: 'consent', person, validity })
  }

  send(person: number, cents: number): number {
    const id = this.#add({ kind: 'transfer', person, cents })
    const enough = this.merchantCents >= cents
    if (enough) {
      this.merchantCents -= cents
      this.person(person).cents += cents
    }
    this.item(id).standing = enough ? 'SUCCESSFUL' : 'NOT_ENOUGH_FUNDS'
    return id
  }

  /** Only what was paid can be given back, and once. */
  refund(of: number, cents: number): number {
    const request = this.item(of)
    const id = this.#add({ kind: 'refund', person: request.person, cents, of })
    const item = this.item(id)
    if (request.standing !== 'SUCCESSFUL') item.standing = 'NOT_PAID'
    else if (this.refunded(of) + cents > request.cents) item.standing = 'MORE_THAN_PAID'
    else if (this.merchantCents < cents) item.standing = 'NOT_ENOUGH_FUNDS'
    else {
      this.merchantCents -= cents
      this.person(request.person).cents += cents
      item.standing = 'SUCCESSFUL'
    }
    return id
  }

  /** What was given back of a request. */
  refunded(of: number): number {
    return this.#sum((item) => item.kind === 'refund' && item.of === of)
  }

  /** A pre-approval that is in force, or an invoice that waits, by the merchant. */
  takeAway(id: number): void {
    this.item(id).standing = 'CANCELLED'
  }

  /**
   * A merchant asks for the token of a consent, as long as the payer has for the answer; once it has one, for a new one. No
   * token outlives its consent.
   */
  poll(id: number): Poll {
    const item = this.item(id)
    const { standing, tokenUntil } = item
    const hasOne = tokenUntil > 0
    if (hasOne && standing !== 'SUCCESSFUL') return 'invalid_grant'
    if (standing === 'REJECTED' || standing === 'CANCELLED') return 'access_denied'
    const late = this.now >= item.expiresAt || standing === 'RAN_OUT'
    if (!hasOne && late) return 'expired_token'
    if (standing === 'SUCCESSFUL') {
      item.tokenUntil = Math.min(this.now + 60 * minutes, item.validUntil)
      return 'token'
    }
    const tooFast = item.polledAt >= 0 && this.now - item.polledAt < item.interval
    item.polledAt = this.now
    if (tooFast) item.interval += 5 * seconds
    return tooFast ? 'slow_down' : 'authorization_pending'
  }

  /** Whether the token of a consent, which there is, still opens the payer's data. */
  opens(id: number): boolean {
    const { standing, tokenUntil } = this.item(id)
    return standing === 'SUCCESSFUL' && this.now < tokenUntil
  }

  /** By the payer, with the right PIN. */
  cancel(id: number): Reading {
    const item = this.item(id)
    const payer = this.person(item.person)
    if (payer.wrongPins === 3) return 'locked'
    payer.wrongPins = 0
    item.standing = 'CANCELLED'
    return 'cancelled'
  }

  pass(milliseconds: number): void {
    this.now += milliseconds
    for (const item of this.items) {
      if (item.standing === 'PENDING' && this.now >= item.expiresAt) item.standing = 'EXPIRED'
      const inForce = permissions.includes(item.kind) && item.standing === 'SUCCESSFUL'
      if (inForce && this.now >= item.validUntil) item.standing = 'RAN_OUT'
    }
  }

  /** All of one kind, however it stands. */
  every(kind: Item['kind']): number[] {
    return [...this.items.keys()].filter((id) => this.item(id).kind === kind)
  }

  /** What a payer is asked, oldest first. */
  pending(person: number): number[] {
    return this.#of(person).filter((id) => asked.includes(this.item(id).kind) && this.#waits(id))
  }

  /** What waits for a payer of one kind, oldest first. */
  waiting(person: number, kind: Item['kind']): number[] {
    return this.#of(person).filter((id) => this.item(id).kind === kind && this.#waits(id))
  }

  /** The payer's accepted permissions of one kind, the oldest acceptance first. */
  inForce(person: number, kind: 'pre-approval' | 'consent'): number[] {
    return this.#of(person)
      .filter((id) => this.item(id).kind === kind && this.item(id).standing === 'SUCCESSFUL')
      .sort((a, b) => this.item(a).acceptedAt - this.item(b).acceptedAt || a - b)
  }

  /** Dials and goes to the details of an item, where it waits. */
  open(item: number): { session: number; reading: Reading } {
    const waits = this.#waits(item)
    const screen = waits ? 'details' : 'over'
    const session = this.sessions.push({ item, screen, seenAt: this.now }) - 1
    return { session, reading: waits ? 'details' : already(this.item(item)) }
  }

  /** One answer in a session: changes what it changes, and says what the payer then reads. */
  answer(id: number, answer: Answer): Reading {
    const session = this.session(id)
    if (session.screen === 'over') return 'over'
    if (this.now - session.seenAt >= 10 * minutes) session.screen = 'over'
    if (session.screen === 'over') return 'over'
    session.seenAt = this.now
    const reading = this.#decide(this.item(session.item), answer)
    session.screen = reading === 'asks-pin' || reading === 'wrong-pin' ? 'pin' : 'over'
    return reading
  }

  #decide(item: Item, answer: Answer): Reading {
    const payer = this.person(item.person)
    if (item.standing !== 'PENDING') return already(item)
    if (answer === 'reject') {
      item.standing = 'REJECTED'
      return 'rejected'
    }
    if (payer.wrongPins === 3) return 'locked'
    if (answer === 'approve') return 'asks-pin'
    if (answer === 'wrong-pin') {
      payer.wrongPins += 1
      return payer.wrongPins === 3 ? 'locked' : 'wrong-pin'
    }
    payer.wrongPins = 0
    if (isPayment(item)) return this.#pay(item)
    item.standing = 'SUCCESSFUL'
    item.acceptedAt = this.now
    item.validUntil = this.now + item.validity
    return 'accepted'
  }

  #pay(item: Item): Reading {
    const payer = this.person(item.person)
    const debit = item.cents + (item.kind === 'withdrawal' ? withdrawalFee : 0)
    if (payer.cents < debit) {
      item.standing = 'NOT_ENOUGH_FUNDS'
      return 'no-funds'
    }
    payer.cents -= debit
    item.standing = 'SUCCESSFUL'
    return 'approved'
  }

  #add(item: Pick<Item, 'kind' | 'person'> & Partial<Item>): number {
    const money = { cents: 0, of: -1 }
    const permission = { validity: 0, acceptedAt: 0, validUntil: 0 }
    const token = { polledAt: -1, interval: 5 * seconds, tokenUntil: 0 }
    const blank = { ...money, ...permission, ...token, standing: 'PENDING' as const }
    return this.items.push({ ...blank, expiresAt: this.now + 5 * minutes, ...item }) - 1
  }

  #waits(id: number): boolean {
    return this.item(id).standing === 'PENDING'
  }

  #sum(of: (item: Item) => boolean): number {
    return this.items.reduce(
      (sum, item) => sum + (of(item) && item.standing === 'SUCCESSFUL' ? item.cents : 0),
      0,
    )
  }

  #of(person: number): number[] {
    return [...this.items.keys()].filter((id) => this.item(id).person === person)
  }

  /** What the merchant has been paid. */
  get paid(): number {
    return this.#sum(isPayment)
  }

  /** A settled item is called back once, whatever happens; a pending one never, and of a consent its merchant hears by polls. */
  callbacks(id: number): number {
    return this.#waits(id) || this.item(id).kind === 'consent' ? 0 : 1
  }

  person = (id: number): Person => known(this.people[id])
  item = (id: number): Item => known(this.items[id])
  session = (id: number): Session => known(this.sessions[id])
}

/** What a payer pays by hand. */
export function isPayment({ kind }: Item): boolean {
  return payments.includes(kind)
}

function already(item: Item): Reading {
  const { standing } = item
  if (standing === 'SUCCESSFUL') return isPayment(item) ? 'approved-already' : 'accepted-already'
  return endings[standing as keyof typeof endings]
}

const endings = {
  REJECTED: 'rejected-already',
  EXPIRED: 'expired',
  NOT_ENOUGH_FUNDS: 'no-funds',
  CANCELLED: 'cancelled-already',
  RAN_OUT: 'ended',
} as const

function known<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new RangeError('The model does not know that id.')
  return thing
}
