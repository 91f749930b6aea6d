import { type FaultAction, type FaultPoint, faultPoints } from '../../terms/index.ts'
import type { HeldEnd, HoldPointName } from '../../terms/sim/hold.ts'
import type { ExchangeData } from '../../terms/sim/timeline-entry.ts'
import type { Events } from '../index.ts'
import { clause, placeOf, saidIn } from './http-parts.ts'
import type { Language, Sentences, Speaker } from './sentence.ts'

const quoted = (text: string | null | undefined) => (text ? `: “${text}”` : '')
const because = (reason: string | null | undefined) => (reason ? `: ${reason}` : '')
const time = (iso: string) => iso.slice(11, 19)
const counted = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`

/** What the wallet finds; a provider's own reasons are words already. */
const reasons: Readonly<Record<string, string>> = {
  'payer-not-found': 'nobody has this number',
  'payee-not-found': 'nobody has this number',
  expired: 'nobody answered in time',
  'not-enough-funds': 'there is too little money',
  'payer-limit-reached': 'it is above a limit of the payer',
  'payee-not-allowed-to-receive': 'the payee may not receive money',
  cancelled: 'it was cancelled',
  'payment-not-approved': 'that payment was never paid',
  'more-than-was-paid': 'it is more than was paid',
}

const why = (reason: string | null) =>
  reason === null ? 'it failed' : (reasons[reason] ?? reason.replaceAll('-', ' '))

/** How a person asks and answers: who is asked for what. */
function asked(data: Events['request-to-pay.created'], { who, money }: Speaker, forWhat = ''): string {
  const { merchant, amount, currency, automatic, message } = data
  if (automatic) return `${merchant} takes ${money(amount, currency)} from ${who}, who allowed it before`
  return `${merchant} asked ${who} for ${money(amount, currency)}${forWhat}${quoted(message)}`
}

function paid(data: Events['request-to-pay.settled'], { who, money }: Speaker): string {
  const { merchant, amount, currency, status, reason, automatic } = data
  const sum = money(amount, currency)
  if (status === 'SUCCESSFUL')
    return automatic
      ? `${who} paid ${sum} to ${merchant} without being asked`
      : `${who} approved ${sum} for ${merchant}`
  if (reason === 'approval-rejected') return `${who} rejected ${sum} for ${merchant}`
  if (reason === 'expired') return `${who} did not answer in time: ${sum} for ${merchant} has expired`
  return `${who} did not pay ${sum} to ${merchant}: ${why(reason)}`
}

type Permission = Events['pre-approval.settled'] | Events['consent.settled']

function permitted({ merchant, status, reason }: Permission, { who }: Speaker, what: string): string {
  if (status === 'APPROVED') return `${who} allowed ${merchant} ${what}`
  if (status === 'REJECTED') return `${who} did not allow ${merchant} ${what}`
  if (status === 'EXPIRED') return `${who} did not answer in time whether ${merchant} may do so`
  if (status === 'CANCELLED') return `${merchant} no longer asks ${who} for permission`
  return `${merchant} was not allowed ${what}: ${why(reason)}`
}

function withdrawn(
  { merchant, status, by }: Events['pre-approval.ended'] | Events['consent.ended'],
  { who }: Speaker,
  what: string,
): string {
  if (status === 'EXPIRED' || by === 'time')
    return `The time is over in which ${who} allows ${merchant} ${what}`
  return by === 'payer'
    ? `${who} no longer allows ${merchant} ${what}`
    : `${merchant} gave up the permission of ${who} ${what}`
}

const debit = 'to debit the account without asking'
const read = 'to read personal data'

type Payout = Events['disbursement.settled']

function sent({ merchant, amount, currency, status, reason }: Payout, by: Speaker, words: string): string {
  const sum = by.money(amount, currency)
  if (status === 'SUCCESSFUL') return `${by.who} got ${sum} ${words} ${merchant}`
  return `${by.who} did not get ${sum} ${words} ${merchant}: ${why(reason)}`
}

const sends = ({ merchant, amount, currency }: Payout, { who, money }: Speaker, words = '') =>
  `${merchant} sends ${money(amount, currency)} to ${who}${words}`

/** What each fault does, about what `faultPoints` names. */
const faultWords: Readonly<Record<FaultAction, string>> = {
  'app-time-out': 'the app gave no answer in time',
  'dropped-answer': 'the answer of the app was lost',
  'duplicated-hop': 'the app was asked twice',
  'late-answer': 'the answer comes late',
  'dropped-session': 'the session broke off',
  lost: 'it was lost',
  delayed: 'it comes late',
  rejected: 'it was refused',
  doubled: 'it comes twice',
  dropped: 'it was lost',
  late: 'it comes late',
  'out-of-order': 'it comes after a later one',
  'failing-dns': 'the name of the host was not found',
  'answers-500': 'it is answered 500',
  'answers-502': 'it is answered 502',
  'answers-503': 'it is answered 503',
  'answers-429': 'it is answered 429',
  'no-answer': 'it is never answered',
  'lost-answer': 'its answer was lost',
  'token-dies': 'its token is no longer valid',
}

function faulty(point: FaultPoint, action: string): string {
  const words = Object.hasOwn(faultWords, action) ? faultWords[action as FaultAction] : action
  const title = faultPoints[point]?.title ?? point
  return `${title.charAt(0).toLowerCase()}${title.slice(1)}: ${words}`
}

/** Of a call that is held. */
const heldWords: Readonly<Record<HoldPointName, (place: { host: string; path: string }) => string>> = {
  request: ({ path }) => `The request ${path}`,
  answer: ({ path }) => `The answer to ${path}`,
  callback: ({ host }) => `A callback to ${host}`,
  hop: ({ host }) => `A USSD hop to ${host}`,
}
const releasedWords: Readonly<Record<HeldEnd, string>> = {
  'as it was': 'was let go',
  changed: 'was changed and let go',
  dropped: 'was dropped',
  'caller gone': 'is no longer held: its caller gave up',
}

const units = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1_000, 'second'],
] as const

function span(milliseconds: number): string {
  let rest = Math.abs(milliseconds)
  const said: string[] = []
  for (const [length, unit] of units) {
    const count = Math.floor(rest / length)
    rest -= count * length
    if (count > 0) said.push(counted(count, unit))
  }
  return said.slice(0, 2).join(' ') || 'less than a second'
}

const events = {
  'account-holder.opened': ({ name }, { who }) =>
    `An account was opened for ${name === who ? who : `${who} (${name})`}, whom nobody knew`,
  'request-to-pay.created': (data, by) => asked(data, by),
  'request-to-pay.settled': paid,
  'withdrawal.created': (data, by) => asked(data, by, ', to hand it out in cash'),
  'withdrawal.settled': paid,
  'invoice.created': ({ merchant, amount, currency, number, message }, { who, money }) =>
    `${merchant} sent ${who} the invoice ${number} for ${money(amount, currency)}${quoted(message)}`,
  'invoice.settled': (data, by) => {
    const sum = by.money(data.amount, data.currency)
    if (data.status === 'SUCCESSFUL') return `${by.who} paid the invoice of ${data.merchant}, ${sum}`
    if (data.reason === 'cancelled') return `${data.merchant} cancelled its invoice of ${sum} for ${by.who}`
    if (data.reason === 'expired')
      return `${by.who} did not pay the invoice of ${data.merchant}, ${sum}, in time`
    return paid(data, by)
  },
  'request-to-pay.refused': ({ reason }, { who }) => `A request to pay for ${who} was refused: ${reason}`,
  'pre-approval.created': ({ merchant, message }, { who }) =>
    `${merchant} asked ${who} to be allowed ${debit}${quoted(message)}`,
  'pre-approval.settled': (data, by) => permitted(data, by, debit),
  'pre-approval.ended': (data, by) => withdrawn(data, by, debit),
  'consent.created': ({ merchant, scopes }, { who }) =>
    `${merchant} asked ${who} to be allowed ${read} (${scopes.replaceAll(' ', ', ')})`,
  'consent.settled': (data, by) => permitted(data, by, read),
  'consent.ended': (data, by) => withdrawn(data, by, read),
  'disbursement.created': (data, by) => sends(data, by),
  'disbursement.settled': (data, by) => sent(data, by, 'from'),
  'deposit.created': (data, by) => sends(data, by, ', as a deposit'),
  'deposit.settled': (data, by) => sent(data, by, 'as a deposit from'),
  'refund.created': ({ merchant, amount, currency }, { who, money }) =>
    `${merchant} gives ${money(amount, currency)} back to ${who}`,
  'refund.settled': (data, by) => sent(data, by, 'back from'),
  'cash-transfer.created': (data, by) => sends(data, by, ', from another country'),
  'cash-transfer.settled': (data, by) => sent(data, by, 'from another country by'),
  'bill-payment.created': ({ merchant, amount, currency, payee }, { money }) =>
    `${merchant} pays a bill of ${money(amount, currency)} to ${payee}`,
  'bill-payment.settled': ({ merchant, amount, currency, status, reason }, { money }) =>
    status === 'SUCCESSFUL'
      ? `${merchant} paid a bill of ${money(amount, currency)}`
      : `${merchant} did not pay a bill of ${money(amount, currency)}: ${why(reason)}`,
  'pin.wrong': ({ triesLeft }, { who }) =>
    `${who} typed a wrong PIN: ${counted(triesLeft, 'try', 'tries')} left`,
  'pin.locked': (_, { who }) => `${who} typed too many wrong PINs: the account is locked`,
  'ussd.dialled': ({ code, sessionId }, { who }) =>
    sessionId === null ? `${who} dialled ${code}, which leads nowhere` : `${who} dialled ${code}`,
  'ussd.pushed': ({ serviceCode }, { who }) => `The phone of ${who} rang: a question by ${serviceCode}`,
  'ussd.hop': ({ screen, status, diagnosis, error }, { who }) =>
    status === 'failed'
      ? `The phone of ${who} got no screen${because(diagnosis ?? error)}`
      : `The phone of ${who} shows “${screen.split('\n')[0]}”`,
  'ussd.paged': ({ page, pages }, { who }) => `${who} turned to page ${page} of ${pages}`,
  'ussd.session-ended': ({ serviceCode, status, hops, error }, { who }) => {
    if (status === 'cancelled') return `${who} hung up on ${serviceCode}`
    if (status === 'timed-out') return `${who} did not go on in time: the session on ${serviceCode} ended`
    if (status === 'failed') return `The session of ${who} on ${serviceCode} broke off${because(error)}`
    return `The session of ${who} on ${serviceCode} ended after ${counted(hops, 'screen')}`
  },
  'service-code.pointed': ({ code, callbackUrl }) => `${code} now leads to ${callbackUrl}`,
  'service-code.unpointed': ({ code }) => `${code} now leads nowhere`,
  'short-code.pointed': ({ code, callbackUrl }) =>
    callbackUrl === null ? `The addresses of ${code} were set` : `SMS to ${code} now go to ${callbackUrl}`,
  'short-code.unpointed': ({ code }) => `SMS to ${code} now go nowhere`,
  'handset.online': (_, { who }) => `${who} switched the phone on`,
  'handset.offline': (_, { who }) => `${who} switched the phone off`,
  'handset.network-changed': ({ network }, { who }) =>
    `The phone of ${who} is now on ${network === null ? 'the usual network' : `the network ${network}`}`,
  'sms.sent': ({ to, text }, { who }) => `${who} sent an SMS to ${to}${quoted(text)}`,
  'sms.received': ({ from, text }, { who }) => `${who} got an SMS from ${from}${quoted(text)}`,
  'sms.held': ({ from }, { who }) => `An SMS from ${from} waits: the phone of ${who} is off`,
  'sms.delayed': ({ from, until }, { who }) => `An SMS from ${from} to ${who} comes late, at ${time(until)}`,
  'sms.expired': ({ from }, { who }) =>
    `An SMS from ${from} never reached ${who}, whose phone was off for too long`,
  'sms.failed': ({ from, status, failureReason }, { who }) =>
    `An SMS from ${from} did not reach ${who}: ${failureReason ?? status}`,
  'sms.lost': ({ from }, { who }) => `An SMS from ${from} to ${who} was lost`,
  'sms.refused': ({ from, to, reason }, { nameOf }) =>
    `The network refused an SMS${from ? ` from ${from}` : ''} to ${nameOf(to)}: ${reason}`,
  'sms.not-sent': ({ reason, again }, { who }) =>
    `An SMS to ${who} was not sent: ${reason}${again ? '; it is sent again' : ''}`,
  'sms.opted-out': ({ from }, { who }) => `${who} wants no more messages from ${from}`,
  'sms.opted-in': ({ from }, { who }) => `${who} wants messages from ${from} again`,
  'sms.subscribed': ({ shortCode, keyword }, { who }) => `${who} subscribed to ${keyword} of ${shortCode}`,
  'sms.unsubscribed': ({ shortCode, keyword }, { who }) =>
    `${who} no longer subscribes to ${keyword} of ${shortCode}`,
  'email.received': ({ to, from, subject }) => `${to} got an e-mail from ${from}${quoted(subject)}`,
  'email.rejected': ({ to, from, reason }) => `The e-mail from ${from} to ${to} was refused: ${reason}`,
  'email.lost': ({ to, from }) => `The e-mail from ${from} to ${to} was lost`,
  'payer.session-abandoned': ({ status }, { who }) =>
    `${who} left the payer’s app before its end (${status})`,
  'payer.sms-reported': ({ status }, { who }) => `The payer’s app heard of its SMS to ${who}: ${status}`,
  'fault.injected': ({ point, do: action, delay, reason }) =>
    `A fault struck ${faulty(point, action)}${delay ? ` (${delay})` : ''}${reason ? ` (${reason})` : ''}`,
  'answer.held': ({ operation, until }) =>
    `The answer to ${operation} is held back ${until === undefined ? 'for ever' : `until ${time(until)}`}`,
  'call.held': ({ point, url }) => `${heldWords[point](placeOf(url))} is held`,
  'call.released': ({ point, url, how }) => `${heldWords[point](placeOf(url))} ${releasedWords[how]}`,
  'faults.set': ({ plans }) =>
    `Faults are planned for ${plans.map((plan) => faulty(plan.point, plan.do)).join('; for ')}`,
  'faults.cleared': () => 'No faults are planned any more',
  'snapshot.taken': ({ name }) => `The snapshot “${name}” was taken`,
  'snapshot.restored': ({ name }) => `The world went back to the snapshot “${name}”`,
  'snapshot.removed': ({ name }) => `The snapshot “${name}” was deleted`,
  'world.reset': () => 'The world began again from its file',
  'clock.moved': ({ mode, from, to }) => {
    const moved = Date.parse(to) - Date.parse(from)
    const day = from.slice(0, 10) === to.slice(0, 10) ? '' : `${to.slice(0, 10)} `
    if (Math.abs(moved) < 1_000)
      return mode === 'frozen'
        ? `The clock stands still at ${day}${time(to)}`
        : `The clock runs from ${day}${time(to)}`
    return `The clock was moved ${moved < 0 ? 'back' : 'on'} by ${span(moved)}, to ${day}${time(to)}${mode === 'running' ? ', and runs' : ''}`
  },
  'delivery.failed': ({ subscriber }, { who }) =>
    `${subscriber} was given up for ${who}: no attempt succeeded`,
} satisfies Sentences

function http({ kind, data }: { kind: string; data: ExchangeData }): string {
  const { direction, method, url, status, error, explanation, answer } = data
  const { host, path } = placeOf(url)
  if (kind.startsWith('callback.')) {
    const what = `The callback to ${host}`
    const then = data.again === undefined ? '' : data.again ? '; it is sent again' : '; it is not sent again'
    if (status === null) return `${what} failed: ${clause(error)}${then}`
    return `${what} was answered ${status}${status >= 300 ? then : ''}${because(explanation)}`
  }
  if (kind.startsWith('hop.'))
    return `The app at ${host} was asked for a screen, and ${status === null ? `failed: ${error}` : `answered ${status}`}`
  const call = direction === 'in' ? `${method} ${path}` : `payersim’s call ${method} ${host}${path}`
  if (status === null) return `${call} got no answer: ${error}`
  if (status >= 400) return `${call} was refused with ${status}${because(explanation ?? saidIn(answer))}`
  return `${call} was answered ${status}${explanation === undefined ? '' : `, but: ${explanation}`}`
}

/** Everything in English. */
export const english: Language = {
  tag: 'en',
  events,
  somebody: 'somebody',
  http,
  moved: ({ postings }, { money }) =>
    postings
      .map(({ from, to, amount, currency }) => `${money(amount, currency)} moved from ${from} to ${to}`)
      .join('; '),
}
