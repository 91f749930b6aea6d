import type { LanguageTag } from './language.ts'

const formats = new Map<string, Intl.NumberFormat>()

/** With at least as many decimals as the currency has, and all that there are: `1,250.00 EUR`, `300 RWF`. */
export function moneyIn(language: LanguageTag, amount: string, currency: string): string {
  if (!/^-?\d{1,30}(?:\.\d{1,20})?$/.test(amount)) return `${amount} ${currency}`.trim()
  const given = amount.split('.')[1]?.length ?? 0
  const key = `${language} ${currency} ${given}`
  let format = formats.get(key)
  if (!format) {
    const usual = usualDecimals(language, currency)
    format = new Intl.NumberFormat(language, {
      minimumFractionDigits: Math.min(usual, 20),
      maximumFractionDigits: Math.max(usual, given),
    })
    formats.set(key, format)
  }
  // As text: a number would lose digits.
  return `${format.format(amount as unknown as number)} ${currency}`.trim()
}

function usualDecimals(language: LanguageTag, currency: string): number {
  if (!/^[A-Z]{3}$/.test(currency)) return 0
  return (
    new Intl.NumberFormat(language, { style: 'currency', currency }).resolvedOptions()
      .maximumFractionDigits ?? 2
  )
}
