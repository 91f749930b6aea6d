import { z } from 'zod'

/** The body of a 201 of `POST /version1/messaging` (https://developers.africastalking.com/docs/sms/sending/bulk). */
export const smsAnswer = z.object({
  SMSMessageData: z.object({
    Message: z.string(),
    Recipients: z.array(z.object({ status: z.string(), messageId: z.string() })),
  }),
})
