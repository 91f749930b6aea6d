import { z } from 'zod'

/** A field of an SMS form; the SDK writes `undefined` where its caller gave nothing. */
const field = z
  .string()
  .transform((value) => (value === 'undefined' ? '' : value))
  .optional()
  .default('')

/** `POST /version1/messaging` (developers.africastalking.com/docs/sms/sending/bulk). Absent fields are empty. */
export const smsForm = z.object({
  username: field,
  to: field,
  message: z.string().optional().default(''),
  from: field,
  enqueue: field,
  bulkSMSMode: field,
})

export type SmsForm = z.infer<typeof smsForm>
