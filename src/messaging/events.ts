/** SMS out */
export interface MessagingEvents {
  /** An SMS was not sent, or its result is unknown. `again`: a retry can help, and cannot send it twice. */
  'sms.not-sent': {
    kind: 'refused' | 'invalid' | 'unauthorized' | 'unavailable' | 'unknown'
    reason: string
    reasonIn?: { fr: string }
    again: boolean
  }
}

declare module '../events/index.ts' {
  interface Events extends MessagingEvents {}
}
