/** How an item stands, or how it ended. An accepted pre-approval is SUCCESSFUL until it is cancelled or runs out. */
type Standing =
  | 'PENDING'
  | 'SUCCESSFUL'
  | 'REJECTED'
  | 'EXPIRED'
  | 'NOT_ENOUGH_FUNDS'
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

/** A request to pay, a pre-approval, or a transfer to the person. */
export interface Item {
  kind: 'request' | 'pre-approval' | 'transfer'
  person: number
  /** 0 for a pre-approval. */
  cents: number
  expiresAt: number
  /** Of a pre-approval: how long it holds once accepted, in milliseconds, and since when and until when it does. */
  validity: number
  acceptedAt: number
  validUntil: number
  standing: Standing
}

export interface Session {
  item: number
  screen: 'details' | 'pin' | 'over'
  seenAt: number
}

const minutes = 60_000

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
    const covered = this.inForce(person).length > 0
    const id = this.#add({ kind: 'request', person, cents })
    if (covered) this.#pay(this.item(id))
    return id
  }

  preApprove(person: number, validity: number): number {
    return this.#add({ kind: 'pre-approval', person, validity })
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

  /** By the merchant. */
  withdraw(id: number): void {
    this.item(id).standing = 'CANCELLED'
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
      const inForce = item.kind === 'pre-approval' && item.standing === 'SUCCESSFUL'
      if (inForce && this.now >= item.validUntil) item.standing = 'RAN_OUT'
    }
  }

  /** What a payer has to answer, oldest first. */
  pending(person: number): number[] {
    return this.#of(person).filter((id) => this.item(id).standing === 'PENDING')
  }

  /** The payer's accepted pre-approvals, the oldest acceptance first. */
  inForce(person: number): number[] {
    return this.#of(person)
      .filter((id) => this.item(id).kind === 'pre-approval' && this.item(id).standing === 'SUCCESSFUL')
      .sort((a, b) => this.item(a).acceptedAt - this.item(b).acceptedAt || a - b)
  }

  /** Dials and goes to the details of a pending item. */
  open(item: number): number {
    return this.sessions.push({ item, screen: 'details', seenAt: this.now }) - 1
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
    if (item.kind === 'request') return this.#pay(item)
    item.standing = 'SUCCESSFUL'
    item.acceptedAt = this.now
    item.validUntil = this.now + item.validity
    return 'accepted'
  }

  #pay(item: Item): Reading {
    const payer = this.person(item.person)
    if (payer.cents < item.cents) {
      item.standing = 'NOT_ENOUGH_FUNDS'
      return 'no-funds'
    }
    payer.cents -= item.cents
    item.standing = 'SUCCESSFUL'
    return 'approved'
  }

  #add(item: Pick<Item, 'kind' | 'person'> & Partial<Item>): number {
    const blank = { cents: 0, validity: 0, acceptedAt: 0, validUntil: 0, standing: 'PENDING' as const }
    return this.items.push({ ...blank, expiresAt: this.now + 5 * minutes, ...item }) - 1
  }

  #of(person: number): number[] {
    return [...this.items.keys()].filter((id) => this.item(id).person === person)
  }

  /** What the merchant has been paid. */
  get paid(): number {
    return this.items.reduce(
      (sum, { kind, standing, cents }) => sum + (kind === 'request' && standing === 'SUCCESSFUL' ? cents : 0),
      0,
    )
  }

  /** A settled item is called back once, whatever happens; a pending one never. */
  callbacks(id: number): number {
    return this.item(id).standing === 'PENDING' ? 0 : 1
  }

  person = (id: number): Person => known(this.people[id])
  item = (id: number): Item => known(this.items[id])
  session = (id: number): Session => known(this.sessions[id])
}

function already({ kind, standing }: Item): Reading {
  if (standing === 'SUCCESSFUL') return kind === 'request' ? 'approved-already' : 'accepted-already'
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
