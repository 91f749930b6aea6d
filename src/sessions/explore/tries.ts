import type { ScreenOption } from '../../client/index.ts'
import type { StepWords } from '../schema.ts'

/** An action to try at a screen. */
export interface Try {
  kind: 'wrong' | 'option' | 'answer' | 'hesitate' | 'hang-up'
  /** Such as `the option 1 Approvals`. */
  what: string
  step: StepWords
  /** Tried only to see whether it breaks the app: the walk does not continue from there. */
  probe?: true
  /** If the last answer repeated the question, this one is tried right after it. */
  inRow?: true
}

const longAnswer = '7'.repeat(160)

/**
 * Input that phones allow and few apps expect. A star also joins the answers in `text`: one alone makes
 * an empty segment in its middle.
 */
const unusual = [
  { what: 'a star', types: '*' },
  { what: 'a hash', types: '#' },
  { what: 'blanks', types: '   ' },
  { what: 'letters', types: 'abc' },
]

/** Everything to try: wrong answers first, since an option is compared with the reply to a wrong answer. */
export function triesAt(
  options: readonly ScreenOption[],
  { late, hesitation }: { late: boolean; hesitation: string },
): Try[] {
  const offered = new Set(options.map(({ key }) => key))
  const unknown = ['8', '7', '6', '99'].find((key) => !offered.has(key)) ?? '77'
  const wrong = (what: string, types: string): Try => ({ kind: 'wrong', what, step: { types } })
  const answer = (what: string, types: string): Try => ({ kind: 'answer', what, step: { types } })
  return [
    wrong('a wrong key', options.length > 0 ? unknown : 'x'),
    wrong('an empty answer', ''),
    wrong('a very long answer', longAnswer),
    ...(late ? [] : unusual)
      .filter(({ types }) => !offered.has(types))
      .map(({ what, types }): Try => ({ ...wrong(what, types), probe: true, inRow: true })),
    // The app cannot tell it from two answers, so it is not wrong: the app may jump two screens, but must not fail.
    ...(late ? [] : [{ ...answer('a star between digits', '1*1'), probe: true } as const]),
    ...options.map(
      (option): Try => ({
        kind: 'option',
        what: `the option ${option.key} ${option.label}`,
        step: stepFor(option, options),
      }),
    ),
    // A screen without options asks for a text; in the payer's app, always for the PIN.
    ...(options.length === 0 ? [answer('the right PIN', '{{pin}}'), answer('a wrong PIN', '9999')] : []),
    ...(late ? [] : [{ kind: 'hesitate', what: 'hesitation', step: { wait: hesitation } } as const]),
    { kind: 'hang-up', what: 'hanging up', step: { cancels: true } },
  ]
}

/** By its label, as a person would; by its key if another label contains the same text. */
function stepFor({ key, label }: ScreenOption, options: readonly ScreenOption[]): StepWords {
  const alike = options.filter((other) => other.label.toLowerCase().includes(label.toLowerCase()))
  // A label between slashes would be read as a pattern.
  return alike.length === 1 && !label.startsWith('/') && !label.includes('{{')
    ? { chooses: label }
    : { types: key }
}
