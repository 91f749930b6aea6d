import type { EventKind, Events } from '../events/index.ts'
import { type FaultPoint, type InOtherLanguages, wordsIn } from '../terms/index.ts'
import { mandateKinds, paymentRequestKinds, payoutKinds } from '../terms/sim/statuses.ts'
import type { MovementData } from '../terms/sim/timeline-entry.ts'
import { isOwnHost, type Lifelines } from './lifelines.ts'
import type { DrawnArrow, DrawnNote, Entry, Tone } from './story.ts'

type Drawn = DrawnArrow | DrawnNote

/** A data file of an older version may have fewer fields. */
type Draw<Kind extends EventKind> = (data: Partial<Events[Kind]>, lines: Lifelines, entry: Entry) => Drawn

const note = (over: string | undefined, text: string, tone: Tone = 'plain', why?: string): DrawnNote => ({
  shape: 'note',
  about: 'state',
  ...(over === undefined ? {} : { over }),
  text,
  tone,
  ...(why === undefined ? {} : { explanation: why }),
})
const arrow = (from: string, to: string, text: string, tone: Tone = 'plain', why?: string): DrawnArrow => ({
  shape: 'arrow',
  from,
  to,
  text,
  tone,
  ...(why === undefined ? {} : { explanation: why }),
})

const orderKinds: readonly string[] = [...paymentRequestKinds, ...payoutKinds, ...mandateKinds]

export const isOrderKind = (family: string) => orderKinds.includes(family)

const reasonOf = (
  { reason, reasonIn }: { reason?: string; reasonIn?: InOtherLanguages },
  { words }: Lifelines,
) => wordsIn(words.tag, reason, reasonIn)

const events: { [Kind in EventKind]?: Draw<Kind> } = {
  'ussd.dialled': ({ code = '' }, lines, { phone }) =>
    arrow(lines.phone(phone), lines.network, lines.words.dials(code)),
  'ussd.pushed': ({ serviceCode = '' }, lines, { phone }) =>
    arrow(lines.network, lines.phone(phone), lines.words.rings(serviceCode)),
  'ussd.paged': ({ page, pages }, lines, { phone }) =>
    note(lines.phone(phone), lines.words.turnsPage(String(page), String(pages))),
  'ussd.session-ended': ({ status, error, errorIn }, lines, { phone }) => {
    const { words } = lines
    if (status === 'ended') return arrow(lines.network, lines.phone(phone), words.sessionOver)
    if (status === 'cancelled') return arrow(lines.phone(phone), lines.network, words.hangsUp)
    const text = status === 'timed-out' ? words.sessionTimedOut : words.sessionBroke
    return arrow(lines.network, lines.phone(phone), text, 'bad', wordsIn(words.tag, error, errorIn))
  },
  'handset.online': (_, lines, { phone }) => note(lines.phone(phone), lines.words.switchedOn),
  'handset.offline': (_, lines, { phone }) => note(lines.phone(phone), lines.words.switchedOff),
  'sms.sent': ({ to = '', text = '' }, lines, { phone }) =>
    arrow(lines.phone(phone), lines.network, lines.words.smsTo(to, text)),
  'sms.received': ({ from = '', text = '' }, lines, { phone }) =>
    arrow(lines.network, lines.phone(phone), lines.words.smsFrom(from, text)),
  'sms.held': (_, lines, { phone }) => {
    lines.phone(phone)
    return note(lines.network, lines.words.smsWaits)
  },
  'sms.delayed': ({ until }, lines) => note(lines.network, lines.words.smsLate(until), 'warn'),
  'sms.expired': (_, { network, words }) =>
    note(network, words.smsNeverArrived, 'bad', words.phoneOffTooLong),
  'sms.failed': ({ status, failureReason }, { network, words }) =>
    note(network, words.smsNeverArrived, 'bad', failureReason ?? status),
  'sms.lost': (_, { network, words }) => note(network, words.smsLost, 'bad'),
  'sms.refused': ({ reason }, { network, words }) => note(network, words.smsRefused, 'bad', reason),
  'sms.not-sent': (data, lines) => note(lines.app(), lines.words.smsNotSent, 'bad', reasonOf(data, lines)),
  'email.received': ({ to = '', subject = '' }, lines) =>
    arrow(lines.gateway(), lines.mailbox, lines.words.emailTo(to, subject)),
  'email.rejected': ({ to = '', ...data }, lines) =>
    note(lines.mailbox, lines.words.emailRefused(to), 'bad', reasonOf(data, lines)),
  'email.lost': ({ to = '' }, { mailbox, words }) => note(mailbox, words.emailLost(to), 'bad'),
  'account-holder.opened': ({ name = '' }, { wallet, words }) => note(wallet, words.opensAccount(name)),
  'pin.wrong': ({ triesLeft }, { wallet, words }) =>
    note(wallet, words.wrongPin, 'bad', words.triesLeft(triesLeft)),
  'pin.locked': (_, { wallet, words }) => note(wallet, words.accountLocked, 'bad', words.pinTooOften),
  'payer.session-abandoned': ({ status }, lines) => note(lines.app(), lines.words.toldOfEnd(status)),
  'payer.sms-reported': ({ status = '', failureReason }, lines) =>
    note(lines.app(), lines.words.hearsOfSms(failureReason ?? status), failureReason ? 'bad' : 'plain'),
  'clock.moved': ({ mode, from = '', to = '' }, { words }) => {
    const span = Date.parse(to) - Date.parse(from)
    const standing = mode === 'running' ? words.clockRuns : words.clockStands
    return { ...note(undefined, span ? words.clockJumps(span, from, to) : standing), about: 'clock' }
  },
  'fault.injected': fault,
  'answer.held': ({ until }, lines) => ({
    ...note(lines.gateway(), lines.words.answerHeld(until), 'warn'),
    about: 'fault',
  }),
  'delivery.failed': ({ subscriber, detail }, lines) =>
    note(lines.gateway(), lines.words.notSentAgain, 'bad', failureOf(subscriber, detail, lines)),
}

