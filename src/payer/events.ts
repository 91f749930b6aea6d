/** The payer's app */
export interface PayerEvents {
  /** A session of the app ended before its last screen: the payer cancelled, or the network ended it. */
  'payer.session-abandoned': { sessionId: string; status: string; error?: string }
  /** The app received the delivery report of an SMS that it had sent. */
  'payer.sms-reported': { messageId: string; status: string; failureReason?: string }
}

declare module '../events/index.ts' {
  interface Events extends PayerEvents {}
}
