import type { EventKind, Events } from '../events/index.ts'
import { type FaultPoint, faultPoints } from '../terms/index.ts'
import { mandateKinds, paymentRequestKinds, payoutKinds } from '../terms/sim/statuses.ts'
import type { MovementData } from '../terms/sim/timeline-entry.ts'
import { isOwnHost, type Lifelines } from './lifelines.ts'
import type { DrawnArrow, DrawnNote, Entry, Tone } from './story.ts'
import { capital, clockTime, dateAndTime, money, orderName, reasonOf, spanOf } from './words.ts'

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

const events: { [Kind in EventKind]?: Draw<Kind> } = {
  'ussd.dialled': ({ code }, lines, { phone }) => arrow(lines.phone(phone), lines.network, `Dials ${code}`),
  'ussd.pushed': ({ serviceCode }, lines, { phone }) =>
    arrow(lines.network, lines.phone(phone), `Rings: a session of ${serviceCode} opens`),
  'ussd.paged': ({ page, pages }, lines, { phone }) =>
    note(lines.phone(phone), `Turns to page ${page} of ${pages}`),
  'ussd.session-ended': ({ status, error }, lines, { phone }) => {
    if (status === 'ended') return arrow(lines.network, lines.phone(phone), 'The session is over')
    if (status === 'cancelled') return arrow(lines.phone(phone), lines.network, 'Hangs up')
    const text = status === 'timed-out' ? 'The session timed out' : 'The session broke off'
    return arrow(lines.network, lines.phone(phone), text, 'bad', error)
  },
  'handset.online': (_, lines, { phone }) => note(lines.phone(phone), 'Switched on'),
  'handset.offline': (_, lines, { phone }) => note(lines.phone(phone), 'Switched off'),
  'sms.sent': ({ to, text }, lines, { phone }) =>
    arrow(lines.phone(phone), lines.network, `SMS to ${to}: ${text}`),
  'sms.received': ({ from, text }, lines, { phone }) =>
    arrow(lines.network, lines.phone(phone), `SMS from ${from}: ${text}`),
  'sms.held': (_, lines, { phone }) => {
    lines.phone(phone)
    return note(lines.network, 'The SMS waits: the phone is off')
  },
  'sms.delayed': ({ until }, lines) =>
    note(lines.network, `The SMS is late${until ? `: it comes at ${clockTime(until)}` : ''}`, 'warn'),
  'sms.expired': (_, lines) =>
    note(lines.network, 'The SMS never arrived', 'bad', 'The phone was off for too long.'),
  'sms.failed': ({ status, failureReason }, lines) =>
    note(lines.network, 'The SMS never arrived', 'bad', failureReason ?? status),
  'sms.lost': (_, lines) => note(lines.network, 'The SMS was lost', 'bad'),
  'sms.refused': ({ reason }, lines) => note(lines.network, 'The SMS was refused', 'bad', reason),
  'sms.not-sent': ({ reason }, lines) => note(lines.app(), 'The SMS was not sent', 'bad', reason),
  'email.received': ({ to, subject }, lines) =>
    arrow(lines.gateway(), lines.mailbox, `E-mail to ${to}: ${subject}`),
  'email.rejected': ({ to, reason }, lines) =>
    note(lines.mailbox, `The e-mail to ${to} was refused`, 'bad', reason),
  'email.lost': ({ to }, lines) => note(lines.mailbox, `The e-mail to ${to} was lost`, 'bad'),
  'account-holder.opened': ({ name }, lines) => note(lines.wallet, `Opens an account for ${name}`),
  'pin.wrong': ({ triesLeft }, lines) =>
    note(lines.wallet, 'Wrong PIN', 'bad', `${triesLeft} ${triesLeft === 1 ? 'try is' : 'tries are'} left.`),
  'pin.locked': (_, lines) =>
    note(lines.wallet, 'The account is locked', 'bad', 'The PIN was wrong too often.'),
  'payer.session-abandoned': ({ status }, lines) =>
    note(lines.app(), `Is told that the session ended${status ? `: ${capital(status).toLowerCase()}` : ''}`),
  'payer.sms-reported': ({ status, failureReason }, lines) =>
    note(lines.app(), `Hears of its SMS: ${failureReason ?? status}`, failureReason ? 'bad' : 'plain'),
  'clock.moved': ({ mode, from = '', to = '' }) => {
    const span = Date.parse(to) - Date.parse(from)
    const sameDay = from.slice(0, 10) === to.slice(0, 10)
    const when = sameDay
      ? `${clockTime(from)} → ${clockTime(to)}`
      : `${dateAndTime(from)} → ${dateAndTime(to)}`
    const standing = mode === 'running' ? 'The clock runs' : 'The clock stands still'
    const text = span ? `The clock jumps ${span < 0 ? 'back ' : ''}${spanOf(span)}: ${when}` : standing
    return { ...note(undefined, text), about: 'clock' }
  },
  'fault.injected': fault,
  'answer.held': ({ until }, lines) => ({
    ...note(
      lines.gateway(),
      `Fault: the answer is held back${until ? ` until ${clockTime(until)}` : ''}`,
      'warn',
    ),
    about: 'fault',
  }),
  'delivery.failed': ({ subscriber, detail }, lines) =>
    note(lines.gateway(), 'It did not arrive, and is not sent again', 'bad', failureOf(subscriber, detail)),
}

