import type { Screen } from '../client/index.ts'
import { inShort } from './conversation.ts'
import { StepFailure } from './failure.ts'
import type { Step } from './parse.ts'
import { type StepWord, type StepWords, screenChecks } from './schema.ts'

/** Each puts a screen onto the phone. */
const screenActions = ['dials', 'prompted', 'chooses', 'types'] as const

export function screenAction(words: StepWords): StepWord | undefined {
  return screenActions.find((word) => words[word] !== undefined)
}

/**
 * A step after which nothing is said of the screen takes it that the session goes on.
 *
 * @throws StepFailure where it does not
 */
export function assertGoesOn(steps: readonly Step[], index: number, screen: Screen | null): void {
  if (!screen || screen.status === 'open' || isSaid(steps, index)) return
  const { status, text } = screen
  const [line = ''] = text.split('\n')
  throw new StepFailure({
    expected: 'the session to go on, since no step says that it is over',
    seen: inShort(screen),
    hint: `If this is right, add ${status === 'ended' ? `ends: ${JSON.stringify(line.trim())}` : `breaks: ${status}`}.`,
  })
}

/** Whether a step looks at the screen before the phone does anything more, other phones between them or not. */
function isSaid(steps: readonly Step[], index: number): boolean {
  let phone = steps.slice(0, index + 1).findLast(({ words }) => words.phone !== undefined)?.words.phone
  const own = phone
  for (const [at, { words }] of steps.entries()) {
    if (at < index) continue
    phone = words.phone ?? phone
    if (at > index && (words.restore ?? (phone === own ? screenAction(words) : undefined)) !== undefined)
      return false
    if (phone === own && screenChecks.some((word) => word in words)) return true
  }
  return false
}
