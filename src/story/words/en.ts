import type { LanguageTag } from '../../terms/index.ts'
import { type FaultPoint, faultPoints, moneyIn } from '../../terms/index.ts'
import { capital, small, withSpaces } from './kebab.ts'
import { clockTime, fromTo, spanOf } from './times.ts'

type Words = Readonly<Record<string, string>>

/** What people read for the reasons why an order fails. */
const reasons: Words = {
  'payer-not-found': 'No account has the number of the payer.',
  'payee-not-found': 'No account has the number of the payee.',
  'approval-rejected': 'The payer said no.',
  expired: 'Nobody answered in time.',
  'not-enough-funds': 'There is not enough money in the account.',
  'payer-limit-reached': 'The payer has reached a limit of the account.',
  'payee-not-allowed-to-receive': 'The account of the payee may not receive money.',
  cancelled: 'The merchant took it back before it was paid.',
  'payment-not-approved': 'The payment that is to be given back was never paid.',
  'more-than-was-paid': 'More is to be given back than was paid.',
}

/** What a fault means to who waits. */
const meanings: Words = {
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

/** Every text of a story in English; the other languages have the same. */
export const english = {
  tag: 'en' as LanguageTag,
  reasons,
  meanings,

  yourProgram: 'Your program',
  wallet: 'Wallet',
  network: 'Network',
  mailbox: 'Mailbox',
  gateway: 'Gateway',
  payersApp: 'Payer’s app',
  phone: 'Phone',

  whatHappened: 'What happened',
  title: (order: string, who: readonly string[]) =>
    `${order}${who.length > 0 ? `: ${who.join(' and ')}` : ''}`,
  /** What people read for a kind of order. */
  orderName: (kind: string) => (kind === 'disbursement' ? 'Transfer' : capital(kind)),
  orderOf: (name: string, sum: string) => (sum ? `${name} of ${sum}` : name),
  orderEnded: (name: string, status: string) => `${name}: ${status.toLowerCase()}`,
  orderRefused: (name: string) => `${name} refused`,
  orderTold: (name: string, what: string, said: string) => `${name}, ${small(what)}${said && `: ${said}`}`,
  endedBy: (who: string) => `Ended by ${who === 'time' ? 'its time' : `the ${who}`}.`,
  outcome: (status: string, why: string | undefined) =>
    `${capital(status.toLowerCase())}${why === undefined ? '.' : `: ${why}`}`,
  /** The reason as a sentence; one that nobody described is its own name. */
  reasonOf: (reason: string) =>
    Object.hasOwn(reasons, reason) ? (reasons[reason] as string) : `The reason: ${withSpaces(reason)}.`,
  money: (amount: string, currency: string) => moneyIn('en', amount, currency),
  moved: (sum: string, from: string, to: string) => `${sum} from ${from} to ${to}`,
  moneyMoved: 'Money moved',
  /** The end of what a provider has no order for. */
  successful: 'Successful.',
  balanceEnd: (word: string) => `${capital(word)}.`,
  /** Of an event that nothing draws in its own way. */
  other: (family: string, what: string) => `${capital(family)}: ${small(what)}`,

  callback: (status: string | undefined, request: string) =>
    status ? `Callback ${status}: ${request}` : `Callback: ${request}`,
  noAnswer: (error: string | null | undefined) => `No answer: ${error ?? 'the connection was lost'}`,
  callbackUnanswered: 'Who was to be told did not answer.',
  callbackNotTaken: 'Who was told did not take it: an answer from 200 to 299 would say that it has arrived.',
  noScreen: 'The app gave no answer that the network can show.',

  types: (text: string) => `Types ${text}`,
  dials: (code: string) => `Dials ${code}`,
  rings: (serviceCode: string) => `Rings: a session of ${serviceCode} opens`,
  turnsPage: (page: string, pages: string) => `Turns to page ${page} of ${pages}`,
  sessionOver: 'The session is over',
  hangsUp: 'Hangs up',
  sessionTimedOut: 'The session timed out',
  sessionBroke: 'The session broke off',
  switchedOn: 'Switched on',
  switchedOff: 'Switched off',
  smsTo: (to: string, text: string) => `SMS to ${to}: ${text}`,
  smsFrom: (from: string, text: string) => `SMS from ${from}: ${text}`,
  smsWaits: 'The SMS waits: the phone is off',
  smsLate: (until: string | undefined) =>
    `The SMS is late${until ? `: it comes at ${clockTime(until)}` : ''}`,
  smsNeverArrived: 'The SMS never arrived',
  phoneOffTooLong: 'The phone was off for too long.',
  smsLost: 'The SMS was lost',
  smsRefused: 'The SMS was refused',
  smsNotSent: 'The SMS was not sent',
  emailTo: (to: string, subject: string) => `E-mail to ${to}: ${subject}`,
  emailRefused: (to: string) => `The e-mail to ${to} was refused`,
  emailLost: (to: string) => `The e-mail to ${to} was lost`,
  opensAccount: (name: string) => `Opens an account for ${name}`,
  wrongPin: 'Wrong PIN',
  triesLeft: (count: number | undefined) => `${count} ${count === 1 ? 'try is' : 'tries are'} left.`,
  accountLocked: 'The account is locked',
  pinTooOften: 'The PIN was wrong too often.',
  toldOfEnd: (status: string | undefined) =>
    `Is told that the session ended${status ? `: ${small(status)}` : ''}`,
  hearsOfSms: (status: string) => `Hears of its SMS: ${status}`,

  clockRuns: 'The clock runs',
  clockStands: 'The clock stands still',
  clockJumps: (milliseconds: number, from: string, to: string) =>
    `The clock jumps ${milliseconds < 0 ? 'back ' : ''}${spanOf(milliseconds, 'd')}: ${fromTo('en', from, to)}`,

  answerHeld: (until: string | null | undefined) =>
    `Fault: the answer is held back${until ? ` until ${clockTime(until)}` : ''}`,
  endToApp: 'The end of the session, told to the app',
  faultPoint: (point: string | undefined) =>
    point !== undefined && Object.hasOwn(faultPoints, point)
      ? faultPoints[point as FaultPoint].title
      : (point ?? ''),
  fault: (what: string, action: string, delay: string | undefined) =>
    `Fault: ${what} · ${small(action)}${delay ? ` by ${delay}` : ''}`,
  reasonGiven: (reason: string) => `The reason given: ${reason}.`,
  plannedAs: (plan: string) => `Planned as ${plan}.`,
  notSentAgain: 'It did not arrive, and is not sent again',
  answerWas: (status: number) => `The answer was ${status}.`,
}

export type StoryWords = typeof english
