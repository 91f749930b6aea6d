import type { ExchangeData, TimelineEntry } from '../../terms/sim/timeline-entry.ts'
import { timeOf } from '../parts/parts.tsx'

export type Tone = 'phone' | 'sms' | 'money' | 'request' | 'callback' | 'fault' | 'clock' | 'other'

const tones: Record<string, Tone> = {
  ussd: 'phone',
  hop: 'phone',
  handset: 'phone',
  sms: 'sms',
  email: 'sms',
  request: 'request',
  callback: 'callback',
  ledger: 'money',
  'request-to-pay': 'money',
  'pre-approval': 'money',
  disbursement: 'money',
  'account-holder': 'money',
  pin: 'fault',
  fault: 'fault',
  faults: 'fault',
  delivery: 'fault',
  clock: 'clock',
}

/** The part of a kind before the point. */
export function familyOf({ kind }: TimelineEntry): string {
  return kind.split('.')[0] ?? kind
}

export function toneOf(entry: TimelineEntry): Tone {
  return troubled(entry) ? 'fault' : (tones[familyOf(entry)] ?? 'other')
}

export function isHttp(entry: TimelineEntry): entry is TimelineEntry & { data: ExchangeData } {
  return entry.id.startsWith('http-')
}

function troubled(entry: TimelineEntry): boolean {
  if (!isHttp(entry)) return familyOf(entry) === 'ussd' && entry.data.status === 'failed'
  const { status } = entry.data
  return status === null || status >= 400
}

interface Posting {
  from: string
  to: string
  amount: string
  currency: string
}

/** An entry in one line, from any of its data. */
export function summaryOf(entry: TimelineEntry): string {
  const { kind, data } = entry
  if (isHttp(entry)) return httpSummary(entry.data)
  if (kind === 'ledger.moved') {
    const postings = data.postings as Posting[]
    return postings
      .map(({ from, to, amount, currency }) => `${amount} ${currency} · ${from} → ${to}`)
      .join(' · ')
  }
  if (kind === 'clock.moved') {
    const [from, to] = [String(data.from), String(data.to)]
    const sameDay = from.slice(0, 10) === to.slice(0, 10)
    const when = (iso: string) => (sameDay ? timeOf(iso) : `${iso.slice(0, 10)} ${timeOf(iso)}`)
    return `${when(from)} → ${when(to)} · ${data.mode}`
  }
  if (kind === 'faults.set') {
    const plans = data.plans as Array<{ point: string; do: string }>
    return plans.map((plan) => `${plan.point}: ${plan.do}`).join(' · ')
  }
  if (kind.startsWith('snapshot.')) return String(data.name)
  return eventSummary(kind, data)
}

/** For this server the path is enough. */
function pathOf(url: string): string {
  const own = ['payersim.test', location.host, `127.0.0.1:${location.port}`]
  return own.reduce((path, host) => path.replace(`http://${host}/`, '/'), url)
}

function httpSummary({ method, url, status, error, tookMs, explanation }: ExchangeData): string {
  const path = pathOf(url)
  const said = [`${method} ${path}`, status ?? error, `${Math.round(tookMs)} ms`, explanation]
  return said.filter(Boolean).join(' · ')
}

function eventSummary(kind: string, data: Record<string, unknown>): string {
  const text = (name: string) => (typeof data[name] === 'string' ? (data[name] as string) : '')
  const money = [text('amount'), text('currency')].filter(Boolean).join(' ')
  const first = (words: string) => words.split('\n')[0] ?? ''
  const said = [
    text('code') || text('serviceCode'),
    money,
    text('merchant'),
    text('message') && `“${text('message')}”`,
    text('from') && `from ${text('from')}:`,
    text('to') && `to ${text('to')}:`,
    // The network's own message about a refused answer is always the same.
    text('diagnosis') ? '' : first(text('screen')),
    text('subject'),
    /^(sms|email)/.test(kind) ? first(text('text')) : '',
    text('status').toLowerCase(),
    text('reason'),
    text('plan') && `${text('plan')}: ${text('do')}`,
    text('network') || text('diagnosis') || text('error'),
  ].filter(Boolean)
  return said.join(' · ').replaceAll(': · ', ': ')
}
