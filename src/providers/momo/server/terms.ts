import { AmountError, exponentOf, parseAmount } from '../../../kernel/index.ts'
import type { Told } from '../../../terms/index.ts'
import { type MomoQuirks, refusesSpecialCharacters } from '../quirks.ts'
import type { NamedEnvironment } from './caller.ts'
import { explainAmount } from './explain/amount.ts'
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
    throw badRequest({
      en: `externalId is ${shown(externalId)}; it must have no spaces.`,
      fr: `externalId est ${shown(externalId)} ; il le faut sans espaces.`,
    })
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
      throw walletRefusal('INTERNAL_PROCESSING_ERROR').explained({
        en: `${name} is empty, which the quirk empty-message: refuse makes an error, as in production.`,
        fr: `${name} est vide, dont la particularité empty-message: refuse fait une erreur, comme en production.`,
      })
    }
    if (refusesSpecialCharacters(environment, quirks) && special.test(text ?? '')) {
      throw badRequest({
        en: `${name} is ${shown(text)}; it must have no apostrophe, no ampersand, and none of < > ".`,
        fr: `${name} est ${shown(text)} ; il le faut sans apostrophe, sans esperluette et sans < > ".`,
      })
    }
  }
}

/** Characters that the live gateway refuses: sources name `'` and `&`; the rest is assumed, as XML reserves it too. */
const special = /['’&<>"]/

/** A warning for a body that is accepted here but that a live wallet would refuse; undefined where there is none. */
export function liveWarning(json: unknown): Told | undefined {
  if (typeof json !== 'object' || json === null) return undefined
  for (const name of ['payerMessage', 'payeeNote', 'description'] as const) {
    const text: unknown = (json as Record<string, unknown>)[name]
    const [character] = typeof text === 'string' ? (special.exec(text) ?? []) : []
    if (character === undefined) continue
    return {
      en:
        `${name} has the character ${character}, which is taken here. MTN's live gateways refuse it with 400: send letters, ` +
        'digits and blanks. The quirk special-characters: refuse does so here too.',
      fr:
        `${name} a le caractère ${character}, qui est pris ici. Les passerelles réelles de MTN le refusent par 400 : envoyez ` +
        'des lettres, des chiffres et des espaces. La particularité special-characters: refuse le fait ici aussi.',
    }
  }
  return undefined
}

function readAmount(text: string, currency: string): number {
  try {
    return parseAmount(text, currency)
  } catch (error) {
    if (error instanceof AmountError) {
      const why = explainAmount(error)
      throw badRequest({
        en: `amount is ${shown(text)}: ${why.en}`,
        fr: `amount est ${shown(text)} : ${why.fr}`,
      })
    }
    throw error
  }
}
