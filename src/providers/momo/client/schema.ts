import { z } from 'zod'

// The vendor's own answers: https://momodeveloper.mtn.com, APIs Sandbox User Provisioning, Collection, Disbursement.
export const apiKeySchema = z.object({ apiKey: z.string() })
export const tokenSchema = z.object({ access_token: z.string() })
export const accountBalanceSchema = z.object({ availableBalance: z.string(), currency: z.string() })
export const paymentSchema = z.looseObject({
  status: z.string(),
  /** A plain string as MTN sends it, or the object that its OpenAPI export declares. */
  reason: z.union([z.string(), z.looseObject({ code: z.string() })]).optional(),
  financialTransactionId: z.string().optional(),
  externalId: z.string().optional(),
  amount: z.string().optional(),
  currency: z.string().optional(),
  /** Why an invoice has failed. */
  errorReason: z.looseObject({ code: z.string() }).optional(),
  /** The number of an invoice, which its payer types. */
  invoiceId: z.string().optional(),
  /** Present on an accepted pre-approval that expires. */
  expirationDateTime: z.string().optional(),
})
export type Payment = z.infer<typeof paymentSchema>

/** An entry in MTN's list of pre-approvals; times in MTN's format. */
export const preApprovalListSchema = z.array(
  z.looseObject({
    /** The id for cancelling it; not the reference id. */
    preApprovalId: z.string(),
    status: z.string(),
    fromCurrency: z.string(),
    message: z.string(),
    createdTime: z.string(),
    approvedTime: z.string().optional(),
    expiryTime: z.string().optional(),
    lastUsedDate: z.string().optional(),
  }),
)
export type PreApprovalDetails = z.infer<typeof preApprovalListSchema>[number]

export const activeSchema = z.object({ result: z.boolean() })
export const userInfoSchema = z.looseObject({
  /** First name and family name. */
  name: z.string().optional(),
  given_name: z.string(),
  family_name: z.string(),
  /** YYYY-MM-DD */
  birthdate: z.string().optional(),
  locale: z.string().optional(),
  gender: z.string().optional(),
  status: z.string().optional(),
})
export type UserInfo = z.infer<typeof userInfoSchema>

export const authorizeSchema = z.object({
  auth_req_id: z.string(),
  interval: z.number(),
  expires_in: z.number(),
})
export const consentTokenSchema = z.looseObject({
  access_token: z.string(),
  token_type: z.string(),
  /** Seconds. */
  expires_in: z.number(),
  /** Separated by blanks. */
  scope: z.string(),
  refresh_token: z.string().optional(),
  /** Seconds until the consent ends. */
  refresh_token_expired_in: z.number().optional(),
})
export type ConsentToken = z.infer<typeof consentTokenSchema>
/** A claim is there if a scope opens it and the world says it of the payer. */
export const consentInfoSchema = z.looseObject({
  sub: z.string(),
  name: z.string().optional(),
  given_name: z.string().optional(),
  family_name: z.string().optional(),
  birthdate: z.string().optional(),
  email: z.string().optional(),
  phone_number: z.string().optional(),
})
export type ConsentInfo = z.infer<typeof consentInfoSchema>
