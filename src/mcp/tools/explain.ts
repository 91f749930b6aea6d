import { z } from 'zod'
import type { Port } from '../../client/index.ts'
import { problems } from '../../terms/sim/problems.ts'
import { type ExchangeData, entriesSchema, exchangeSchema } from '../../terms/sim/timeline-entry.ts'
import { read } from '../ask.ts'
import { docs } from '../docs.ts'
import { listed } from '../say.ts'
import { type Tool, tool } from '../tool.ts'

/** Of one answer, the latest. */
const mostCalls = 200

interface Found extends ExchangeData {
  at: string
  trace: string | null
}

export const explainTools: readonly Tool[] = [
  tool({
    name: 'explain_error',
    title: "Explain a vendor's error",
    description:
      'Says what the body of an error does not: which value was wrong and what to do. It looks for the call that was answered so, the latest first, and then for the code in the documents. Without a body, for the latest refusal.',
    input: {
      body: z
        .string()
        .optional()
        .describe('The body of the answer as it came, or a part of it, such as its code'),
    },
    does: 'reads',
    async run({ body }, { port }) {
      const wanted = body?.trim() || undefined
      const exchange = await answeredSo(port, wanted)
      const codes = codesIn(wanted ?? exchange?.answer ?? '')
      const lines = [
        ...(exchange ? sayExchange(exchange) : [noCall(wanted)]),
        ...ownProblem(wanted),
        ...codes.flatMap(fromDocs),
      ]
      return { text: lines.join('\n'), data: { ...(exchange ? { exchange } : {}), codes } }
    },
  }),
  tool({
    name: 'list_calls',
    title: 'List what a program called',
    description:
      "The calls of the vendors' APIs by the program under test, oldest first, each with its status: how often it asked for a status, what it did after an error, whether it logged in again.",
    input: {
      operation: z.string().optional().describe('Such as momo.createRequestToPay; list_operations has all'),
      reference: z.string().optional().describe('Only calls about this reference'),
    },
    does: 'reads',
    async run({ operation, reference }, { sim }) {
      const { calls, dropped } = await sim.calls.list({
        by: 'program',
        ...(operation === undefined ? {} : { operation }),
        ...(reference === undefined ? {} : { reference }),
      })
      const shown = calls.slice(-mostCalls)
      const lines = shown.map(
        ({ at, operation: name, status, reference: about }) =>
          `${at} ${name}: ${status ?? 'no answer'}${about === null ? '' : `, about ${about}`}`,
      )
      const text = listed(lines, 'The program has made no such call.')
      return { text, data: { calls: shown, count: calls.length, dropped } }
    },
  }),
]

/** The latest call that was refused, and whose answer has these words. */
async function answeredSo(port: Port, wanted: string | undefined): Promise<Found | undefined> {
  let latest: Found | undefined
  for (let after: string | undefined; ; ) {
    const { entries, more, after: next } = await read(port, entriesSchema, '/_sim/timeline/all', { after })
    for (const { data, at, trace } of entries) {
      const exchange = exchangeSchema.safeParse(data)
      if (!exchange.success || exchange.data.direction !== 'in') continue
      const { status, answer } = exchange.data
      // A refusal may be in a body whose status says nothing of it.
      if (wanted === undefined && (status === null || status < 400)) continue
      const explained = exchange.data.explanation !== undefined
      if (wanted !== undefined && !has(answer ?? '', wanted)) continue
      // A later one without an explanation says no more.
      if (explained || latest === undefined) latest = { ...exchange.data, at, trace }
    }
    if (!more) return latest
    after = next
  }
}

/** Whether an answer has a text, or the same JSON, however either is spaced. */
function has(answer: string, wanted: string): boolean {
  const plain = (text: string) => text.replace(/\s+/g, '')
  return plain(answer).includes(plain(wanted))
}

const noCall = (wanted: string | undefined) =>
  wanted === undefined
    ? 'No call was refused in this world.'
    : 'No call in the log of this world was answered so. The log keeps the latest two thousand.'

function sayExchange({ method, url, status, at, explanation, trace }: Found): string[] {
  return [
    `${method} ${url} was answered ${status} at ${at}.`,
    explanation ?? 'The simulator has no more to say of it than the answer.',
    ...(trace === null ? [] : [`follow_trace with trace ${trace} tells what was sent.`]),
  ]
}

/** An error of payersim's own routes names its kind. */
function ownProblem(body: string | undefined): string[] {
  const [, name = ''] = /\/docs\/problems#([a-z-]+)/.exec(body ?? '') ?? []
  if (!Object.hasOwn(problems, name)) return []
  const { happened, next } = problems[name as keyof typeof problems]
  return [`${name}: ${happened} ${next}`]
}

/** Words that vendors write as codes. */
function codesIn(text: string): string[] {
  const words = text.match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b|\bInvalid[A-Z][A-Za-z]+\b/g) ?? []
  return [...new Set(words)].slice(0, 5)
}

/** The documents that tell of what vendors answer. */
const ofVendors = ['momo', 'momo-recordings', 'onepipe', 'world']
const mostLines = 4
const longestLine = 400

/** The lines of the documents that name a code. */
function fromDocs(code: string): string[] {
  const found = docs()
    .filter(({ name }) => ofVendors.includes(name))
    .flatMap(({ name, text }) =>
      text()
        .split('\n')
        .filter((line) => line.includes(code))
        .map((line) => `docs/${name}.md: ${line.trim().slice(0, longestLine)}`),
    )
  return found.slice(0, mostLines)
}
