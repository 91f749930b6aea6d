import type { TimelineEvent } from '../live/shapes.ts'

export type Tone = 'phone' | 'sms' | 'money' | 'fault' | 'clock' | 'other'

const tones: Record<string, Tone> = {
  ussd: 'phone',
  handset: 'phone',
  sms: 'sms',
  'request-to-pay': 'money',
  'pre-approval': 'money',
  disbursement: 'money',
  'account-holder': 'money',
  pin: 'fault',
  fault: 'fault',
  clock: 'clock',
}

/** The part of a kind before the point. */
export function familyOf({ kind }: TimelineEvent): string {
  return kind.split('.')[0] ?? kind
}

export function toneOf(event: TimelineEvent): Tone {
  return tones[familyOf(event)] ?? 'other'
}

/** What happened, in one line, from whatever the event tells. */
export function summaryOf({ kind, data }: TimelineEvent): string {
  const text = (name: string) => (typeof data[name] === 'string' ? (data[name] as string) : '')
  const money = [text('amount'), text('currency')].filter(Boolean).join(' ')
  const first = (words: string) => words.split('\n')[0] ?? ''
  const said = [
    text('code') || text('serviceCode'),
    money,
    text('merchant'),
    text('from') && `from ${text('from')}:`,
    text('to') && `to ${text('to')}:`,
    first(text('screen')),
    kind.startsWith('sms') ? first(text('text')) : '',
    text('status').toLowerCase(),
    text('reason'),
    text('plan') && `${text('plan')}: ${text('do')}`,
    text('network') || text('error'),
  ].filter(Boolean)
  return said.join(' · ').replaceAll(': · ', ': ')
}
