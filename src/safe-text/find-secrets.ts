import { type Decoded, fromJson, fromPercent, fromXml } from './decoded.ts'
import { hidden, hide, type Span } from './hidden.ts'
import { oneTimeCodes } from './one-time-code.ts'
import { isSecretName, isSpokenName, longestName } from './secret-names.ts'

/** What is known besides the text. */
export interface Known {
  /** Secrets that were typed in this session: an app may say them again. */
  secrets?: ReadonlySet<string> | undefined
  /** Whether fields such as `text` are a person's own words, in which digits alone may be a PIN. */
  spoken?: boolean
  /** False for a sentence of our own: a number beside a word such as PIN is no one-time code there. */
  codes?: boolean
}

/** Encodings within encodings are looked into so often. */
const deepest = 6
/** Shorter ones may be a part of anything, and are hidden only where they are a whole answer. */
const shortestEcho = 3
/** The rest of a body that is cut has no end. */
const cutMark = '… cut after '

/** The parts of a text that are secrets: after decoding, whatever the text is. Takes time in proportion to its length. */
function findSecrets(text: string, known: Known = {}): Span[] {
  const search = new Search(known)
  search.look({ text, depth: 0 })
  return search.found
}

/** A text with its secrets hidden; the rest stays, byte by byte. */
export function maskText(text: string, known: Known = {}): string {
  return hide(text, findSecrets(text, known))
}

/** The same of a text that somebody sent from a phone, in which digits alone may be a PIN. */
export function maskSpoken(text: string): string {
  const search = new Search({ spoken: true })
  search.look({ text, depth: 0, spoken: true })
  return hide(text, search.found)
}

interface Place {
  text: string
  depth: number
  /** From an index of `text` to one of the whole. */
  origin?: (at: number) => number
  /** Digits alone are an answer of somebody's. */
  spoken?: boolean | undefined
}

