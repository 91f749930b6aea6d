import { z } from 'zod'

// What payersim's own gateway and provider answer. A provider of one's own may say more: the gateway passes that on.

/** Of the PaywithAccount table, or of ISO 8583. */
const code = z.string().regex(/^\d\d$/)
const error = z.strictObject({ code, message: z.string() })
/** The trace id of the provider. */
const trace = z.string().regex(/^\d{30}$/)
const nothing = z.strictObject({})

/** Only of the gateway; the quirk `onepipe-client-info` may make it null, or leave it out. */
const clientInfo = z
  .strictObject({
    name: z.null(),
    id: z.null(),
    bank_cbn_code: z.null(),
    bank_name: z.null(),
    console_url: z.null(),
    js_background_image: z.null(),
    css_url: z.null(),
    logo_url: z.null(),
    footer_text: z.null(),
    show_options_icon: z.literal(false),
    paginate: z.literal(false),
    paginate_count: z.literal(0),
    options: z.null(),
    merchant: z.null(),
    colors: z.null(),
    meta: z.null(),
  })
  .nullish()

const accepted = <Response extends z.ZodType>(
  status: 'Successful' | 'WaitingForOTP' | 'PendingValidation',
  code: '00' | '900T0' | '09',
  response: Response,
) =>
  z.strictObject({
    status: z.literal(status),
    message: z.string(),
    data: z.strictObject({
      provider_response_code: z.literal(code),
      provider: z.string(),
      errors: z.null(),
      error: z.null(),
      provider_response: response,
      client_info: clientInfo,
    }),
  })

const failedWith = <Response extends z.ZodType>(response: Response) =>
  z.strictObject({
    status: z.literal('Failed'),
    message: z.string(),
    data: z.strictObject({
      // Null where the gateway itself refuses.
      provider_response_code: code.nullable(),
      provider: z.string().nullable(),
      errors: z.tuple([error]),
      error,
      provider_response: response,
      client_info: clientInfo,
    }),
  })

export const waitingForOtp = accepted('WaitingForOTP', '900T0', z.null())
export const pendingPin = accepted('PendingValidation', '09', z.null())

/** Amounts are in kobo. All but number, amount, currency and reference may be null: the quirk `onepipe-balance-fields`. */
export const balanceTold = accepted(
  'Successful',
  '00',
  z.strictObject({
    account_id: z
      .string()
      .regex(/^\d{14}$/)
      .nullable(),
    account_type: z.enum(['Current', 'Card', 'Wallet']).nullable(),
    account_number: z.string().regex(/^\d+$/),
    available_balance: z.int(),
    ledger_balance: z.int().nullable(),
    minimum_balance: z.literal(0).nullable(),
    account_class: z.enum(['INDCUR', 'INDCARD', 'INDWAL']).nullable(),
    account_status: z.literal('ACCOUNT OPEN').nullable(),
    currency: z.literal('NGN'),
    reference: trace,
    meta: nothing.nullable(),
  }),
)
/** The answer to a query after success: never the balance. */
export const toldBefore = accepted('Successful', '00', z.strictObject({ reference: trace, meta: nothing }))
export const reversed = accepted('Successful', '00', z.null())

const delivery = <Status extends string>(...statuses: [Status, ...Status[]]) =>
  z.strictObject({
    delivery_status: z.enum(statuses),
    /** In minor units; null where the world names no price. */
    cost: z.string().regex(/^\d+$/).nullable(),
    reference: trace,
    meta: nothing,
  })
export const messageSent = accepted('Successful', '00', delivery('delivered', 'pending'))
export const messageFailed = failedWith(delivery('failed'))

/** Each refusal and failure that says its reason. */
export const failed = failedWith(z.null())
/** A refusal without a reason, as captured from the real gateway, with its misspelt field: the quirk `onepipe-diagnose`. */
export const opaque = z.strictObject({
  status: z.literal('Failed'),
  message: z.null(),
  data: z.strictObject({
    provider_responde_code: z.literal(''),
    charge_status: z.null(),
    provider: z.literal(''),
    errors: z.tuple([error]),
    error,
  }),
})
