import { setupI18n } from '@lingui/core'
import { compileMessage } from '@lingui/message-utils/compileMessage'

/** The languages of the page, each named in itself. */
export const languages = { en: 'English', fr: 'Français' } as const
export type LanguageTag = keyof typeof languages

const key = 'payersim.language'
const isKnown = (tag: string | null | undefined): tag is LanguageTag =>
  tag != null && Object.hasOwn(languages, tag)

/** What the person chose, or else the first language of the browser that the page knows. */
function languageHere(): LanguageTag {
  // Modules with words are tested outside a browser too.
  if (typeof document === 'undefined') return 'en'
  const kept = localStorage.getItem(key)
  if (isKnown(kept)) return kept
  return navigator.languages.map((each) => each.split('-')[0]).find(isKnown) ?? 'en'
}

/** The language of the page, as `Intl` knows it. It stays until the page is loaded anew. */
export const language: LanguageTag = languageHere()
if (typeof document !== 'undefined') document.documentElement.lang = language

// Awaited by every module with words, so that their constants are in the language too.
const messages: Record<string, string> = language === 'fr' ? (await import('./fr.json')).default : {}

/** Every text of the page by its English words; an untranslated one is shown in English. */
const i18n = setupI18n({ locale: language, messages: { [language]: messages } })
// A message is in the form of ICU: `{count, plural, one {# screen} other {# screens}}`.
const compiled = new Map<string, ReturnType<typeof compileMessage>>()
i18n.setMessagesCompiler((message) => {
  const known = compiled.get(message) ?? compileMessage(message)
  compiled.set(message, known)
  return known
})

/** The page in this language, from now on. */
export function chooseLanguage(tag: LanguageTag): void {
  localStorage.setItem(key, tag)
  location.reload()
}

/** A text in the language of the page; `{name}` stands for a value. */
export function t(words: string, values?: Record<string, string | number>): string {
  return i18n._(words, values)
}
