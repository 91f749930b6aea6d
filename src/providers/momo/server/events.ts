import type { codesOfTestNumbers } from './failure-reasons.ts'

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

declare module '../../../wallet/failure-reason.ts' {
  interface ProviderReasons extends Record<keyof typeof codesOfTestNumbers, true> {}
}
