import type { LanguageTag } from '../../terms/index.ts'

type Say = (text: string) => string

let translated: Say | undefined

/**
 * The language of messages, as POSIX has it: the first of these variables that is not empty.
 *
 * @param env such as `{ LANG: 'fr_SN.UTF-8' }`
 */
export function languageOf(env: Readonly<Record<string, string | undefined>>): LanguageTag {
  const locale = [env.LC_ALL, env.LC_MESSAGES, env.LANG].find((one) => one) ?? ''
  return /^fr(?![a-z])/i.test(locale) ? 'fr' : 'en'
}

/** From now on {@link say} speaks the user's language. French is loaded where it is spoken, so that English waits for nothing. */
export async function speak(language: LanguageTag): Promise<void> {
  translated = language === 'fr' ? (await import('./french.ts')).inFrench : undefined
}

/**
 * A message of the command line in the user's language. Whoever throws an error says it in English, in whichever room, and so do
 * logs and answers for programs; it is translated where a person reads it.
 */
export const say: Say = (text) => translated?.(text) ?? text
