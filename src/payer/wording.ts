import i18next from 'i18next'
import { screenAmount } from '../kernel/index.ts'
import type { Language } from '../wallet/index.ts'
import type { WordingKey } from './wording/catalogue.ts'
import { en } from './wording/en.ts'
import { fr } from './wording/fr.ts'

export type Plain<Key extends string> = Key extends `${infer Stem}_${'one' | 'other'}` ? Stem : Key

const texts = i18next.createInstance()
texts.init({
  resources: { en: { translation: en }, fr: { translation: fr } },
  lng: 'en',
  fallbackLng: 'en',
  initAsync: false,
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
  showSupportNotice: false,
})
/** What was said before, by its key and values: a look-up by i18next costs more than the rest of a line. */
const said: Record<Language, Map<string, string>> = { en: new Map(), fr: new Map() }
/** Menus and hints come again and again, amounts and names do not. */
const mostSaid = 1_000

/** A text of the catalogue; `count` picks singular or plural. */
export function say(
  language: Language,
  key: Plain<WordingKey>,
  values?: Record<string, string | number>,
): string {
  const known = said[language]
  const id = values ? `${key}\n${Object.values(values).join('\n')}` : key
  const before = known.get(id)
  if (before !== undefined) return before
  const text = texts.t(key, { ...values, lng: language })
  if (known.size >= mostSaid) known.clear()
  known.set(id, text)
  return text
}

/** Minor units with the currency's code: 1250 EUR is `12.50 EUR`. */
export function money(minor: number, currency: string): string {
  return `${screenAmount(minor, currency)} ${currency}`
}
