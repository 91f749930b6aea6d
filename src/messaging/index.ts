export type { SmsFailure } from './failure.ts'
export {
  Messaging,
  type MessagingConfig,
  type UnsentSms,
} from './messaging.ts'
