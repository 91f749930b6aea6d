/** What explains a {@link ClientError}. */
export interface ClientErrorData {
  /** The HTTP status of the answer; absent where there was no answer. */
  status?: number
  /** What the answer says of itself: `detail` of problem details, or a vendor's message. */
  detail?: string
  /** The vendor's error code, such as `INVALID_CURRENCY`. */
  code?: string
  method?: string
  path?: string
  /** The options that were on the screen, where choosing one failed. */
  options?: ReadonlyArray<{ key: string; label: string }>
  [more: string]: unknown
}

/**
 * A client could not do what it was asked. The message says what happened, with which value, and what to do;
 * no header, key, token or PIN is ever part of it.
 */
export class ClientError extends Error {
  override readonly name = 'ClientError' as const
  readonly data: Readonly<ClientErrorData>

  constructor(message: string, data: ClientErrorData = {}, options?: ErrorOptions) {
    super(message, options)
    this.data = data
  }
}