/** What a fault means to who waits. */
const meanings: Readonly<Record<string, string>> = {
  dropped: 'It is never sent.',
  'failing-dns': 'Its host has no address, so nobody is called.',
  lost: 'It never arrives.',
  late: 'It comes later.',
  delayed: 'It comes later.',
  doubled: 'It comes twice.',
  'out-of-order': 'It comes in another order.',
  rejected: 'It is refused.',
  'app-time-out': 'The app does not answer in time.',
  'dropped-answer': 'The answer of the app is lost.',
  'duplicated-hop': 'The app is asked twice.',
  'late-answer': 'The answer comes late.',
  'dropped-session': 'The network ends the session.',
  'lost-answer': 'It is done, and the answer is lost.',
}

function fault(
  { plan, point, do: action = '', reason, delay, host = '' }: Partial<Events['fault.injected']>,
  lines: Lifelines,
): Drawn {
  const title = point !== undefined && Object.hasOwn(faultPoints, point) ? faultPoints[point].title : point
  const toApp = isOwnHost(host)
  const what = toApp ? 'The end of the session, told to the app' : title
  const by = delay ? ` by ${delay}` : ''
  const text = `Fault: ${what} · ${capital(action).toLowerCase()}${by}`
  const meaning = Object.hasOwn(meanings, action) ? meanings[action] : undefined
  const planned = plan === undefined ? undefined : `Planned as ${plan}.`
  const why = [meaning, reason && `The reason given: ${reason}.`, planned].filter(Boolean).join(' ')
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

function failureOf(subscriber: string | undefined, detail: unknown): string | undefined {
  if (typeof detail === 'string') return detail
  const { error, status } = (detail ?? {}) as { error?: unknown; status?: unknown }
  if (typeof error === 'string') return error
  return typeof status === 'number' ? `The answer was ${status}.` : subscriber
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
  const moved = (postings ?? []).map(
    ({ from, to, amount, currency }) => `${money(amount, currency)} from ${from} to ${to}`,
  )
  return { ...note(lines.wallet, moved.join('\n') || 'Money moved', 'good'), about: 'money' }
}

function order(family: string, what: string, data: Entry['data'], lines: Lifelines): Drawn {
  const text = (name: string) => (typeof data[name] === 'string' ? data[name] : '')
  const sum = text('amount') && money(text('amount'), text('currency'))
  const name = orderName(family)
  const why = text('reason') && reasonOf(text('reason'))
  if (what === 'created') {
    const words = [name, sum && `of ${sum}`].filter(Boolean).join(' ')
    return text('status') === 'FAILED'
      ? arrow(lines.gateway(), lines.wallet, words, 'bad', why || undefined)
      : arrow(lines.gateway(), lines.wallet, words)
  }
  if (what === 'settled' || what === 'ended') {
    const status = text('status')
    const good = status === 'SUCCESSFUL' || status === 'APPROVED'
    const tone = good ? 'good' : what === 'settled' ? 'bad' : 'plain'
    const by = text('by') && `Ended by ${text('by') === 'time' ? 'its time' : `the ${text('by')}`}.`
    return {
      ...arrow(
        lines.wallet,
        lines.gateway(),
        `${name}: ${status.toLowerCase()}`,
        tone,
        why || by || undefined,
      ),
      back: true,
    }
  }
  if (what === 'refused') return note(lines.wallet, `${name} refused`, 'bad', text('reason') || undefined)
  const said = text('message') && `: ${text('message')}`
  return note(lines.gateway(), `${name}, ${capital(what).toLowerCase()}${said}`)
}

const troubles = /^(wrong|expired|locked|undelivered|unreadable|failed|rejected|refused|lost|abandoned)/
const successes = /^(verified|answered|approved|successful)$/

/** What a provider tells of its own, and what is done to the world. */
function other(family: string, what: string, { data, phone }: Entry, lines: Lifelines): Drawn {
  const words = `${capital(family)}: ${capital(what).toLowerCase()}`
  const tone = troubles.test(what) ? 'bad' : successes.test(what) ? 'good' : 'plain'
  if (family === 'balance-request' || typeof data.app === 'string' || typeof data.referenceId === 'string')
    return note(lines.gateway(), words, tone)
  if (/^(ussd|handset)$/.test(family)) return note(lines.phone(phone), words, tone)
  if (/^(sms|service-code|short-code)$/.test(family)) return note(lines.network, words, tone)
  const name = typeof data.name === 'string' ? ` ${data.name}` : ''
  return note(undefined, words + name, tone)
}
