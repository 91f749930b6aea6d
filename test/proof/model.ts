/** How a request to pay stands, or how it ended. */
export type Standing = 'PENDING' | 'SUCCESSFUL' | 'REJECTED' | 'EXPIRED' | 'NOT_ENOUGH_FUNDS'
/** What a payer does at a screen. */
export type Answer = 'approve' | 'reject' | 'right-pin' | 'wrong-pin'
/** What a payer reads next. */
export type Reading =
  | 'details'
  | 'asks-pin'
  | 'wrong-pin'
  | 'approved'
  | 'rejected'
  | 'approved-already'
  | 'rejected-already'
  | 'expired'
  | 'no-funds'
  | 'locked'
  | 'over'

export interface Person {
  phone: string
  cents: number
  wrongPins: number
}

export interface Request {
  payer: number
  cents: number
  expiresAt: number
  standing: Standing
}

export interface Session {
  request: number
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
  requests: Request[] = []
  sessions: Session[] = []

  constructor(readonly people: Person[]) {}

  copy(): Model {
    return Object.assign(new Model(structuredClone(this.people)), {
      now: this.now,
      requests: structuredClone(this.requests),
      sessions: structuredClone(this.sessions),
    })
  }

  ask(payer: number, cents: number): number {
    return this.requests.push({ payer, cents, expiresAt: this.now + 5 * minutes, standing: 'PENDING' }) - 1
  }

  pass(milliseconds: number): void {
    this.now += milliseconds
    for (const request of this.requests) {
      if (request.standing === 'PENDING' && this.now >= request.expiresAt) request.standing = 'EXPIRED'
    }
  }

  /** What a payer has to answer, oldest first. */
  pending(payer: number): number[] {
    return [...this.requests.keys()].filter((id) => {
      const request = this.request(id)
      return request.payer === payer && request.standing === 'PENDING'
    })
  }

  /** Dials and goes to the details of a pending request. */
  open(request: number): number {
    return this.sessions.push({ request, screen: 'details', seenAt: this.now }) - 1
  }

  /** One answer in a session: changes what it changes, and says what the payer then reads. */
  answer(id: number, answer: Answer): Reading {
    const session = this.session(id)
    if (session.screen === 'over') return 'over'
    if (this.now - session.seenAt >= 10 * minutes) session.screen = 'over'
    if (session.screen === 'over') return 'over'
    session.seenAt = this.now
    const reading = this.#decide(session, answer)
    session.screen = reading === 'asks-pin' || reading === 'wrong-pin' ? 'pin' : 'over'
    return reading
  }

  #decide({ request: id }: Session, answer: Answer): Reading {
    const request = this.request(id)
    const payer = this.person(request.payer)
    if (request.standing !== 'PENDING') return already[request.standing]
    if (answer === 'reject') return this.#settle(request, 'REJECTED', 'rejected')
    if (payer.wrongPins === 3) return 'locked'
    if (answer === 'approve') return 'asks-pin'
    if (answer === 'wrong-pin') {
      payer.wrongPins += 1
      return payer.wrongPins === 3 ? 'locked' : 'wrong-pin'
    }
    payer.wrongPins = 0
    if (payer.cents < request.cents) return this.#settle(request, 'NOT_ENOUGH_FUNDS', 'no-funds')
    payer.cents -= request.cents
    return this.#settle(request, 'SUCCESSFUL', 'approved')
  }

  #settle(request: Request, standing: Standing, reading: Reading): Reading {
    request.standing = standing
    return reading
  }

  /** What the merchant has been paid. */
  get paid(): number {
    return this.requests.reduce(
      (sum, { standing, cents }) => sum + (standing === 'SUCCESSFUL' ? cents : 0),
      0,
    )
  }

  /** A settled request is called back once, whatever happens; a pending one never. */
  callbacks(id: number): number {
    return this.request(id).standing === 'PENDING' ? 0 : 1
  }

  person = (id: number): Person => known(this.people[id])
  request = (id: number): Request => known(this.requests[id])
  session = (id: number): Session => known(this.sessions[id])
}

const already: Record<Exclude<Standing, 'PENDING'>, Reading> = {
  SUCCESSFUL: 'approved-already',
  REJECTED: 'rejected-already',
  EXPIRED: 'expired',
  NOT_ENOUGH_FUNDS: 'no-funds',
}

function known<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new RangeError('The model does not know that id.')
  return thing
}
