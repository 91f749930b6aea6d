/** The details of a {@link ClientError}. */
export interface ClientErrorData {
  /** The HTTP status of the answer; absent if there was no answer. */
  status?: number
  /** The reason in the answer: `detail` of problem details, or a vendor's message. */
  detail?: string
  /** The vendor's error code, such as `INVALID_CURRENCY`. */
  code?: string
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
