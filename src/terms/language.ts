/** The languages of what people read: the page, the line for each event, and sentences of the control routes. */
export const languageTags = ['en', 'fr'] as const
/** As `Intl` knows it. */
export type LanguageTag = (typeof languageTags)[number]
