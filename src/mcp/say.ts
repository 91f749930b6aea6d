import type { CallbackDelivery, ListedPayment, OpenedPayment, Screen } from '../client/index.ts'
import type { PhoneView } from '../terms/sim/phone.ts'

/** What a phone shows, line by line, and what may be done there. */
export function sayScreen(msisdn: string, screen: Screen | null): string {
  if (screen === null) return `${msisdn} shows nothing.`
  const { status, text, error, diagnosis, warnings } = screen
  const head =
    status === 'open' ? `${msisdn} shows:` : `The session of ${msisdn} is over (${status}). It showed:`
  const why = [
    ...(error === null ? [] : [`Failed: ${error}`]),
    ...(diagnosis === undefined ? [] : [diagnosis]),
    ...warnings.map(({ code, message }) => `Warning (${code}): ${message}`),
  ]
  return [head, ...barred(text), ...why].join('\n')
}

const barred = (text: string) => text.split(/\r?\n/).map((line) => `| ${line}`.trimEnd())

export function sayPhone({ msisdn, name, network, online, screen }: PhoneView): string {
  const who = `${msisdn}${name === null ? '' : ` ${name}`}, network ${network}, ${online ? 'on' : 'switched off'}`
  return screen?.status === 'open' ? `${who}, a screen is open: ${firstLine(screen.text)}` : who
}

const firstLine = (text: string) => text.split(/\r?\n/, 1)[0] ?? ''

/** A payment in one line, and where it stands. */
export function sayPayment(payment: ListedPayment): string {
  const { id, what, amount, currency, merchant, phone, person, state, standing, why } = payment
  const money = amount === null ? '' : ` of ${amount} ${currency}`
  const whom = phone === null ? '' : `, ${[person, phone].filter(Boolean).join(' ')}`
  // Most standings say it themselves.
  const end = why === undefined || standing.includes(why) ? '' : ` It failed because ${why}.`
  return `${id}: ${what}${money} by ${merchant.name}${whom}: ${state}. ${standing}${end}`
}

/** The same with its callbacks and what moved. */
export function sayOpened(payment: OpenedPayment): string {
  const callbacks = payment.callbacks.map(
    ({ status, url, result }) => `Callback to ${url}: ${status}${answered(result)}.`,
  )
  const moved = payment.moved.flatMap(({ postings }) =>
    postings.map(({ amount, currency, from, to }) => `${amount} ${currency} moved from ${from} to ${to}.`),
  )
  const { reference, trace } = payment
  return [
    sayPayment(payment),
    `Reference ${reference}, created ${payment.createdAt}${payment.settledAt === null ? '' : `, settled ${payment.settledAt}`}.`,
    ...(callbacks.length > 0 ? callbacks : ['No callback was sent.']),
    ...(moved.length > 0 ? moved : ['No money moved.']),
    ...(trace === null ? [] : [`follow_trace with trace ${trace} tells all that happened.`]),
  ].join('\n')
}

function answered(result: CallbackDelivery['result']): string {
  if (result?.status !== undefined) return `, answered ${result.status}`
  return result?.error === undefined ? '' : `, ${result.error}`
}

export const listed = (lines: readonly string[], none: string) => (lines.length > 0 ? lines.join('\n') : none)