function fault(
  { plan, point, do: action = '', reason, delay, host = '' }: Partial<Events['fault.injected']>,
  lines: Lifelines,
): Drawn {
  const { words } = lines
  const toApp = isOwnHost(host)
  const text = words.fault(toApp ? words.endToApp : words.faultPoint(point), action, delay)
  const meaning = Object.hasOwn(words.meanings, action) ? words.meanings[action] : undefined
  const planned = plan === undefined ? undefined : words.plannedAs(plan)
  const why = [meaning, reason && words.reasonGiven(reason), planned].filter(Boolean).join(' ')
  // It would have been an arrow.
  if (point === 'callback' && /^(dropped|failing-dns)$/.test(action)) {
    const [from, to] = toApp ? [lines.network, lines.app()] : [lines.gateway(), lines.merchant]
    return { ...arrow(from, to, text, 'bad', why), lost: true }
  }
  const over = toApp ? lines.network : placeOf(point, lines)
  return { ...note(over, text, 'warn', why || undefined), about: 'fault' }
}

function placeOf(point: FaultPoint | undefined, lines: Lifelines): string {
  if (point === 'ussd-hop' || point?.startsWith('sms')) return lines.network
  if (point === 'email') return lines.mailbox
  return lines.gateway()
}

function failureOf(
  subscriber: string | undefined,
  detail: unknown,
  { words }: Lifelines,
): string | undefined {
  if (typeof detail === 'string') return detail
  const { error, errorIn, status } = (detail ?? {}) as {
    error?: unknown
    errorIn?: InOtherLanguages
    status?: unknown
  }
  if (typeof error === 'string') return wordsIn(words.tag, error, errorIn)
  return typeof status === 'number' ? words.answerWas(status) : subscriber
}

/** An event, or a movement of the ledger. */
export function drawEvent(entry: Entry, lines: Lifelines): Drawn {
  const { kind, data } = entry
  const [family = '', what = ''] = kind.split('.', 2)
  if (kind === 'ledger.moved') return movement(data, lines)
  if (isOrderKind(family)) return order(family, what, data, lines)
  if (Object.hasOwn(events, kind)) {
    const draw = events[kind as EventKind] as (data: object, lines: Lifelines, entry: Entry) => Drawn
    return draw(data, lines, entry)
  }
  return other(family, what, entry, lines)
}

function movement({ postings }: Partial<MovementData>, lines: Lifelines): Drawn {
  const { words } = lines
  const moved = (postings ?? []).map(({ from, to, amount, currency }) =>
    words.moved(words.money(amount, currency), from, to),
  )
  return { ...note(lines.wallet, moved.join('\n') || words.moneyMoved, 'good'), about: 'money' }
}

function order(family: string, what: string, data: Entry['data'], lines: Lifelines): Drawn {
  const { words } = lines
  const text = (name: string) => (typeof data[name] === 'string' ? data[name] : '')
  const name = words.orderName(family)
  const why = text('reason') && words.reasonOf(text('reason'))
  if (what === 'created') {
    const said = words.orderOf(name, text('amount') && words.money(text('amount'), text('currency')))
    return text('status') === 'FAILED'
      ? arrow(lines.gateway(), lines.wallet, said, 'bad', why || undefined)
      : arrow(lines.gateway(), lines.wallet, said)
  }
  if (what === 'settled' || what === 'ended') {
    const status = text('status')
    const good = status === 'SUCCESSFUL' || status === 'APPROVED'
    const tone = good ? 'good' : what === 'settled' ? 'bad' : 'plain'
    const by = text('by') && words.endedBy(text('by'))
    const said = words.orderEnded(name, status)
    return { ...arrow(lines.wallet, lines.gateway(), said, tone, why || by || undefined), back: true }
  }
  if (what === 'refused')
    return note(
      lines.wallet,
      words.orderRefused(name),
      'bad',
      reasonOf(data as Partial<Events['request-to-pay.refused']>, lines) || undefined,
    )
  return note(lines.gateway(), words.orderTold(name, what, text('message')))
}

const troubles = /^(wrong|expired|locked|undelivered|unreadable|failed|rejected|refused|lost|abandoned)/
const successes = /^(verified|answered|approved|successful)$/

/** What a provider tells of its own, and what is done to the world. */
function other(family: string, what: string, { data, phone }: Entry, lines: Lifelines): Drawn {
  const words = lines.words.other(family, what)
  const tone = troubles.test(what) ? 'bad' : successes.test(what) ? 'good' : 'plain'
  if (family === 'balance-request' || typeof data.app === 'string' || typeof data.referenceId === 'string')
    return note(lines.gateway(), words, tone)
  if (/^(ussd|handset)$/.test(family)) return note(lines.phone(phone), words, tone)
  if (/^(sms|service-code|short-code)$/.test(family)) return note(lines.network, words, tone)
  const name = typeof data.name === 'string' ? ` ${data.name}` : ''
  return note(undefined, words + name, tone)
}
