export type { SmsFailure } from './failure.ts'
export {
  Messaging,
  type MessagingConfig,
  type SmsOutcome,
  type SmsResult,
  type UnsentSms,
} from './messaging.ts'
