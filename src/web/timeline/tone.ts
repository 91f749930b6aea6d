import { type Entry, type Family, familyOf } from '../../events/telling.ts'
import { mandateKinds, paymentRequestKinds, payoutKinds } from '../../terms/sim/statuses.ts'
import { teller } from './teller.ts'

export type Tone = 'phone' | 'sms' | 'money' | 'request' | 'callback' | 'fault' | 'clock' | 'other'

const orderKinds: readonly string[] = [...paymentRequestKinds, ...payoutKinds, ...mandateKinds]

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

/** What an entry is about, as the colour of its edge. */
export function toneOf(entry: Entry): Tone {
  return teller.isTrouble(entry) ? 'fault' : (tones[familyOf(entry)] ?? 'other')
}
