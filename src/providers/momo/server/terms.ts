import { AmountError, exponentOf, parseAmount } from '../../../kernel/index.ts'
import { type MomoQuirks, refusesSpecialCharacters } from '../quirks.ts'
import type { NamedEnvironment } from './caller.ts'
import { explainCurrency } from './explain/environment.ts'
import { shown } from './schema.ts'
import { badRequest, walletRefusal } from './wording.ts'

/** The amount and the texts of a body, unchanged. */
interface MoneyBody {
  amount: string
  currency: string
  externalId?: string | null | undefined
  payerMessage?: string | null | undefined
  payeeNote?: string | null | undefined
}

/** The fields that a request to pay and a transfer share; the amount in minor units. @throws Refusal */
export function readMoneyTerms(body: MoneyBody, environment: NamedEnvironment, quirks: MomoQuirks) {
  const { amount, currency, externalId, payerMessage, payeeNote } = body
  checkTexts({ payerMessage, payeeNote }, environment.name, quirks)
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
export function checkCurrency(currency: string, environment: NamedEnvironment): void {
  if (exponentOf(currency) === undefined || !environment.currencies.includes(currency)) {
    throw walletRefusal('INVALID_CURRENCY').explained(explainCurrency(currency, environment))
  }
}

/** Checks texts for people, by field name. @throws Refusal */
export function checkTexts(
  texts: Readonly<Record<string, string | null | undefined>>,
  environment: string,
  quirks: MomoQuirks,
): void {
  for (const [name, text] of Object.entries(texts)) {
    if (quirks['empty-message'] === 'refuse' && !text) {
      const explanation = `${name} is empty, which the quirk empty-message: refuse makes an error, as in production.`
      throw walletRefusal('INTERNAL_PROCESSING_ERROR').explained(explanation)
    }
    if (refusesSpecialCharacters(environment, quirks) && special.test(text ?? '')) {
      throw badRequest(
        `${name} is ${shown(text)}; it must have no apostrophe, no ampersand, and none of < > ".`,
      )
    }
  }
}

/** Characters that the live gateway refuses: sources name `'` and `&`; the rest is assumed, as XML reserves it too. */
const special = /['’&<>"]/

/** A warning for a body that is accepted here but that a live wallet would refuse; undefined where there is none. */
export function liveWarning(json: unknown): string | undefined {
  if (typeof json !== 'object' || json === null) return undefined
  for (const name of ['payerMessage', 'payeeNote', 'description'] as const) {
    const text: unknown = (json as Record<string, unknown>)[name]
    const [character] = typeof text === 'string' ? (special.exec(text) ?? []) : []
    if (character === undefined) continue
    return (
      `${name} has the character ${character}, which is taken here. MTN's live gateways refuse it with 400: send letters, ` +
      'digits and blanks. The quirk special-characters: refuse does so here too.'
    )
  }
  return undefined
}

function readAmount(text: string, currency: string): number {
  try {
    return parseAmount(text, currency)
  } catch (error) {
    if (error instanceof AmountError) throw badRequest(`amount is ${shown(text)}: ${error.message}`)
    throw error
  }
}
