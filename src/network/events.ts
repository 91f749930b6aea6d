import type { NoData } from '../events/index.ts'
import type { ScreenStatus } from '../terms/sim/statuses.ts'

/** Fields about an answer that the gateway refused. */
type RefusedAnswer = {
  answer?: string
  diagnosis?: string
  diagnosisIn?: { fr: string }
  /** Of an error that is payersim's own. */
  errorIn?: { fr: string }
}

type OfSms = {
  /** The short code or sender id. */
  from: string
  messageId: string
  premium?: boolean
}

/** The telco: handsets, USSD sessions, SMS */
export interface NetworkEvents {
  /** A code was dialled. Answers after the service code may be secrets, and are hidden. */
  'ussd.dialled': { code: string; sessionId: string | null; serviceCode?: string }
  /** The network opened a session on a handset. */
  'ussd.pushed': { sessionId: string; serviceCode: string }
  /** An app was called, and answered or failed. `text` is the cumulative input, secrets hidden. */
  'ussd.hop': RefusedAnswer & {
    sessionId: string
    text: string
    screen: string
    hops: number
    status: ScreenStatus
    asked?: number
    error?: string
    warnings?: string[]
  }
  /** The user turned a page of a long screen. The app is not called. */
  'ussd.paged': { sessionId: string; page: number; pages: number; screen: string }
  /** A session ended. */
  'ussd.session-ended': {
    sessionId: string
    serviceCode: string
    status: ScreenStatus
    hops: number
    durationMs: number
    input: string
    error?: string
    errorIn?: { fr: string }
  }
  /** A service code was created, or pointed to another app. Passwords and keys in URLs are hidden. */
  'service-code.pointed': { code: string; callbackUrl: string; eventsUrl: string | null }
  /** A service code was deleted. */
  'service-code.unpointed': { code: string }
  /** The callback URLs of a short code or sender id were set. Passwords and keys in URLs are hidden. */
  'short-code.pointed': {
    code: string
    callbackUrl: string | null
    deliveryReportUrl: string | null
    optOutUrl: string | null
  }
  /** The callback URLs of a short code or sender id were removed. */
  'short-code.unpointed': { code: string }
  /** A handset was switched on. */
  'handset.online': NoData
  /** A handset was switched off. */
  'handset.offline': NoData
  /** A handset moved to another network; null is the network of the world. */
  'handset.network-changed': { network: string | null }
  /** A handset sent an SMS. Secrets in its text are hidden. */
  'sms.sent': { to: string; text: string; smsId: number }
  /** An SMS arrived on a handset. One-time codes in its text are hidden. */
  'sms.received': OfSms & {
    text: string
    delayed?: boolean
    held?: boolean
    warnings?: Array<{ code: string; message: string; messageIn?: { fr: string } }>
  }
  /** An SMS waits for a handset that is off. */
  'sms.held': OfSms
  /** A fault delays an SMS. */
  'sms.delayed': OfSms & { until: string }
  /** An SMS expired because its handset was off for too long. */
  'sms.expired': OfSms
  /** An SMS was accepted, and its delivery failed. */
  'sms.failed': OfSms & { status: string; failureReason?: string }
  /** A fault lost an SMS that was accepted. No delivery report is sent. */
  'sms.lost': OfSms
  /** The SMS API refused an SMS. */
  'sms.refused': { from: string; to: string; reason: string }
  /** A phone opted out of the messages of a sender. */
  'sms.opted-out': { from: string }
  /** A phone opted in again to the messages of a sender. */
  'sms.opted-in': { from: string }
  /** A phone subscribed to the premium messages of a short code. */
  'sms.subscribed': { shortCode: string; keyword: string }
  /** A phone unsubscribed from the premium messages of a short code. */
  'sms.unsubscribed': { shortCode: string; keyword: string }
}

declare module '../events/index.ts' {
  interface Events extends NetworkEvents {}
}
