import type { OutboundResponse } from '../kernel/index.ts'
import { htmlMeaning, phpMessage, type RefusedResponse } from './refused-pages.ts'
import { statusMeaning } from './refused-status.ts'
import { hexOf, readUnknownBody, visibleText } from './visible-text.ts'

/** An answer of an app that the gateway refused. */
export interface Refused {
  /**
   * Its first characters in quotes, with invisible characters escaped; hexadecimal bytes if it is no text; null if no
   * answer came.
   */
  answer: string | null
  /** What probably happened, and what to do. */
  diagnosis: string
}

/** The fields of a screen and an event; none if no answer was refused. */
export function refusedFields(stored: string | null): { answer?: string; diagnosis?: string } {
  if (stored === null) return {}
  const { answer, diagnosis } = JSON.parse(stored) as Refused
  return answer === null ? { diagnosis } : { answer, diagnosis }
}

/** The rules read only so much of an answer. */
const mostCharacters = 16 * 1024

/**
 * Explains why the gateway refused an answer, from its status, headers and bytes. `mask` hides secrets that the user has
 * typed.
 */
export function diagnose(
  { status, headers, body }: Pick<OutboundResponse, 'status' | 'headers' | 'body'>,
  { url, mask = (text) => text }: { url: string; mask?: (text: string) => string },
): Refused {
  const { text: read, compression, undeclared } = readUnknownBody(headers, body)
  const text = mask(read.slice(0, mostCharacters))
  const response: RefusedResponse = { status, headers, body, text, url }
  if (compression) {
    const within = text === '' ? '' : ` Unpacked it begins with ${visibleText(text)}.`
    return {
      answer: `${hexOf(body)} (${compression}, ${body.length} bytes)`,
      diagnosis: `${withStatus(response)}The answer is compressed (${compression}) though the gateway asked for no compression.${within} Switch compression off for this route.`,
    }
  }
  if (undeclared) {
    const how = `The answer is ${undeclared} and does not say so. Read as that it begins with ${visibleText(text)}.`
    return {
      answer: `${hexOf(body)} (${undeclared}, ${body.length} bytes)`,
      diagnosis: `${withStatus(response)}${how} Send UTF-8, or say "text/plain; charset=utf-16".`,
    }
  }
  return {
    answer: visibleText(text),
    diagnosis: status === 200 ? prefixMeaning(response) : statusMeaning(response),
  }
}

function withStatus({ status }: RefusedResponse): string {
  return status === 200 ? '' : `The status is ${status}; only 200 is taken. `
}

type Rule = (response: RefusedResponse) => string | undefined

