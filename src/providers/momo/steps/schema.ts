import { z } from 'zod'
import { amount, currency, name, party, validity, vendorCallShape, written } from '../../../sessions/parts.ts'

/** A later step releases the prompt. */
const held = z.literal('held').optional()

export const requestToPaySchema = z.strictObject({
  as: name,
  payer: party,
  amount,
  currency,
  message: z.string().optional(),
  note: z.string().optional(),
  'external-id': z.string().optional(),
  environment: written.optional(),
  prompt: held,
})

export const withdrawalSchema = requestToPaySchema.extend({
  /** Of MTN's operation. */
  version: z.union([z.literal(1), z.literal(2)]).optional(),
})

export const invoiceSchema = z.strictObject({
  as: name,
  payer: party,
  amount,
  currency,
  validity: validity.optional(),
  description: z.string().optional(),
  'external-id': z.string().optional(),
  environment: written.optional(),
})

export const preApprovalSchema = z.strictObject({
  as: name,
  payer: party,
  currency,
  validity: validity.optional(),
  message: z.string().optional(),
  environment: written.optional(),
  prompt: held,
})

export const transferSchema = z.strictObject({
  as: name,
  payee: party,
  amount,
  currency,
  message: z.string().optional(),
  note: z.string().optional(),
  'external-id': z.string().optional(),
  product: z.enum(['disbursement', 'remittance']).optional(),
  environment: written.optional(),
})

const version = z.union([z.literal(1), z.literal(2)]).optional()
const texts = {
  message: z.string().optional(),
  note: z.string().optional(),
  'external-id': z.string().optional(),
  environment: written.optional(),
}

export const depositSchema = z.strictObject({ as: name, payee: party, amount, currency, ...texts, version })

export const refundSchema = z.strictObject({ as: name, of: name, amount, currency, ...texts, version })

export const cashTransferSchema = z.strictObject({
  as: name,
  payee: party,
  amount,
  currency,
  ...texts,
  country: written.optional(),
  original: z.strictObject({ amount, currency }).optional(),
  sender: z
    .strictObject({
      'first-name': written.optional(),
      'sur-name': written.optional(),
      language: written.optional(),
      email: written.optional(),
      msisdn: written.optional(),
      gender: written.optional(),
      'identification-type': written.optional(),
      'identification-number': written.optional(),
      identity: written.optional(),
    })
    .optional(),
})

export const payBillSchema = z.strictObject({
  as: name,
  provider: written,
  customer: written,
  amount,
  currency,
  ...texts,
  'fee-included': z.boolean().optional(),
})

export const notifySchema = z.strictObject({
  request: name,
  text: written,
  language: written.optional(),
})

export const momoCallSchema = z.strictObject({ ...vendorCallShape, environment: written.optional() })

/** A scope may be one that MTN refuses. */
const scope = z.string().regex(/^[\w.:-]+$/, 'is no scope; write one word, such as profile')

export const consentSchema = z.strictObject({
  as: name,
  payer: party,
  scopes: z.array(scope).min(1),
  access: z.enum(['online', 'offline']).optional(),
  validity: validity.optional(),
  product: z.enum(['collection', 'disbursement', 'remittance']).optional(),
  environment: written.optional(),
  prompt: held,
})

/** What a request to pay and a transfer say of themselves. */
export type PaymentTexts = Pick<z.infer<typeof requestToPaySchema>, 'message' | 'note' | 'external-id'>
