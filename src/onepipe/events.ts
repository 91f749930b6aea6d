type OfApp = {
  app: string
  transactionRef: string
}

/** OnePipe */
export interface OnePipeEvents {
  /** A balance was read, and waits for a word of its owner. */
  'balance-request.opened': OfApp
  /** A balance was told at once: its source asks nobody. */
  'balance-request.answered': OfApp
  /** A one-time code is on its way to the owner. `email` is there where it goes by e-mail too. */
  'balance-request.code-issued': OfApp & { email?: string }
  /** The right answer came: the balance is told. */
  'balance-request.verified': OfApp
  /** A wrong answer came. */
  'balance-request.wrong-answer': OfApp & { triesLeft: number }
  /** Nobody answered in time. */
  'balance-request.expired': OfApp
  /** Too many wrong answers came. */
  'balance-request.locked': OfApp
  /** The app took its request back. */
  'balance-request.reversed': OfApp
  /** The code could not be sent. */
  'balance-request.undelivered': OfApp
  /** An older or newer version left a request that this one cannot read: it was given up. */
  'balance-request.unreadable': OfApp
  /** The gateway gave a transaction up without having heard what the provider made of it. */
  'balance-request.abandoned': OfApp & { provider: string }
}

declare module '../events/index.ts' {
  interface Events extends OnePipeEvents {}
}
