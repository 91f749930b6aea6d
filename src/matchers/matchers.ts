import {
  anything,
  type Calls,
  type ExpectedCallsInput,
  oneOf,
  optionsProblem,
  type Phone,
  type Screen,
  text,
} from '../client/index.ts'
import {
  assertWanted,
  assertWantedScreen,
  describeScreen,
  describeWanted,
  fits,
  matchesScreen,
  type Wanted,
  type WantedScreen,
} from './text.ts'

/** What `expect.extend` of vitest and of Jest takes. */
export interface MatcherResult {
  pass: boolean
  message(): string
}

/** The SMS that is expected; with both fields, it must match both. */
export interface WantedSms {
  /** Sender id or short code, as the phone shows it. */
  from?: string
  contains?: Wanted
}

/** Warnings to accept: a phone on a real network would not show such a screen whole. */
export interface ScreenOptions {
  allow?: ReadonlyArray<'too-long' | 'not-gsm'>
}

/** The last screen contains the text, and the session is open. */
export function toShow(
  this: unknown,
  received: unknown,
  wanted: WantedScreen,
  options: ScreenOptions = {},
): MatcherResult {
  const phone = phoneOf('toShow', received)
  checkAllowed('toShow', options)
  assertWantedScreen('toShow', wanted)
  const { screen } = phone
  const pass = screen?.status === 'open' && matchesScreen(screen.text, wanted)
  const expected = `show an open screen that ${describeScreen(wanted)}`
  return requireFit(this, options, result(pass, { phone, expected, seen: shown(screen) }), phone)
}

/** The app ended the session with the last screen, and that screen contains the text. */
export function toEndWith(
  this: unknown,
  received: unknown,
  wanted: WantedScreen,
  options: ScreenOptions = {},
): MatcherResult {
  const phone = phoneOf('toEndWith', received)
  checkAllowed('toEndWith', options)
  assertWantedScreen('toEndWith', wanted)
  const { screen } = phone
  const pass = screen?.status === 'ended' && matchesScreen(screen.text, wanted)
  const expected = `have its session ended by the app with a screen that ${describeScreen(wanted)}`
  return requireFit(this, options, result(pass, { phone, expected, seen: shown(screen) }), phone)
}

/** The last screen is open, and the label of one of its options contains the text. */
export function toOffer(
  this: unknown,
  received: unknown,
  label: Wanted,
  options: ScreenOptions = {},
): MatcherResult {
  const phone = phoneOf('toOffer', received)
  checkAllowed('toOffer', options)
  assertWanted('toOffer', label)
  const { screen } = phone
  const offered = screen?.options ?? []
  const listed = offered.map((option) => `${option.key} ${option.label}`).join(' · ')
  const seen = [...shown(screen), `Its options: ${listed || 'none'}.`]
  const pass = offered.some((option) => fits(option.label, label))
  const expected = `offer an option whose label ${describeWanted(label)}`
  return requireFit(this, options, result(pass, { phone, expected, seen }), phone)
}

/** The last screen is short enough for its network, and in the GSM 7-bit alphabet. */
export function toFit(received: unknown): MatcherResult {
  const phone = phoneOf('toFit', received)
  const { screen } = phone
  const wrong = fitProblems(screen, {})
  return result(screen !== null && wrong.length === 0, {
    phone,
    expected: 'have a screen that fits the phones of its network',
    seen: [...wrong, ...shown(screen)],
  })
}

/** A matching SMS has already arrived; this does not wait for one. */
export async function toHaveReceived(received: unknown, wanted: Wanted | WantedSms): Promise<MatcherResult> {
  const phone = phoneOf('toHaveReceived', received)
  const { from, contains } = smsOf(wanted)
  const messages = await phone.messages()
  const sender = from === undefined ? '' : ` from ${from}`
  const saying = contains === undefined ? '' : ` that ${describeWanted(contains)}`
  const came = messages.flatMap((one) => [`SMS from ${one.from}:`, ...quoted(one.text)])
  const pass = messages.some(
    (one) =>
      (from === undefined || one.from === from) && (contains === undefined || fits(one.text, contains)),
  )
  return result(pass, {
    phone,
    expected: `have received an SMS${sender}${saying}`,
    seen: came.length > 0 ? came : ['No SMS has come.'],
  })
}

/**
 * The program under test called an API as it should: so often, in that order, or never. Waits up to `waitMs` (real time,
 * 1000 by default) for calls that are missing.
 */
