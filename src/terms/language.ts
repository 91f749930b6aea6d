/** The languages of what people read: the page, the line for each event, and sentences of the control routes. */
export const languageTags = ['en', 'fr'] as const
/** As `Intl` knows it. */
export type LanguageTag = (typeof languageTags)[number]

/** Words of payersim's own in every language, made where they are said and with the same values in each. */
export type Told = Readonly<Record<LanguageTag, string>>

/** The same without English, which has a field of its own where programs read. */
export type InOtherLanguages = Omit<Told, 'en'>

/** Several sentences as one text. */
export function told(sentences: readonly Told[]): Told {
  return {
    en: sentences.map(({ en }) => en).join(' '),
    fr: sentences.map(({ fr }) => fr).join(' '),
  }
}

/** Words in a language; in English where there are none in it, as in what an older version kept. */
export function wordsIn(
  language: LanguageTag,
  english: string | undefined,
  others: InOtherLanguages | undefined,
): string | undefined {
  return language === 'en' ? english : (others?.[language] ?? english)
}
