export { Messaging, type MessagingConfig, type SmsResult } from './messaging.ts'
