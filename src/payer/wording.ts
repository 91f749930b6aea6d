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
/** A cache of texts by key and values: a look-up by i18next costs more than the rest of a line. */
const cache: Record<Language, Map<string, string>> = { en: new Map(), fr: new Map() }
/** The limit of the cache: menus and hints repeat, amounts and names do not. */
const cacheSize = 1_000

/** A text of the catalogue; `count` picks singular or plural. */
export function say(
  language: Language,
  key: Plain<WordingKey>,
  values?: Record<string, string | number>,
): string {
  const known = cache[language]
  const id = values ? `${key}\n${Object.values(values).join('\n')}` : key
  const before = known.get(id)
  if (before !== undefined) return before
  const text = texts.t(key, { ...values, lng: language })
  if (known.size >= cacheSize) known.clear()
  known.set(id, text)
  return text
}

/** Minor units with the currency's code: 1250 EUR is `12.50 EUR`. */
export function money(minor: number, currency: string): string {
  return `${screenAmount(minor, currency)} ${currency}`
}

/** A day of the business clock, in UTC: `05/01/2026`. */
export function day(at: number): string {
  const [year, month, date] = isoOf(at).slice(0, 10).split('-')
  return `${date}/${month}/${year}`
}

/** `05/01/2026 09:00`. */
export function dayAndTime(at: number): string {
  return `${day(at)} ${isoOf(at).slice(11, 16)}`
}

/** A duration in the largest unit that divides it exactly: `30 days`, `36 h`, `90 s`. */
export function duration(seconds: number, language: Language): string {
  for (const [key, length] of units) {
    const number = seconds / length
    if (Number.isInteger(number))
      return say(language, number === 1 && key === 'days' ? 'day' : key, { number })
  }
  return say(language, 'seconds', { number: seconds })
}

const units = [
  ['days', 86_400],
  ['hours', 3_600],
  ['minutes', 60],
] as const

/** Screens have room for a year of four digits. */
const lastInstant = Date.parse('9999-12-31T23:59:59Z')

function isoOf(at: number): string {
  return new Date(Math.min(at, lastInstant)).toISOString()
}
