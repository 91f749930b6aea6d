import { AmountError, exponentOf, parseAmount } from '../kernel/index.ts'
import type { Environment } from '../wallet/index.ts'
import type { MomoQuirks } from './quirks.ts'
import { shown } from './schema.ts'
import { badRequest, walletRefusal } from './wording.ts'

/** The money and the texts of a body, as they came. */
interface MoneyBody {
  amount: string
  currency: string
  externalId?: string | null | undefined
  payerMessage?: string | null | undefined
  payeeNote?: string | null | undefined
}

/** What a request to pay and a transfer have in common; the amount in minor units. @throws Refusal */
export function readMoneyTerms(body: MoneyBody, environment: Environment, quirks: MomoQuirks) {
  const { amount, currency, externalId, payerMessage, payeeNote } = body
  checkTexts({ payerMessage, payeeNote }, quirks)
  if (quirks['external-id-spaces'] === 'refuse' && /\s/.test(externalId ?? '')) {
    throw badRequest(`externalId is ${shown(externalId)}; it must have no spaces.`)
  }
  checkCurrency(currency, environment)
  return {
    amount: readAmount(amount, currency),
    currency,
    externalId: externalId ?? null,
    payerMessage: payerMessage ?? null,
    payeeNote: payeeNote ?? null,
  }
}

/** @throws Refusal INVALID_CURRENCY */
export function checkCurrency(currency: string, environment: Environment): void {
  if (exponentOf(currency) === undefined || !environment.currencies.includes(currency)) {
    throw walletRefusal('INVALID_CURRENCY')
  }
}

/** Texts for people, by the name of their field. @throws Refusal */
export function checkTexts(
  texts: Readonly<Record<string, string | null | undefined>>,
  quirks: MomoQuirks,
): void {
  for (const [name, text] of Object.entries(texts)) {
    if (quirks['empty-message'] === 'refuse' && !text) throw walletRefusal('INTERNAL_PROCESSING_ERROR')
    if (quirks['special-characters'] === 'refuse' && /['’&]/.test(text ?? '')) {
      throw badRequest(`${name} is ${shown(text)}; it must have no apostrophe and no ampersand.`)
    }
  }
}

function readAmount(text: string, currency: string): number {
  try {
    return parseAmount(text, currency)
  } catch (error) {
    if (error instanceof AmountError) throw badRequest(`amount is ${shown(text)}: ${error.message}`)
    throw error
  }
}