/** Each rule recognises one mistake with `CON ` and `END `; the most certain rules are first. */
const rules: readonly Rule[] = [
  ({ text }) =>
    text === ''
      ? 'The answer is empty: the app ended without writing anything for this input, or wrote it after the answer was closed.'
      : undefined,
  ({ text }) =>
    text.startsWith('\ufeff')
      ? `A byte order mark (EF BB BF) stands before the first word. Save the file that writes it as UTF-8 without BOM${behind(text.slice(1))}.`
      : undefined,
  ({ text }) =>
    /^\s*<\?(?:php|=)/i.test(text)
      ? 'This is PHP source: the server sends the file and does not run it.'
      : undefined,
  phpMessage,
  ({ text }) =>
    /^\s*(?:Traceback \(most recent call last\)|Exception in thread|(?:[A-Za-z.]{1,80})?(?:Error|Exception): )/.test(
      text,
    )
      ? 'The app failed and sent its error as the answer. Mend what it names, and answer END in such cases.'
      : undefined,
  htmlMeaning,
  jsonMeaning,
  ({ text }) => {
    const literal =
      /^(?:undefined|null|None|nil|NaN|true|false|\[object Object\]|Promise \{.*|<coroutine object.*)$/.exec(
        text.trim(),
      )?.[0]
    return (
      literal &&
      `The app sent ${JSON.stringify(literal)}: a value that is not the text of a screen, such as the result of a function that returns nothing or is not awaited.`
    )
  },
  ({ text }) =>
    /^b(['"])(?:CON|END)\b/.test(text)
      ? 'This is how Python prints bytes: decode them before they are sent.'
      : undefined,
  ({ text }) => {
    const quote = /^(['"`“‘«])(?:CON|END)\b/.exec(text)?.[1]
    return (
      quote && `A quote stands before the first word: send the text itself, not the text as source or JSON.`
    )
  },
  ({ text }) =>
    /^(?:Q09OI|Q09OC|RU5EI|RU5EC)/.test(text) ? 'The answer is in Base64: send it as plain text.' : undefined,
  ({ text }) => {
    const blanks = /^[\s\u200b\u2060\0]+(?=(?:CON|END)\b)/.exec(text)?.[0]
    if (blanks === undefined) return undefined
    const many =
      blanks.length === 1
        ? 'A blank, line break or other invisible character stands'
        : `${blanks.length} blanks, line breaks or other invisible characters stand`
    return `${many} before the first word: CON and END are taken at the first byte only. Look for an empty line before the code begins, as before <?php, or trim the text.`
  },
  ({ text }) => {
    const word = /^\s*(con|end)\b/i.exec(text)?.[1]
    return word && word !== word.toUpperCase()
      ? `The word ${word} has to be in capital letters: ${word.toUpperCase()}.`
      : undefined
  },
  ({ text }) => {
    const [, word, next] = /^(CON|END)([\s\S]?)/.exec(text) ?? []
    if (word === undefined) return undefined
    if (!next)
      return `Only the word ${word} came: a blank or a line break and the text of the screen have to follow it.`
    const why = /[A-Za-z0-9]/.test(next)
      ? 'A blank is missing'
      : `${visibleText(next)} stands where a blank or a line break has to be`
    return `${why} behind ${word}: send "${word} " and then the text.`
  },
  ({ text }) => {
    const letters = text.slice(0, 3)
    return /\P{ASCII}/u.test(letters) && /^(?:CON|END)$/.test(likeAscii(letters))
      ? `The first word only looks like ${likeAscii(letters)}: some of its letters are of another alphabet. Type it anew.`
      : undefined
  },
  ({ text }) => {
    const at = text.search(/(?:^|[^A-Za-z])(?:CON|END)[ \r\n]/)
    return at < 0
      ? undefined
      : `Something is written before ${/CON|END/.exec(text.slice(at))?.[0]}: output of a debug line, a log or a template. The word has to be the first of the answer.`
  },
]

function prefixMeaning(response: RefusedResponse): string {
  for (const rule of rules) {
    const meaning = rule(response)
    if (meaning) return meaning
  }
  return 'Neither CON nor END is at its beginning: put "CON " before a screen that takes an answer, and "END " before the last one.'
}

function behind(text: string): string {
  return /^(?:CON|END)[ \r\n]/.test(text) ? '; what is behind it is right' : ''
}

function jsonMeaning({ text, headers }: RefusedResponse): string | undefined {
  if (!/^\s*["[{]/.test(text)) return undefined
  const value = parsed(text)
  if (value === undefined) {
    return /json/i.test(headers['content-type'] ?? '')
      ? 'The answer calls itself JSON: send plain text.'
      : undefined
  }
  if (typeof value === 'string') {
    return 'The answer is a JSON string: its first character is a quote. Send the text itself, not its JSON.'
  }
  const field = Object.entries(value ?? {}).find(
    ([, part]) => typeof part === 'string' && /^(?:CON|END)\b/.test(part),
  )
  return field
    ? `The answer is JSON with the screen in ${JSON.stringify(field[0])}: send that text alone.`
    : 'The answer is JSON: the gateway takes plain text that begins with CON or END.'
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const alike: Record<string, string> = { С: 'C', О: 'O', Ο: 'O', Ν: 'N', Е: 'E', Ε: 'E' }

function likeAscii(text: string): string {
  return [...text.normalize('NFKC')].map((one) => alike[one] ?? one).join('')
}
