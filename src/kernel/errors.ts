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

/** Something that came in cannot be used: a flag, a world file, a request to a control route. */
export class InputError extends PayersimError {
  override readonly name = 'InputError' as const
}

/** What was asked for is not here. */
export class NotFoundError extends PayersimError {
  override readonly name = 'NotFoundError' as const
}

/** What was asked for cannot be done in the present state. */
export class ConflictError extends PayersimError {
  override readonly name = 'ConflictError' as const
}

/** What was asked for has to wait for others' work, and nobody waits that long. */
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

  /** The caller has gone: what had not begun does not begin. */
  static nobodyWaits(): BusyError {
    return new BusyError('nobody-waits', 'Given up: nobody waits for the answer any more.')
  }
}

export type StoreErrorReason =
  /** From here on, as long as it lasts. */
  | 'disk-full'
  | 'disk-failed'
  | 'locked'
  | 'damaged'
  | 'file-gone'
  /** At the start, or from here on. */
  | 'read-only'
  | 'not-ours'
  | 'newer-version'
  | 'unreadable'
  | 'nested'
  | 'unit-over'
  | 'unit-waited'
  | 'batch-lost'
  | 'closed'

/** The store refuses or cannot go on. */
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
  /** Nothing of the request was read. */
  | 'unreachable'
  /** The request left, and may have been read. */
  | 'lost'
  | 'forbidden'
  | 'too-large'
  | 'bad-url'

/** A request that left for another program got no usable answer. */
export class OutboundError extends PayersimError {
  override readonly name = 'OutboundError' as const
  /** The beginning of an answer that was too large. */
  readonly begun: OutboundResponse | undefined
  constructor(
    readonly reason: OutboundErrorReason,
    message: string,
    data: Record<string, unknown> = {},
    options: ErrorOptions & { begun?: OutboundResponse } = {},
  ) {
    super(message, data, options)
    this.begun = options.begun
  }
}

/** An amount that the money law refuses. */
export class AmountError extends PayersimError {
  override readonly name = 'AmountError' as const
}

/** The text of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
