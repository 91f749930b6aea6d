import type { OutboundRequest } from '../kernel/index.ts'

export interface SmsToSend {
  to: string[]
  message: string
  from?: string
}

/** What the request knows of its message beside its bytes. */
export type OfSms = Pick<OutboundRequest, 'trace' | 'phone' | 'delivery'>

/** Sends one SMS to Africa's Talking, or to what stands in its place. */
export interface SmsClient {
  /** Resolves with the body of a 201, and rejects with what `failureOf` reads. */
  send(message: SmsToSend, of: OfSms): Promise<unknown>
}

/** The same of each request that sends an SMS. The network may take ten real seconds to accept one. */
export const sendingSms = {
  timeoutMs: 10_000,
  purpose: 'request',
  operation: 'africastalking.sendSms',
} as const satisfies Partial<OutboundRequest>
