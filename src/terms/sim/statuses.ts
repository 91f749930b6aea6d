/** Of a screen and of its USSD session: every one but `open` is final. A screen of no session is `ended`. */
export const screenStatuses = ['open', 'ended', 'cancelled', 'timed-out', 'failed'] as const
export type ScreenStatus = (typeof screenStatuses)[number]

/** The ends of a session that its app did not end. */
export const brokenStatuses = ['cancelled', 'timed-out', 'failed'] as const satisfies readonly ScreenStatus[]

export const clockModes = ['running', 'frozen'] as const
export type ClockMode = (typeof clockModes)[number]

/**
 * `waiting`: behind another delivery of its lane; `pending`: waits for its due time; `attempting`: in flight; `done` and
 * `failed`: final; `lost`: in flight when its process died, so it is unknown whether this at-most-once delivery arrived.
 */
export const deliveryStatuses = ['waiting', 'pending', 'attempting', 'done', 'failed', 'lost'] as const
export type DeliveryStatus = (typeof deliveryStatuses)[number]

/** Of a request to pay and of a transfer. */
export const requestStatuses = ['PENDING', 'SUCCESSFUL', 'FAILED'] as const
export type RequestStatus = (typeof requestStatuses)[number]

export const preApprovalStatuses = [
  'PENDING',
  'APPROVED',
  'REJECTED',
  'EXPIRED',
  'CANCELLED',
  'FAILED',
] as const
export type PreApprovalStatus = (typeof preApprovalStatuses)[number]
