import type { InOtherLanguages, Told } from '../terms/index.ts'
import type { ProblemOf } from '../terms/sim/problems.ts'
import type { OutboundResponse } from './http/outbound-messages.ts'

/**
 * The one error family. `name` is a literal to switch on, `data` holds the values that explain it,
 * and the message says what happened, with which value, and what to do next.
 */
export abstract class PayersimError extends Error {
  abstract override readonly name: string
  readonly data: Readonly<Record<string, unknown>>

  constructor(message: string, data: Record<string, unknown> = {}, options?: ErrorOptions) {
    super(message, options)
    this.data = data
  }
}

/** `problem` is the kind of error that a control route answers, where it is finer than the class. */
type Kinded<Status extends number> = ErrorOptions & { problem?: ProblemOf<Status> }

/** Invalid input: a flag, a world file, a request to a control route. */
export class InputError extends PayersimError {
  override readonly name = 'InputError' as const
  readonly problem: ProblemOf<400>
  constructor(message: string, data: Record<string, unknown> = {}, options: Kinded<400> = {}) {
    super(message, data, options)
    this.problem = options.problem ?? 'bad-input'
  }
}

/** The requested thing does not exist. */
export class NotFoundError extends PayersimError {
  override readonly name = 'NotFoundError' as const
  readonly problem: ProblemOf<404>
  constructor(message: string, data: Record<string, unknown> = {}, options: Kinded<404> = {}) {
    super(message, data, options)
    this.problem = options.problem ?? 'not-found'
  }
}

/** The request cannot be done in the present state. */
export class ConflictError extends PayersimError {
  override readonly name = 'ConflictError' as const
  readonly problem: ProblemOf<409>
  constructor(message: string, data: Record<string, unknown> = {}, options: Kinded<409> = {}) {
    super(message, data, options)
    this.problem = options.problem ?? 'conflict'
  }
}

/** The request had to wait too long for other work, or its caller has gone. */
export class BusyError extends PayersimError {
  override readonly name = 'BusyError' as const
  private constructor(
    readonly reason: 'waited-too-long' | 'nobody-waits',
    message: string,
    data: Record<string, unknown> = {},
  ) {
    super(message, data)
  }

  static waitedTooLong(message: string, data: Record<string, unknown> = {}): BusyError {
    return new BusyError('waited-too-long', message, data)
  }

  /** The caller has gone, so the work does not begin. */
  static nobodyWaits(): BusyError {
    return new BusyError('nobody-waits', 'Given up: nobody waits for the answer any more.')
  }
}

export type StoreErrorReason =
  /** The reasons up to the next comment may occur at any time, and may end. */
  | 'disk-full'
  | 'disk-failed'
  | 'locked'
  | 'damaged'
  | 'file-gone'
  | 'unreachable'
  /** At the start or later. */
  | 'read-only'
  | 'no-native-part'
  | 'not-ours'
  | 'newer-version'
  | 'unreadable'
  | 'nested'
  | 'unit-over'
  | 'unit-waited'
  | 'batch-lost'
  | 'closed'

/** The store refuses an operation or cannot continue. */
export class StoreError extends PayersimError {
  override readonly name = 'StoreError' as const
  constructor(
    readonly reason: StoreErrorReason,
    message: string,
    data: Record<string, unknown> = {},
    options?: ErrorOptions,
  ) {
    super(message, data, options)
  }
}

export type OutboundErrorReason =
  | 'timeout'
  /** The other side read nothing of the request. */
  | 'unreachable'
  /** The request was sent, and the other side may have read it. */
  | 'lost'
  | 'forbidden'
  | 'too-large'
  | 'bad-url'

/** A request to another program got no usable answer. */
export class OutboundError extends PayersimError {
  override readonly name = 'OutboundError' as const
  /** The message in other languages; undefined where it has none. */
  readonly messageIn: InOtherLanguages | undefined
  /** The first part of an answer that was too large. */
  readonly begun: OutboundResponse | undefined
  constructor(
    readonly reason: OutboundErrorReason,
    message: string | Told,
    data: Record<string, unknown> = {},
    options: ErrorOptions & { begun?: OutboundResponse } = {},
  ) {
    super(typeof message === 'string' ? message : message.en, data, options)
    this.messageIn = typeof message === 'string' ? undefined : { fr: message.fr }
    this.begun = options.begun
  }
}

type AmountErrorReason = 'no-currency' | 'no-amount' | 'too-many-decimals' | 'zero' | 'too-large'

/** An invalid amount of money. */
export class AmountError extends PayersimError {
  override readonly name = 'AmountError' as const
  constructor(
    readonly reason: AmountErrorReason,
    message: string,
    data: Record<string, unknown> = {},
  ) {
    super(message, data)
  }
}

/** The message of any thrown value. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

/** The message of any thrown value in other languages; undefined where it has none, as an error of Node's. */
export function messageInOf(thrown: unknown): InOtherLanguages | undefined {
  return thrown instanceof OutboundError ? thrown.messageIn : undefined
}
