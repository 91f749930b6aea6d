/** MTN MoMo, beside the events of the wallet */
export interface MomoEvents {
  /** The merchant notified the payer of a payment. */
  'request-to-pay.notification': {
    requestId: number
    referenceId: string
    merchant: string
    message: string
  }
}

declare module '../../../events/index.ts' {
  interface Events extends MomoEvents {}
}
