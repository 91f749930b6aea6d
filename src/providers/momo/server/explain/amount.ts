import type { AmountError } from '../../../../kernel/index.ts'
import type { Told } from '../../../../terms/index.ts'

/** Why a text is no amount; what was sent stands before it. */
export function explainAmount({ message, reason, data }: AmountError): Told {
  return { en: message, fr: reasons[reason](data) }
}

const reasons: Readonly<Record<AmountError['reason'], (data: AmountError['data']) => string>> = {
  'no-currency': ({ currency }) =>
    `pas de devise ${JSON.stringify(currency)} dans ISO 4217. Prenez un code tel que EUR.`,
  'no-amount': () => 'ce n’est pas un montant. Écrivez des chiffres et un point, tel que 12.50.',
  'too-many-decimals': ({ currency, exponent }) => `${currency} a ${exponent} décimales au plus.`,
  zero: () => 'un montant est plus grand que zéro.',
  'too-large': ({ currency, largest }) => `le plus grand montant est ${largest} ${currency}.`,
}
