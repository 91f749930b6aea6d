import { optionsOf, type Phone, type Screen } from '../client/index.ts'
import { assertWanted, fits, type Wanted, wish } from './text.ts'

/** What `expect.extend` of vitest and of Jest takes. */
export interface MatcherResult {
  pass: boolean
  message(): string
}

/** The SMS wished for; with both, one that fits both. */
export interface WantedSms {
  /** Its sender id or short code, as it is shown. */
  from?: string
  contains?: Wanted
}

/** The screen seen last contains the text, and the session goes on. */
export function toShow(received: unknown, wanted: Wanted): MatcherResult {
  const phone = phoneOf('toShow', received)
  assertWanted('toShow', wanted)
  const { screen } = phone
  const pass = screen?.status === 'open' && fits(screen.text, wanted)
  return result(pass, { phone, wished: `show an open screen that ${wish(wanted)}`, seen: shown(screen) })
}

/** The screen seen last ended the session, and contains the text. */
export function toEndWith(received: unknown, wanted: Wanted): MatcherResult {
  const phone = phoneOf('toEndWith', received)
  assertWanted('toEndWith', wanted)
  const { screen } = phone
  const pass = screen?.status === 'ended' && fits(screen.text, wanted)
  const wished = `have its session ended by the app with a screen that ${wish(wanted)}`
  return result(pass, { phone, wished, seen: shown(screen) })
}

/** The screen seen last is open, and an option's label contains the text. */
export function toOffer(received: unknown, label: Wanted): MatcherResult {
  const phone = phoneOf('toOffer', received)
  assertWanted('toOffer', label)
  const { screen } = phone
  const options = screen?.status === 'open' ? optionsOf(screen.text) : []
  const listed = options.map((option) => `${option.key} ${option.label}`).join(' · ')
  const seen = [...shown(screen), `Its options: ${listed || 'none'}.`]
  const pass = options.some((option) => fits(option.label, label))
  return result(pass, { phone, wished: `offer an option whose label ${wish(label)}`, seen })
}

/** An SMS that fits has arrived by now; it waits for none. */
export async function toHaveReceived(received: unknown, wanted: Wanted | WantedSms): Promise<MatcherResult> {
  const phone = phoneOf('toHaveReceived', received)
  const { from, contains } = smsOf(wanted)
  const messages = await phone.messages()
  const sender = from === undefined ? '' : ` from ${from}`
  const text = contains === undefined ? '' : ` that ${wish(contains)}`
  const came = messages.flatMap((one) => [`SMS from ${one.from}:`, ...barred(one.text)])
  const pass = messages.some(
    (one) =>
      (from === undefined || one.from === from) && (contains === undefined || fits(one.text, contains)),
  )
  return result(pass, {
    phone,
    wished: `have received an SMS${sender}${text}`,
    seen: came.length > 0 ? came : ['No SMS has come.'],
  })
}

function phoneOf(matcher: string, received: unknown): Phone {
  // By its shape: a test runner may load the class once more.
  const phone = received as Partial<Phone> | null | undefined
  if (typeof phone?.msisdn === 'string' && typeof phone.messages === 'function') return phone as Phone
  throw new TypeError(`${matcher} looks at a phone, such as expect(sim.phone('+46733000001')).${matcher}(…).`)
}

function smsOf(wanted: Wanted | WantedSms): WantedSms {
  if (typeof wanted === 'string' || wanted instanceof RegExp) {
    assertWanted('toHaveReceived', wanted)
    return { contains: wanted }
  }
  const { from, contains } = wanted ?? {}
  if (contains !== undefined) assertWanted('toHaveReceived', contains)
  if ((from ?? contains) !== undefined) return wanted
  throw new TypeError('toHaveReceived takes a text, a RegExp, or { from, contains } with one of the two.')
}

function result(
  pass: boolean,
  { phone, wished, seen }: { phone: Phone; wished: string; seen: readonly string[] },
): MatcherResult {
  // What passes is told only under `.not`.
  const message = () => [`Expected ${phone.msisdn} ${pass ? 'not to' : 'to'} ${wished}.`, ...seen].join('\n')
  return { pass, message }
}

function shown(screen: Screen | null): string[] {
  if (!screen) {
    return ['It has no screen yet. Await dial(), prompted() or look() first.']
  }
  const state = screen.status === 'open' ? 'An open screen' : `The session ${screen.status}`
  return [`${state}:`, ...barred(screen.text)]
}

function barred(text: string): string[] {
  // What an app sends is shown, never obeyed: no control character reaches the terminal.
  return text.split(/\r?\n/).map((line) => `  | ${line.replace(/\p{Cc}/gu, ' ')}`.trimEnd())
}
