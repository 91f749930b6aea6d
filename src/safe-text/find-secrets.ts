import { type Decoded, fromJson, fromPercent, fromXml } from './decoded.ts'
import { hidden, hide, type Span } from './hidden.ts'
import { oneTimeCodes } from './one-time-code.ts'
import { isSecretName, isSpokenName, longestName } from './secret-names.ts'

/** The context of the text. */
export interface Known {
  /** Secrets that were typed in this session: an app may repeat them. */
  secrets?: ReadonlySet<string> | undefined
  /** Whether fields such as `text` contain a person's own text, in which digits alone may be a PIN. */
  spoken?: boolean
  /** False for our own sentences, in which a number next to a word such as PIN is no one-time code. */
  codes?: boolean
}

/** The deepest nesting of encodings that is searched. */
const deepest = 6
/** Shorter secrets may be part of any text; they are hidden only as a whole answer. */
const shortestEcho = 3
/** The mark in a body that was cut, which may be incomplete JSON. */
const cutMark = '… cut after '

/** Finds the secrets in a text of any format, after decoding. The time is proportional to the length. */
function findSecrets(text: string, known: Known = {}): Span[] {
  const search = new Search(known)
  search.look({ text, depth: 0 })
  return search.found
}

/** The text with its secrets hidden; all other bytes stay the same. */
export function maskText(text: string, known: Known = {}): string {
  return hide(text, findSecrets(text, known))
}

/** The same for a text that was sent from a phone, in which digits alone may be a PIN. */
export function maskSpoken(text: string): string {
  const search = new Search({ spoken: true })
  search.look({ text, depth: 0, spoken: true })
  return hide(text, search.found)
}

interface TextPart {
  text: string
  depth: number
  /** Maps an index in `text` to one in the whole text. */
  origin?: (at: number) => number
  /** Whether the text is a person's answer, so that digits alone may be a PIN. */
  spoken?: boolean | undefined
}

