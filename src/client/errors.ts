/** The details of a {@link ClientError}. */
export interface ClientErrorData {
  /** The HTTP status of the answer; absent if there was no answer. */
  status?: number
  /** The reason in the answer: `detail` of problem details, or a vendor's message. */
  detail?: string
  /** The vendor's error code, such as `INVALID_CURRENCY`. */
  code?: string
  /**
   * Why no answer came. `lost`: the connection broke off after the request had left, so that it may have been performed.
   * `unanswered`: the caller gave it up.
   */
  failure?: 'lost' | 'unanswered'
  /** The order or balance request that was sent, whatever became of it: it may be sent `again()`. */
  sent?: object
  method?: string
  path?: string
  /** The options on the screen, if choosing one failed. */
  options?: ReadonlyArray<{ key: string; label: string }>
  [more: string]: unknown
}

/**
 * A client could not do what it was asked. The message says what happened, with which value, and what to do next;
 * it never holds a header, key, token or PIN.
 */
export class ClientError extends Error {
  override readonly name = 'ClientError' as const
  readonly data: Readonly<ClientErrorData>

  constructor(message: string, data: ClientErrorData = {}, options?: ErrorOptions) {
    super(message, options)
    this.data = data
  }
}

/** The same error, which names what was sent. */
export function aboutSent(error: unknown, sent: object): unknown {
  if (!(error instanceof ClientError)) return error
  return new ClientError(error.message, { ...error.data, sent }, { cause: error.cause })
}

/** The error for a request that left and got no answer. */
export function noAnswerTo(
  { method, path }: { method: string; path: string },
  signal: AbortSignal | undefined,
  cause?: unknown,
): ClientError {
  const options = cause === undefined ? {} : { cause }
  if (signal?.aborted) {
    const message = `${method} ${path} was not answered, and was given up. It may have been performed.`
    return new ClientError(message, { failure: 'unanswered', method, path }, options)
  }
  const message = `${method} ${path}: the connection broke off before the answer came, so the answer is lost. It may have been performed.`
  return new ClientError(message, { failure: 'lost', method, path }, options)
}
