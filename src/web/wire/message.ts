/** One HTTP message as the timeline writes it: the first line, headers, an empty line, the body. */
export interface Message {
  /** `POST /collection/token/ HTTP/1.1`, or `HTTP/1.1 202 Accepted`. */
  first: string
  headers: Array<readonly [name: string, value: string]>
  body: string
}

/** Undefined if it is no message, such as the sentence that there was no answer. */
export function messageOf(text: string): Message | undefined {
  const end = text.indexOf('\n\n')
  const [first = '', ...lines] = (end < 0 ? text : text.slice(0, end)).split('\n')
  if (!/^(HTTP(\/[\d.]+)? \d{3}\b|[A-Z]+ \S)/.test(first)) return undefined
  const headers: Array<readonly [string, string]> = []
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon < 1) return undefined
    headers.push([line.slice(0, colon), line.slice(colon + 1).trimStart()])
  }
  return { first, headers, body: end < 0 ? '' : text.slice(end + 2) }
}

/** The value of a header; undefined if it is absent. */
export function headerOf({ headers }: Pick<Message, 'headers'>, wanted: string): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1]
}

/** Headers that say what a message is about; the others are folded away. */
const telling = new Set([
  'authorization',
  'content-type',
  'idempotency-key',
  'location',
  'retry-after',
  'x-callback-url',
  'x-reference-id',
  'x-target-environment',
])

export function foldedOf({ headers }: Pick<Message, 'headers'>): {
  shown: Message['headers']
  folded: Message['headers']
} {
  const tells = ([name]: Message['headers'][number]) => telling.has(name.toLowerCase())
  return { shown: headers.filter(tells), folded: headers.filter((each) => !tells(each)) }
}
