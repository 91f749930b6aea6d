import { InputError } from '../kernel/index.ts'
import { durationUpTo, longestAdvance, parseDuration } from '../terms/index.ts'

/** A step of the clock, in milliseconds. @throws InputError */
export function advanceMilliseconds(text: string): number {
  const checked = advance.safeParse(text)
  if (checked.success) return parseDuration(text) ?? 0
  const [issue] = checked.error.issues
  if (issue?.code === 'custom')
    throw new InputError(
      `${text} is more than ten years. Move the clock in smaller steps.`,
      {},
      { problem: 'step-too-long' },
    )
  throw new InputError(
    `${JSON.stringify(text)} is no duration. Write one such as PT5M, PT30S or P1D.`,
    {},
    { problem: 'not-a-duration' },
  )
}

const advance = durationUpTo(longestAdvance, 'is more than ten years')
