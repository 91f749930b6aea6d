import type { NoData } from '../events/index.ts'

/** What an event tells of an answer that the gateway refused. */
type RefusedAnswer = {
  answer?: string
  diagnosis?: string
}

type OfSms = {
  /** The short code or sender id. */
  from: string
  messageId: string
  premium?: boolean
}

/** The telco: handsets, USSD sessions, SMS */
export interface NetworkEvents {
  /** A code was dialled. Answers behind it may be secrets, and are hidden. */
  'ussd.dialled': { code: string; sessionId: string | null; serviceCode?: string }
  /** The network opened a session on a handset. */
  'ussd.pushed': { sessionId: string; serviceCode: string }
  /** An app was asked and answered, or failed. `text` is all that was typed so far, secrets hidden. */
  'ussd.hop': RefusedAnswer & {
    sessionId: string
    text: string
    screen: string
    hops: number
    status: 'open' | 'ended' | 'cancelled' | 'timed-out' | 'failed'
    asked?: number
    error?: string
    warnings?: string[]
  }
  /** The user turned a page of a long screen, of which the app learns nothing. */
  'ussd.paged': { sessionId: string; page: number; pages: number; screen: string }
  /** A session is over. */
  'ussd.session-ended': {
    sessionId: string
    serviceCode: string
    status: 'open' | 'ended' | 'cancelled' | 'timed-out' | 'failed'
    hops: number
    durationMs: number
    input: string
    error?: string
  }
  /** A service code was made, or points to another app. Passwords and keys in URLs are hidden. */
  'service-code.pointed': { code: string; callbackUrl: string; eventsUrl: string | null }
  /** A service code is gone. */
  'service-code.unpointed': { code: string }
  /** A short code or sender id tells other apps of its SMS. Passwords and keys in URLs are hidden. */
  'short-code.pointed': {
    code: string
    callbackUrl: string | null
    deliveryReportUrl: string | null
    optOutUrl: string | null
  }
  /** A short code or sender id tells no app any more. */
  'short-code.unpointed': { code: string }
  /** A handset was switched on. */
  'handset.online': NoData
  /** A handset was switched off. */
  'handset.offline': NoData
  /** A handset is on another network; null is the one of the world. */
  'handset.network-changed': { network: string | null }
  /** A handset sent an SMS. Secrets in its text are hidden. */
  'sms.sent': { to: string; text: string; smsId: number }
  /** An SMS came to its handset. One-time codes in its text are hidden. */
  'sms.received': OfSms & {
    text: string
    delayed?: boolean
    held?: boolean
    warnings?: Array<{ code: string; message: string }>
  }
  /** An SMS waits for a handset that is off. */
  'sms.held': OfSms
  /** A fault has an SMS come later. */
  'sms.delayed': OfSms & { until: string }
  /** A handset was off for longer than its SMS was kept. */
  'sms.expired': OfSms
  /** An SMS was taken and does not arrive. */
  'sms.failed': OfSms & { status: string; failureReason?: string }
  /** A fault lost an SMS that was taken: no report tells of it. */
  'sms.lost': OfSms
  /** An SMS was refused at once. */
  'sms.refused': { from: string; to: string; reason: string }
  /** A phone wants no more messages of a sender. */
  'sms.opted-out': { from: string }
  /** A phone wants the messages of a sender again. */
  'sms.opted-in': { from: string }
  /** A phone pays for messages of a short code. */
  'sms.subscribed': { shortCode: string; keyword: string }
  /** A phone pays no more for messages of a short code. */
  'sms.unsubscribed': { shortCode: string; keyword: string }
}

declare module '../events/index.ts' {
  interface Events extends NetworkEvents {}
}