export async function toHaveBeenAsked(
  this: unknown,
  received: unknown,
  expected: ExpectedCallsInput,
  options: { waitMs?: number } = {},
): Promise<MatcherResult> {
  const sim = received as { calls?: Partial<Calls> } | null | undefined
  if (typeof sim?.calls?.check !== 'function')
    throw new TypeError('toHaveBeenAsked looks at a simulator, such as expect(sim).toHaveBeenAsked(…).')
  const { waitMs = isNegated(this) ? 0 : 1_000 } = options
  const { holds, expected: words, seen } = await sim.calls.check(expected, { ...options, waitMs })
  const message = () =>
    [`Expected ${holds ? 'anything but ' : ''}${words}.`, 'What came:', ...seen.flatMap(quoted)].join('\n')
  return { pass: holds, message }
}

function phoneOf(matcher: string, received: unknown): Phone {
  // Not `instanceof`: a test runner may load the class twice.
  const phone = received as Partial<Phone> | null | undefined
  if (typeof phone?.msisdn === 'string' && typeof phone.messages === 'function') return phone as Phone
  throw new TypeError(`${matcher} looks at a phone, such as expect(sim.phone('+46733000001')).${matcher}(…).`)
}

/** @throws TypeError for an unknown option or code, which would be ignored otherwise */
function checkAllowed(matcher: string, options: unknown): void {
  const code = oneOf('too-long', 'not-gsm')
  const problem = optionsProblem(matcher, options, {
    allow: (value) => (Array.isArray(value) ? value.map(code).find((wrong) => wrong) : 'it is a list'),
  })
  if (problem !== undefined) throw new TypeError(problem)
}

function smsOf(wanted: Wanted | WantedSms): WantedSms {
  if (typeof wanted === 'string' || wanted instanceof RegExp) {
    assertWanted('toHaveReceived', wanted)
    return { contains: wanted }
  }
  const problem = optionsProblem('toHaveReceived', wanted ?? {}, { from: text, contains: anything })
  if (problem !== undefined) throw new TypeError(problem)
  const { from, contains } = wanted ?? {}
  if (contains !== undefined) assertWanted('toHaveReceived', contains)
  if ((from ?? contains) !== undefined) return wanted
  throw new TypeError('toHaveReceived takes a text, a RegExp, or { from, contains } with one of the two.')
}

function result(
  pass: boolean,
  { phone, expected, seen }: { phone: Phone; expected: string; seen: readonly string[] },
): MatcherResult {
  // A passing result is printed only after `.not`.
  const message = () =>
    [`Expected ${phone.msisdn} ${pass ? 'not to' : 'to'} ${expected}.`, ...seen].join('\n')
  return { pass, message }
}

/** A matching screen must fit its network too, but not after `.not`. */
function requireFit(
  matcherThis: unknown,
  options: ScreenOptions,
  found: MatcherResult,
  { msisdn, screen }: Phone,
): MatcherResult {
  const wrong = fitProblems(screen, options)
  if (!found.pass || isNegated(matcherThis) || wrong.length === 0) return found
  const allow = 'Where it may be so, say { allow: [...] } with its code, behind what is expected.'
  const lines = [`Expected ${msisdn} to have a screen that fits the phones of its network.`, ...wrong]
  return { pass: false, message: () => [...lines, allow, ...shown(screen)].join('\n') }
}

/** Whether the matcher was called after `.not`: vitest and Jest say so in `this`. */
function isNegated(matcherThis: unknown): boolean {
  return (
    typeof matcherThis === 'object' &&
    matcherThis !== null &&
    'isNot' in matcherThis &&
    matcherThis.isNot === true
  )
}

function fitProblems(screen: Screen | null, { allow = [] }: ScreenOptions): string[] {
  const refused = ['too-long', 'not-gsm'] as const
  return (screen?.warnings ?? [])
    .filter(({ code }) => refused.some((one) => one === code && !allow.includes(one)))
    .map(({ code, message }) => `${code}: ${message}`)
}

function shown(screen: Screen | null): string[] {
  if (!screen) {
    return ['It has no screen yet. Await dial(), prompted() or look() first.']
  }
  const state = screen.status === 'open' ? 'An open screen' : `The session ${screen.status}`
  const { error, answer, diagnosis } = screen
  const why = [error, answer === undefined ? null : `The app answered ${answer}`, diagnosis ?? null]
  return [`${state}:`, ...quoted(screen.text), ...why.filter((line) => line !== null)]
}

function quoted(text: string): string[] {
  // No control character of an app may reach the terminal.
  return text.split(/\r?\n/).map((line) => `  | ${line.replace(/\p{Cc}/gu, ' ')}`.trimEnd())
}
