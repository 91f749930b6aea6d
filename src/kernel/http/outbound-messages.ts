import type { Purpose } from './http-exchange.ts'

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
  /** Uses a new connection, for requests that are sent only once: an app may close a keep-alive one and lose them. */
  fresh?: boolean
  purpose: Purpose
  /** What it belongs to; null for what an older version began. */
  trace: string | null
  /** The handset concerned, `+` and digits. */
  phone?: string | null | undefined
  /** Where it asks an API of a vendor: the name of the operation, such as `africastalking.sendSms`. */
  operation?: string | undefined
  /** Of a callback: the name of the API user or app that asked for what it tells. */
  merchant?: string | undefined
  /** A reference id for the log of exchanges, if the bytes do not contain it. */
  about?: string | undefined
  /** Of a callback: whether it is sent again if this attempt fails. */
  again?: boolean | undefined
  /** The id of the delivery, sent only to ourselves, so that a repeated one is handled once. */
  delivery?: number | undefined
}

export interface OutboundResponse {
  status: number
  /** The reason phrase, where it is not HTTP's usual one; `<none>` if none came and the code has none. */
  reason?: string | undefined
  /** Names in lower case. */
  headers: Record<string, string>
  body: Buffer
}
