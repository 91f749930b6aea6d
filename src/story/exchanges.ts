import { wordsIn } from '../terms/index.ts'
import type { ExchangeData } from '../terms/sim/timeline-entry.ts'
import { isOwnHost, type Lifelines, vendorOf } from './lifelines.ts'
import type { DrawnArrow, Entry } from './story.ts'

export type ExchangeEntry = Omit<Entry, 'data'> & { data: Partial<ExchangeData> }

export const isExchange = (entry: Entry): entry is Entry & ExchangeEntry => entry.id.startsWith('http-')

/** Both halves of an exchange. */
export function drawExchange(
  { kind, data }: ExchangeEntry,
  lines: Lifelines,
): { asked: DrawnArrow; answered: DrawnArrow } {
  const [purpose = ''] = kind.split('.', 1)
  const { from, to } = endsOf(purpose, data, lines)
  const { status = null } = data
  const error = wordsIn(lines.words.tag, data.error ?? undefined, data.errorIn)
  const failed = status === null || status >= 400
  const explanation =
    wordsIn(lines.words.tag, data.explanation, data.explanationIn) ??
    (failed ? meaningOf(purpose, status, lines) : undefined)
  const answered: DrawnArrow = {
    shape: 'arrow',
    from: to,
    to: from,
    back: true,
    text: status === null ? lines.words.noAnswer(error) : statusLine(data, status),
    tone: failed ? 'bad' : explanation === undefined ? 'plain' : 'warn',
    ...(status === null ? { lost: true } : {}),
    ...(explanation === undefined ? {} : { explanation }),
  }
  return {
    asked: { shape: 'arrow', from, to, text: askedText(purpose, data, lines), tone: 'plain' },
    answered,
  }
}

/** Where nothing else explains it. */
function meaningOf(purpose: string, status: number | null, { words }: Lifelines): string | undefined {
  if (purpose === 'callback') return status === null ? words.callbackUnanswered : words.callbackNotTaken
  return purpose === 'hop' ? words.noScreen : undefined
}

function endsOf(
  purpose: string,
  { direction, url = '', operation, request = '' }: Partial<ExchangeData>,
  lines: Lifelines,
): { from: string; to: string } {
  const vendor = vendorOf(operation)
  if (purpose === 'hop') return { from: lines.network, to: lines.app(url) }
  if (purpose === 'callback') {
    const host = URL.canParse(url) ? new URL(url).host : ''
    if (isOwnHost(host) || /^user-agent: at-ussd/im.test(request))
      return { from: lines.network, to: lines.app(url) }
    // Africa's Talking tells by forms, gateways by JSON.
    const byForm = /^content-type: application\/x-www-form-urlencoded/im.test(request)
    return { from: byForm ? lines.network : lines.gateway(), to: lines.merchant }
  }
  if (vendor === 'africastalking')
    return { from: direction === 'in' ? lines.merchant : lines.smsSender, to: lines.network }
  // A gateway asks the provider of the account behind it.
  if (direction === 'out') return { from: lines.gateway(vendor), to: lines.wallet }
  return { from: lines.merchant, to: lines.gateway(vendor) }
}

function askedText(
  purpose: string,
  { method = '', url = '', request = '' }: Partial<ExchangeData>,
  { words }: Lifelines,
): string {
  const line = `${method} ${pathOf(url)}`
  if (purpose !== 'callback') return line
  return words.callback(/"status":\s*"([A-Z]{1,40})"/.exec(request)?.[1], line)
}

function pathOf(url: string): string {
  if (!URL.canParse(url)) return url
  const { host, pathname, search } = new URL(url)
  const own = isOwnHost(host) || /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host)
  return own ? pathname + search : host + pathname + search
}

/** `202 Accepted`. */
function statusLine({ answer }: Partial<ExchangeData>, status: number): string {
  const said = /^HTTP\/[\d.]+ (\d{3}[^\n]*)/.exec(answer ?? '')?.[1]?.trim()
  return said ?? String(status)
}
