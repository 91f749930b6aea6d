import type { EventField } from '../../events/index.ts'
import { type Entry, type EventEntry, type Family, familyOf, isHttp, isOf } from '../../events/index.ts'
import { mandateKinds, paymentRequestKinds, payoutKinds } from '../../terms/sim/statuses.ts'
import type { ExchangeData } from '../../terms/sim/timeline-entry.ts'
import { nameOfKind } from '../kind-names.ts'
import { worldPath } from '../live/base.ts'
import { timeOf } from '../parts/parts.tsx'

export type Tone = 'phone' | 'sms' | 'money' | 'request' | 'callback' | 'fault' | 'clock' | 'other'

const orderKinds: readonly string[] = [...paymentRequestKinds, ...payoutKinds, ...mandateKinds]

const isOrder = (entry: Entry) => orderKinds.includes(familyOf(entry))

const tones: Partial<Record<Family, Tone>> = {
  ussd: 'phone',
  hop: 'phone',
  handset: 'phone',
  sms: 'sms',
  email: 'sms',
  request: 'request',
  callback: 'callback',
  ledger: 'money',
  ...Object.fromEntries(orderKinds.map((kind) => [kind, 'money'])),
  'account-holder': 'money',
  pin: 'fault',
  fault: 'fault',
  faults: 'fault',
  delivery: 'fault',
  clock: 'clock',
}

export function toneOf(entry: Entry): Tone {
  return troubled(entry) ? 'fault' : (tones[familyOf(entry)] ?? 'other')
}

function troubled(entry: Entry): boolean {
  if (entry.kind === 'ussd.hop' || entry.kind === 'ussd.session-ended') return entry.data.status === 'failed'
  return isHttp(entry) && (entry.data.status === null || entry.data.status >= 400)
}

/** An entry in one line, from any of its data. */
export function summaryOf(entry: Entry): string {
  if (isHttp(entry)) return httpSummary(entry.data)
  if (entry.kind === 'ledger.moved') {
    const moved = entry.data.postings.map(
      ({ from, to, amount, currency }) => `${amount} ${currency} · ${from} → ${to}`,
    )
    return [nameOfKind(entry.data.for), ...moved].join(' · ')
  }
  if (entry.kind === 'clock.moved') {
    const { from, to, mode } = entry.data
    const sameDay = from.slice(0, 10) === to.slice(0, 10)
    const when = (iso: string) => (sameDay ? timeOf(iso) : `${iso.slice(0, 10)} ${timeOf(iso)}`)
    return `${when(from)} → ${when(to)} · ${mode}`
  }
  if (entry.kind === 'faults.set')
    return entry.data.plans.map((plan) => `${plan.point}: ${plan.do}`).join(' · ')
  if (isOf(entry, 'snapshot')) return entry.data.name
  return eventSummary(entry)
}

/** For this server the path is enough, and for this world that within it. */
function pathOf(url: string): string {
  const own = ['payersim.test', location.host, `127.0.0.1:${location.port}`]
  const bases = own.flatMap((host) => [`http://${host}${worldPath}/`, `http://${host}/`])
  return bases.reduce((path, base) => path.replace(base, '/'), url)
}

function httpSummary({ method, url, status, error, tookMs, explanation }: ExchangeData): string {
  const path = pathOf(url)
  const said = [`${method} ${path}`, status ?? error, `${Math.round(tookMs)} ms`, explanation]
  return said.filter(Boolean).join(' · ')
}

function eventSummary(entry: EventEntry): string {
  const data: Partial<Record<EventField, unknown>> = entry.data
  const text = (name: EventField) => {
    const value = data[name]
    return typeof value === 'string' ? value : ''
  }
  const money = [text('amount'), text('currency')].filter(Boolean).join(' ')
  const first = (words: string) => words.split('\n')[0] ?? ''
  const said = [
    text('code') || text('serviceCode'),
    isOrder(entry) && nameOfKind(familyOf(entry)),
    money,
    text('merchant'),
    text('number') && `no. ${text('number')}`,
    text('scopes'),
    text('message') && `“${text('message')}”`,
    text('from') && `from ${text('from')}:`,
    text('to') && `to ${text('to')}:`,
    // The network's own message about a refused answer is always the same.
    text('diagnosis') ? '' : first(text('screen')),
    text('subject'),
    isOf(entry, 'sms') || isOf(entry, 'email') ? first(text('text')) : '',
    text('status').toLowerCase(),
    text('reason'),
    text('by') && `by ${text('by')}`,
    text('plan') && `${text('plan')}: ${text('do')}`,
    text('network') || text('diagnosis') || text('error'),
  ].filter(Boolean)
  return said.join(' · ').replaceAll(': · ', ': ')
}
