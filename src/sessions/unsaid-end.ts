import type { Screen } from '../client/index.ts'
import { inShort } from './conversation.ts'
import { screenChecks } from './core-words.ts'
import type { Step } from './parse.ts'
import type { StepWord, StepWords } from './schema.ts'
import { StepFailure } from './step-failure.ts'

/** Words that put a screen onto the phone. */
const screenActions = ['dials', 'prompted', 'chooses', 'types'] as const

export function screenAction(words: StepWords): StepWord | undefined {
  return screenActions.find((word) => words[word] !== undefined)
}

/**
 * After a step without a check of the screen, the session must still be open.
 *
 * @throws StepFailure if it is not
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

/** Whether a later step checks the screen before the phone acts again; steps of other phones do not count. */
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
