import type { Screen } from './sim/phone.ts'

/** One option of a menu on a screen. */
export interface ScreenOption {
  /** The keys to type for it. */
  key: string
  label: string
}

/** What a person wants of a menu: `what` says it in an error, such as `"Approve"`. */
export interface WantedOption {
  what: string
  fits(label: string): boolean
}

// One or two digits, or * or #; a bracket, point, colon or space; then the label. With a digit right after a point or
// colon it is an amount or a time.
const optionLine = /^(\d{1,2}|[*#])(?:\s*(?:\)|[.:](?!\d))\s*|\s+)(\S.*)$/
// Networks that page long texts write their options on one line: `98:More 00:Back`.
const networkLine = /^\d\d:[A-Za-z]+(\s+\d\d:[A-Za-z]+)+$/

/** The options of a screen, such as `1 Approvals (2)`, `1. Label`, `1) Label` or `98:More`, in their order. */
export function optionsOf(text: string): ScreenOption[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .flatMap((line) => (networkLine.test(line) ? line.split(/\s+/) : [line]))
    .flatMap((line) => {
      const [, key, label] = optionLine.exec(line) ?? []
      return key !== undefined && label !== undefined ? [{ key, label }] : []
    })
}

/** The option whose label contains the text, ignoring case; none contains an empty text. */
export function labelWith(text: string): WantedOption {
  const part = text.toLowerCase()
  return { what: `"${text}"`, fits: (label) => part !== '' && label.toLowerCase().includes(part) }
}

/** The one option of a screen that fits, or a sentence that says why there is not one, and lists the options. */
export function choiceOf(
  text: string,
  { what, fits }: WantedOption,
): { option: ScreenOption } | { problem: string; options: ScreenOption[] } {
  const options = optionsOf(text)
  const matches = options.filter(({ label }) => fits(label))
  const [option] = matches
  if (option && matches.length === 1) return { option }
  if (option) {
    const several = `${matches.length} options match ${what}: ${listed(matches)}.`
    return { problem: `${several} Choose by a longer part of the label.`, options }
  }
  const problem =
    options.length > 0
      ? `No option matches ${what}. The screen has: ${listed(options)}.`
      : `No option matches ${what}: the screen has none. It reads: ${JSON.stringify(text)}.`
  return { problem, options }
}

type FailedWords = Pick<Screen, 'status' | 'error' | 'answer' | 'diagnosis'>

/** Says that a phone has no open screen to choose from, and why. `screen` is its last one. */
export function nothingToChoose(msisdn: string, screen: FailedWords | null): string {
  return `${msisdn} has no open screen to choose from. ${whyNone(screen)}`
}

/** The session ended because its app failed, so say that: to dial again would fail the same way. */
function whyNone(screen: FailedWords | null): string {
  if (screen?.status !== 'failed') return 'Dial first.'
  const { error, answer, diagnosis } = screen
  const answered = answer === undefined ? '' : ` The app answered ${answer}.`
  return `Its session failed: ${error ?? 'the app failed'}.${answered}${diagnosis === undefined ? '' : ` ${diagnosis}`}`
}

function listed(options: readonly ScreenOption[]): string {
  return options.map(({ key, label }) => `${key} ${label}`).join(' · ')
}
