/** The payer's app */
export interface PayerEvents {
  /** The payer, or the network, left a session before its end. */
  'payer.session-abandoned': { sessionId: string; status: string; error?: string }
  /** The app was told what became of an SMS that it had sent. */
  'payer.sms-reported': { messageId: string; status: string; failureReason?: string }
}

declare module '../events/index.ts' {
  interface Events extends PayerEvents {}
}