/** Ends a value that stands in no field of a form. */
const endsValue = /[&\s"'<>#]/g
const beforeName = /[^\w.%[\]-]/
const formName = /^[\w.%[\]-]{1,80}=/
const jsonName = /"((?:[^"\\]|\\.){1,240})"\s{0,9}:\s{0,9}/y
const jsonNumber = /-?\d[\d.eE+-]*/y
const element = /<([A-Za-z_][\w.:-]{0,79})(?:\s[^<>]*)?>/g
/** Words after the end of an element: a text that people read, with some of its words marked. */
const mixedContent = /<\/[^<>]*>\s*[^\s<]/
const userInfo = /:\/\/[^\s/?#"'<>\\]+@/g
/** The paths of callbacks that nobody can guess: whoever knows one may call it. */
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

  look(place: Place): void {
    const { text, depth } = place
    if (text === '' || depth > deepest) return
    const kind = kindOf(text)
    if (kind === 'json') this.#inJson(place, true)
    else if (kind === 'form') this.#inForm(place)
    else this.#inText(place, kind)
  }

  #inText(place: Place, kind: 'xml' | 'text'): void {
    const { text } = place
    if (text.includes('<')) {
      const any = this.#inXml(place)
      if (kind === 'xml' && any && !mixedContent.test(text)) {
        this.#inPairs(place)
        return
      }
    }
    if (text.includes('"')) this.#inJson(place, false)
    this.#inPairs(place)
    this.#inWords(place)
    const decoded = fromPercent(text, { plus: false })
    if (decoded && decoded.text !== text)
      this.#decoded(place, [0, text.length], decoded, { spoken: place.spoken })
  }

  /** Every string of a document, or, in a text that only has some JSON in it, the values that have names. */
  #inJson(place: Place, strict: boolean): void {
    const { text } = place
    for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at)) {
      jsonName.lastIndex = at
      const [beginning, raw] = jsonName.exec(text) ?? []
      if (beginning === undefined || raw === undefined) {
        if (strict) at = this.#jsonString(place, at, {})
        else at += 1
        continue
      }
      at += beginning.length
      const name = fromJson(raw)?.text ?? raw
      const secret = isSecretName(name)
      const first = text[at]
      if (first === '"') at = this.#jsonString(place, at, { secret, spoken: isSpokenName(name) })
      else if (secret && (first === '{' || first === '[')) at = this.#jsonLeaves(place, at)
      else at = this.#jsonNumber(place, at, secret)
    }
  }

  /** From its first quote on. @returns where the text goes on */
  #jsonString(place: Place, at: number, { secret = false, spoken = false }): number {
    const end = endOfString(place.text, at + 1)
    if (secret) this.#add(place, at + 1, end)
    else {
      const raw = place.text.slice(at + 1, end)
      this.#decoded(place, [at + 1, end], fromJson(raw) ?? plain(raw), { spoken })
    }
    return end + 1
  }

  /** @returns where the text goes on */
  #jsonNumber(place: Place, at: number, secret: boolean): number {
    jsonNumber.lastIndex = at
    const [number] = jsonNumber.exec(place.text) ?? []
    if (number === undefined) return at
    if (!secret && !this.#secrets.has(number)) return at + number.length
    // A number that is hidden becomes a string, so that JSON stays JSON.
    this.#add(place, at, at + number.length, JSON.stringify(hidden))
    return at + number.length
  }

  /** All strings and numbers of an object or a list under a secret name. */
  #jsonLeaves(place: Place, from: number): number {
    const { text } = place
    let depth = 0
    for (let at = from; at < text.length; ) {
      const character = text[at]
      if (character === '"') {
        jsonName.lastIndex = at
        const [name] = jsonName.exec(text) ?? []
        at = name === undefined ? this.#jsonString(place, at, { secret: true }) : at + name.length
        continue
      }
      if (character === '{' || character === '[') depth += 1
      if (character === '}' || character === ']') depth -= 1
      if (depth === 0) return at + 1
      at = Math.max(at + 1, this.#jsonNumber(place, at, true))
    }
    return text.length
  }

  #inForm(place: Place): void {
    let at = 0
    for (const field of place.text.split('&')) {
      const equals = field.indexOf('=')
      if (equals < 0) this.#value(place, [at, at + field.length], { name: '', plus: true })
      else {
        const name = field.slice(0, equals)
        this.#value(place, [at + equals + 1, at + field.length], { name, plus: true })
      }
      at += field.length + 1
    }
  }

  /** `name=value` anywhere: in the query of a URL, in an attribute, in a cookie. */
  #inPairs(place: Place): void {
    const { text } = place
    for (const { index, 0: found } of text.matchAll(userInfo))
      this.#add(place, index + 3, index + found.length - 1)
    for (const { index, 0: found } of text.matchAll(secretPath))
      this.#add(place, index + found.length - 32, index + found.length)
    for (let at = text.indexOf('='); at >= 0; at = text.indexOf('=', at + 1)) {
      const name = nameBefore(text, at)
      if (name === '') continue
      const quote = text[at + 1]
      if (quote === '"' || quote === "'") {
        const end = text.indexOf(quote, at + 2)
        this.#value(place, [at + 2, end < 0 ? text.length : end], { name, plus: false })
        continue
      }
      endsValue.lastIndex = at + 1
      const end = endsValue.exec(text)?.index ?? text.length
      this.#value(place, [at + 1, end], { name, plus: true })
      at = Math.max(at, end - 1)
    }
  }

  #value(place: Place, [start, end]: readonly [number, number], of: { name: string; plus: boolean }): void {
    if (start >= end) return
    const { plus } = of
    const name = fromPercent(of.name, { plus })?.text ?? of.name
    // `user[password]`, `auth.secure`: the last word counts.
    if (isSecretName(name)) {
      this.#add(place, start, end)
      return
    }
    // Of `a=b=c` too, which is looked into no deeper for each of them.
    for (let at = place.text.indexOf('=', start); at >= 0 && at < end; at = place.text.indexOf('=', at + 1)) {
      if (!isSecretName(nameBefore(place.text, at))) continue
      this.#add(place, at + 1, end)
      break
    }
    const raw = place.text.slice(start, end)
    this.#decoded(place, [start, end], fromPercent(raw, { plus }) ?? plain(raw), {
      spoken: isSpokenName(name),
    })
  }

  /** @returns whether there is an element at all */
  #inXml(place: Place): boolean {
    const { text } = place
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
      if (isSecretName(local)) this.#add(place, start, end)
      else {
        const raw = text.slice(start, end)
        const read = (whole ? undefined : fromXml(raw)) ?? plain(raw)
        this.#decoded(place, [start, end], read, { spoken: isSpokenName(local) })
      }
    }
    return any
  }

  /** A text that people read: one-time codes, PINs that were sent, and what is known. */
  #inWords(place: Place): void {
    const { text, spoken } = place
    const numbers = new Set(this.#codes ? oneTimeCodes(text) : [])
    for (const secret of this.#secrets) {
      if (secret.length < shortestEcho) continue
      if (/^\d+$/.test(secret)) numbers.add(secret)
      else this.#word(place, secret)
    }
    if (numbers.size > 0) {
      // Only where they are a number of their own: a PIN is not looked for within phone numbers.
      for (const { index, 0: digits } of text.matchAll(/(?<![0-9])[0-9]+/g))
        if (numbers.has(digits)) this.#add(place, index, index + digits.length)
    }
    if (this.#spoken && spoken) this.#answers(place)
  }

  /** Stars part answers from each other, as in the `text` of a hop. */
  #answers(place: Place): void {
    let at = 0
    for (const answer of place.text.split('*')) {
      const bare = answer.trim()
      const start = at + answer.indexOf(bare)
      if (/^\d{4,}$/.test(bare) || this.#secrets.has(answer)) this.#add(place, start, start + bare.length)
      at += answer.length + 1
    }
  }

  #word(place: Place, secret: string): void {
    const { text } = place
    for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + secret.length))
      this.#add(place, at, at + secret.length)
  }

  /** Goes on in what a part of a text says. */
  #decoded(
    { depth, origin = same }: Place,
    [start, end]: readonly [number, number],
    { text, at }: Decoded,
    how: { spoken?: boolean | undefined },
  ): void {
    const inner = (index: number) =>
      origin(at.length === 0 ? start + index : start + (at[index] ?? end - start))
    this.look({ text, depth: depth + 1, origin: inner, ...how })
  }

  #add({ origin = same }: Place, start: number, end: number, as?: string): void {
    if (start >= end) return
    this.found.push({ start: origin(start), end: origin(end), ...(as === undefined ? {} : { as }) })
  }
}

const same = (at: number) => at
/** A text that is its own encoding. */
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

/** Where the quote is that ends a string. */
function endOfString(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '"') return at
  }
  return text.length
}
