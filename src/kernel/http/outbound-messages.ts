export interface OutboundRequest {
  method: string
  /** Absolute, `http:` or `https:`. */
  url: string
  /** Sent in this order and with these spellings. */
  headers: Record<string, string>
  body?: string | Buffer
  /** Real milliseconds for the whole exchange. */
  timeoutMs: number
  maxBytes?: number
  /** On a connection of its own, for what is sent once and may not be lost to an app that closes a kept one. */
  fresh?: boolean
  /** What it is about, for the log of exchanges, where its bytes do not say so: a reference id. */
  about?: string | undefined
  /** The id of the delivery that this is, told to ourselves only: what comes twice is then taken once. */
  delivery?: number | undefined
}

export interface OutboundResponse {
  status: number
  /** The reason phrase, or `<none>` where the code has none. */
  reason: string
  /** Names in lower case. */
  headers: Record<string, string>
  body: Buffer
}
