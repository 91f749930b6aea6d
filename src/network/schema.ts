import { z } from 'zod'

/** A field of an SMS form; the SDK writes `undefined` for a missing value. */
const field = z
  .string()
  .transform((value) => (value === 'undefined' ? '' : value))
  .optional()
  .default('')

/** Whether a list of recipients names none. */
const isBlank = (numbers: string) => numbers.split(',').every((number) => number.trim() === '')

/** `POST /version1/messaging` (developers.africastalking.com/docs/sms/sending/bulk). Absent fields are empty. */
export const smsForm = z.object({
  username: field,
  to: field.transform((numbers) => (isBlank(numbers) ? '' : numbers)),
  message: z.string().optional().default(''),
  from: field,
  enqueue: field,
  bulkSMSMode: field,
  keyword: field,
  linkId: field,
  retryDurationInHours: field,
})

export type SmsForm = z.infer<typeof smsForm>

/** `POST /version1/messaging/bulk`, JSON (developers.africastalking.com/docs/sms/sending/bulk). */
export const bulkSms = z.object({
  username: z.string(),
  message: z.string(),
  senderId: z.string().optional().default(''),
  phoneNumbers: z.array(z.string()).optional().default([]),
  enqueue: z
    .union([z.boolean(), z.literal([0, 1, '0', '1', 'true', 'false'])])
    .optional()
    .transform((value) => value !== false && value !== 0 && value !== '0' && value !== 'false'),
  maskedNumber: z.string().optional(),
  telco: z.string().optional(),
})

/** `POST /version1/subscription/create` and `/delete` (developers.africastalking.com/docs/sms/premium_subscriptions). */
export const subscriptionForm = z.object({
  username: field,
  shortCode: field,
  keyword: field,
  phoneNumber: field,
})

/** `POST /auth-token/generate`. */
export const authTokenRequest = z.object({ username: z.string() })