/** Ends a value outside a form. */
const endsValue = /[&\s"'<>#]/g
const beforeName = /[^\w.%[\]-]/
const formName = /^[\w.%[\]-]{1,80}=/
const jsonName = /"((?:[^"\\]|\\.){1,240})"\s{0,9}:\s{0,9}/y
const jsonNumber = /-?\d[\d.eE+-]*/y
const element = /<([A-Za-z_][\w.:-]{0,79})(?:\s[^<>]*)?>/g
/** Words after the end of an element: text for people, with markup. */
const mixedContent = /<\/[^<>]*>\s*[^\s<]/
const userInfo = /:\/\/[^\s/?#"'<>\\]+@/g
/** Callback paths that work as a secret: any caller that knows one may use it. */
const secretPath = /\/(?:ussd|ussd\/events|sms\/delivery)\/([0-9a-f]{32})(?![0-9a-z])/g

class Search {
  readonly found: Span[] = []
  readonly #secrets: ReadonlySet<string>
  readonly #spoken: boolean
  readonly #codes: boolean

  constructor({ secrets, spoken = false, codes = true }: Known) {
    this.#secrets = secrets ?? new Set()
    this.#spoken = spoken
    this.#codes = codes
  }

  look(part: TextPart): void {
    const { text, depth } = part
    if (text === '' || depth > deepest) return
    const kind = kindOf(text)
    if (kind === 'json') this.#inJson(part, true)
    else if (kind === 'form') this.#inForm(part)
    else this.#inText(part, kind)
  }

  #inText(part: TextPart, kind: 'xml' | 'text'): void {
    const { text } = part
    if (text.includes('<')) {
      const any = this.#inXml(part)
      if (kind === 'xml' && any && !mixedContent.test(text)) {
        this.#inPairs(part)
        return
      }
    }
    if (text.includes('"')) this.#inJson(part, false)
    this.#inPairs(part)
    this.#inWords(part)
    const decoded = fromPercent(text, { plus: false })
    if (decoded && decoded.text !== text)
      this.#decoded(part, [0, text.length], decoded, { spoken: part.spoken })
  }

  /** Searches all strings of a JSON document (`strict`), or only named values in a text that contains some JSON. */
  #inJson(part: TextPart, strict: boolean): void {
    const { text } = part
    for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at)) {
      jsonName.lastIndex = at
      const [beginning, raw] = jsonName.exec(text) ?? []
      if (beginning === undefined || raw === undefined) {
        if (strict) at = this.#jsonString(part, at, {})
        else at += 1
        continue
      }
      at += beginning.length
      const name = fromJson(raw)?.text ?? raw
      const secret = isSecretName(name)
      const first = text[at]
      if (first === '"') at = this.#jsonString(part, at, { secret, spoken: isSpokenName(name) })
      else if (secret && (first === '{' || first === '[')) at = this.#jsonLeaves(part, at)
      else at = this.#jsonNumber(part, at, secret)
    }
  }

  /** @param at the index of the first quote @returns the index after the string */
  #jsonString(part: TextPart, at: number, { secret = false, spoken = false }): number {
    const end = endOfString(part.text, at + 1)
    if (secret) this.#add(part, at + 1, end)
    else {
      const raw = part.text.slice(at + 1, end)
      this.#decoded(part, [at + 1, end], fromJson(raw) ?? plain(raw), { spoken })
    }
    return end + 1
  }

  /** @returns the index after the number */
  #jsonNumber(part: TextPart, at: number, secret: boolean): number {
    jsonNumber.lastIndex = at
    const [number] = jsonNumber.exec(part.text) ?? []
    if (number === undefined) return at
    if (!secret && !this.#secrets.has(number)) return at + number.length
    // A hidden number becomes a string, so that the JSON stays valid.
    this.#add(part, at, at + number.length, JSON.stringify(hidden))
    return at + number.length
  }

  /** Hides all strings and numbers of an object or a list with a secret name. */
  #jsonLeaves(part: TextPart, from: number): number {
    const { text } = part
    let depth = 0
    for (let at = from; at < text.length; ) {
      const character = text[at]
      if (character === '"') {
        jsonName.lastIndex = at
        const [name] = jsonName.exec(text) ?? []
        at = name === undefined ? this.#jsonString(part, at, { secret: true }) : at + name.length
        continue
      }
      if (character === '{' || character === '[') depth += 1
      if (character === '}' || character === ']') depth -= 1
      if (depth === 0) return at + 1
      at = Math.max(at + 1, this.#jsonNumber(part, at, true))
    }
    return text.length
  }

  #inForm(part: TextPart): void {
    let at = 0
    for (const field of part.text.split('&')) {
      const equals = field.indexOf('=')
      if (equals < 0) this.#value(part, [at, at + field.length], { name: '', plus: true })
      else {
        const name = field.slice(0, equals)
        this.#value(part, [at + equals + 1, at + field.length], { name, plus: true })
      }
      at += field.length + 1
    }
  }

  /** `name=value` anywhere: in the query of a URL, in an attribute, in a cookie. */
  #inPairs(part: TextPart): void {
    const { text } = part
    for (const { index, 0: found } of text.matchAll(userInfo))
      this.#add(part, index + 3, index + found.length - 1)
    for (const { index, 0: found } of text.matchAll(secretPath))
      this.#add(part, index + found.length - 32, index + found.length)
    for (let at = text.indexOf('='); at >= 0; at = text.indexOf('=', at + 1)) {
      const name = nameBefore(text, at)
      if (name === '') continue
      const quote = text[at + 1]
      if (quote === '"' || quote === "'") {
        const end = text.indexOf(quote, at + 2)
        this.#value(part, [at + 2, end < 0 ? text.length : end], { name, plus: false })
        continue
      }
      endsValue.lastIndex = at + 1
      const end = endsValue.exec(text)?.index ?? text.length
      this.#value(part, [at + 1, end], { name, plus: true })
      at = Math.max(at, end - 1)
    }
  }

  #value(part: TextPart, [start, end]: readonly [number, number], of: { name: string; plus: boolean }): void {
    if (start >= end) return
    const { plus } = of
    const name = fromPercent(of.name, { plus })?.text ?? of.name
    // In `user[password]` and `auth.secure` the last word counts.
    if (isSecretName(name)) {
      this.#add(part, start, end)
      return
    }
    // Also checks the inner names of `a=b=c`, without a deeper search for each.
    for (let at = part.text.indexOf('=', start); at >= 0 && at < end; at = part.text.indexOf('=', at + 1)) {
      if (!isSecretName(nameBefore(part.text, at))) continue
      this.#add(part, at + 1, end)
      break
    }
    const raw = part.text.slice(start, end)
    this.#decoded(part, [start, end], fromPercent(raw, { plus }) ?? plain(raw), {
      spoken: isSpokenName(name),
    })
  }

  /** @returns whether the text contains an element */
  #inXml(part: TextPart): boolean {
    const { text } = part
    let any = false
    for (const { index, 0: tag, 1: name = '' } of text.matchAll(element)) {
      any = true
      let start = index + tag.length
      const whole = text.startsWith('<![CDATA[', start)
      if (whole) start += 9
      const closing = text.indexOf(whole ? ']]>' : '<', start)
      const end = closing < 0 ? text.length : closing
      if (start >= end) continue
      const local = name.slice(name.indexOf(':') + 1)
      if (isSecretName(local)) this.#add(part, start, end)
      else {
        const raw = text.slice(start, end)
        const read = (whole ? undefined : fromXml(raw)) ?? plain(raw)
        this.#decoded(part, [start, end], read, { spoken: isSpokenName(local) })
      }
    }
    return any
  }

  /** Searches text for people: one-time codes, PINs in answers, and known secrets. */
  #inWords(part: TextPart): void {
    const { text, spoken } = part
    const numbers = new Set(this.#codes ? oneTimeCodes(text) : [])
    for (const secret of this.#secrets) {
      if (secret.length < shortestEcho) continue
      if (/^\d+$/.test(secret)) numbers.add(secret)
      else this.#word(part, secret)
    }
    if (numbers.size > 0) {
      // Only whole numbers, so that a PIN is not found inside a phone number.
      for (const { index, 0: digits } of text.matchAll(/(?<![0-9])[0-9]+/g))
        if (numbers.has(digits)) this.#add(part, index, index + digits.length)
    }
    if (this.#spoken && spoken) this.#answers(part)
  }

  /** Stars separate answers, as in the `text` of a hop. */
  #answers(part: TextPart): void {
    let at = 0
    for (const answer of part.text.split('*')) {
      const bare = answer.trim()
      const start = at + answer.indexOf(bare)
      if (/^\d{4,}$/.test(bare) || this.#secrets.has(answer)) this.#add(part, start, start + bare.length)
      at += answer.length + 1
    }
  }

  #word(part: TextPart, secret: string): void {
    const { text } = part
    for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + secret.length))
      this.#add(part, at, at + secret.length)
  }

  /** Searches the decoded content of a part. */
  #decoded(
    { depth, origin = same }: TextPart,
    [start, end]: readonly [number, number],
    { text, at }: Decoded,
    how: { spoken?: boolean | undefined },
  ): void {
    const inner = (index: number) =>
      origin(at.length === 0 ? start + index : start + (at[index] ?? end - start))
    this.look({ text, depth: depth + 1, origin: inner, ...how })
  }

  #add({ origin = same }: TextPart, start: number, end: number, as?: string): void {
    if (start >= end) return
    this.found.push({ start: origin(start), end: origin(end), ...(as === undefined ? {} : { as }) })
  }
}

const same = (at: number) => at
/** A text that needs no decoding. */
const plain = (text: string): Decoded => ({ text, at: [] })

function kindOf(text: string): 'json' | 'form' | 'xml' | 'text' {
  if (/^\s*["[{]/.test(text) && isJson(text)) return 'json'
  if (/^\s*</.test(text)) return 'xml'
  return formName.test(text) && (text.includes('&') || !/\s/.test(text)) ? 'form' : 'text'
}

function isJson(text: string): boolean {
  if (text.includes(cutMark)) return true
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function nameBefore(text: string, equals: number): string {
  let start = equals
  while (start > 0 && equals - start <= longestName && !beforeName.test(text.charAt(start - 1))) start -= 1
  return text.slice(start, equals)
}

/** The index of the quote that ends a string. */
function endOfString(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '"') return at
  }
  return text.length
}
