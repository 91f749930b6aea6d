import { z } from 'zod'
import { name, vendorCallShape, written } from '../../../sessions/parts.ts'

/** What `get-balance` takes: a source of the world by its number, or a type and the text that the app encrypts. */
export const getBalanceSchema = z
  .strictObject({
    as: name,
    source: z
      .string()
      .regex(
        /^\+?\d{6,20}$/,
        'is no account, card, wallet or phone number; write digits, such as "6200000766"',
      )
      .optional(),
    type: z.enum(['bank.account', 'card', 'wallet', 'msisdn']).optional(),
    plaintext: written.optional(),
    app: written.optional(),
    provider: written.optional(),
    mode: z.enum(['live', 'inspect']).optional(),
  })
  .superRefine(({ source, type, plaintext }, context) => {
    const issue = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message })
    if (source === undefined) {
      if (type === undefined && plaintext === undefined)
        issue([], 'needs "source", or "type" and "plaintext"')
      else if (type === undefined) issue([], 'needs "type"')
      else if (plaintext === undefined) issue([], 'needs "plaintext"')
    } else {
      if (type !== undefined) issue(['type'], 'does not go with "source"; keep one of the two')
      if (plaintext !== undefined) issue(['plaintext'], 'does not go with "source"; keep one of the two')
    }
  })

export const validateSchema = z.strictObject({ 'balance-request': name, code: written })

export const onePipeCallSchema = z.strictObject({ ...vendorCallShape, app: written.optional() })
