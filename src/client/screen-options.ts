import { ClientError } from './errors.ts'

export interface ScreenOption {
  /** The keys to type for it. */
  key: string
  label: string
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

/**
 * The one option whose label contains the text, ignoring case, or matches the pattern.
 *
 * @throws ClientError if none or several do; it lists the options of the screen
 */
export function pickOption(text: string, wanted: string | RegExp): ScreenOption {
  const options = optionsOf(text)
  const matches = options.filter(({ label }) => fits(label, wanted))
  const [match] = matches
  if (match && matches.length === 1) return match
  const what = typeof wanted === 'string' ? `"${wanted}"` : String(wanted)
  if (match) {
    throw new ClientError(
      `${matches.length} options match ${what}: ${listed(matches)}. Choose by a longer part of the label.`,
      { options },
    )
  }
  throw new ClientError(
    options.length > 0
      ? `No option matches ${what}. The screen has: ${listed(options)}.`
      : `No option matches ${what}: the screen has none. It reads: ${JSON.stringify(text)}.`,
    { options },
  )
}

function fits(label: string, wanted: string | RegExp): boolean {
  if (typeof wanted === 'string') {
    return wanted !== '' && label.toLowerCase().includes(wanted.toLowerCase())
  }
  // A global or sticky pattern keeps its last index, so a copy is used.
  return new RegExp(wanted.source, wanted.flags.replace(/[gy]/g, '')).test(label)
}

function listed(options: readonly ScreenOption[]): string {
  return options.map(({ key, label }) => `${key} ${label}`).join(' · ')
}
