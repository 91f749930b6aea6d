/** Why the wallet itself fails an order. */
export type WalletReason =
  | 'payer-not-found'
  | 'approval-rejected'
  | 'expired'
  | 'not-enough-funds'
  | 'payer-limit-reached'
  | 'payee-not-allowed-to-receive'
  | 'payee-not-found'
  /** Its merchant took it back before it was paid. */
  | 'cancelled'
  /** A refund of what was not paid. */
  | 'payment-not-approved'
  /** A refund of more than was paid, earlier refunds included. */
  | 'more-than-was-paid'

/**
 * Reasons that the wallet never finds itself: an order is scripted to fail with them. Each provider adds its own in its
 * `events.ts`, as it adds events, so that this file knows no vendor.
 *
 * @public
 */
// biome-ignore lint/suspicious/noEmptyInterface: each provider adds to it.
export interface ProviderReasons {}

export type FailureReason = WalletReason | keyof ProviderReasons
