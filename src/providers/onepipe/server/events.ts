type OfApp = {
  app: string
  transactionRef: string
}

/** OnePipe */
export interface OnePipeEvents {
  /** A balance was read, and waits for the answer of the account's owner. */
  'balance-request.opened': OfApp
  /** A balance was returned at once, because its source needs no answer. */
  'balance-request.answered': OfApp
  /** A one-time code was sent to the owner. `email` is set if it is sent by e-mail too. */
  'balance-request.code-issued': OfApp & { email?: string }
  /** The answer was right, and the balance was returned. */
  'balance-request.verified': OfApp
  /** The answer was wrong. */
  'balance-request.wrong-answer': OfApp & { triesLeft: number }
  /** No answer came in time. */
  'balance-request.expired': OfApp
  /** Too many answers were wrong. */
  'balance-request.locked': OfApp
  /** The app reversed its request. */
  'balance-request.reversed': OfApp
  /** The code could not be sent. */
  'balance-request.undelivered': OfApp
  /** A request was written by a version of payersim that this one cannot read. It was closed. */
  'balance-request.unreadable': OfApp
  /** The gateway closed a transaction without an answer of the provider. */
  'balance-request.abandoned': OfApp & { provider: string }
}

declare module '../../../events/index.ts' {
  interface Events extends OnePipeEvents {}
}
