import { z } from 'zod'
import { isSenderId, senderIdRule } from '../../../terms/index.ts'
import { customer, object, read, reference, requestType, text, wholeBody } from './schema.ts'

const phone = z
  .string({ error: 'it must be a string' })
  .transform((given) => given.replace(/[\s-]/g, '').replace(/^\+/, ''))
  .refine((digits) => /^[1-9]\d{6,14}$/.test(digits), {
    error: 'it must be a phone number with its country, such as 2348022221408',
  })
  .transform((digits) => `+${digits}`)
const auth = z.looseObject({ auth_provider: text(100) }, object)

/** https://onepipe.atlassian.net/wiki/spaces/PUB/pages/256147586/Send+SMS */
const smsBody = z.looseObject(
  {
    request_ref: reference,
    request_type: requestType,
    auth,
    transaction: z.looseObject(
      {
        transaction_ref: reference,
        customer: customer.extend({ customer_ref: phone }),
        details: z.looseObject(
          {
            message_body: text(1_530),
            sender_id: z
              .string({ error: 'it must be a string' })
              .trim()
              .refine((given) => given === '' || isSenderId(given), { error: `it must have ${senderIdRule}` })
              .nullish(),
          },
          { error: 'it must be an object with message_body' },
        ),
      },
      object,
    ),
  },
  wholeBody,
)

/** https://docs.paywithaccount.com, Send Email: the e-mail is JSON in a text. */
const emailBody = z.looseObject(
  {
    request_ref: reference,
    request_type: requestType,
    auth,
    transaction: z.looseObject(
      {
        transaction_ref: reference,
        customer,
        details: z.looseObject(
          {
            template_id: text(100),
            template_info: z
              .string({ error: 'it must be a string of JSON' })
              .transform((given) => jsonOf(given))
              .refine((info) => templateInfo.safeParse(info).success, {
                error: 'it must be JSON of an object with message.subject and message.body, as a string',
              })
              .transform((info) => templateInfo.parse(info)),
            sender_name: z.string({ error: 'it must be a string' }).nullish(),
            sender_email: z.string({ error: 'it must be a string' }).nullish(),
          },
          { error: 'it must be an object with template_id and template_info' },
        ),
      },
      object,
    ),
  },
  wholeBody,
)

const templateInfo = z.looseObject({
  message: z.looseObject({ subject: z.string().max(500), body: z.string().max(20_000) }),
  sender: z.looseObject({ fromEmailAddress: z.string().nullish() }).nullish(),
  recipient: z.looseObject({ recipientEmail: z.string().nullish() }).nullish(),
})

function jsonOf(given: string): unknown {
  try {
    return JSON.parse(given)
  } catch {
    return undefined
  }
}

/** By service. */
export const messageBodies = { send_sms: smsBody, send_email: emailBody }

/** @throws Refusal that names the field */
export const readSendSms = (json: unknown) => read(smsBody, json)
/** @throws Refusal that names the field */
export const readSendEmail = (json: unknown) => read(emailBody, json)
