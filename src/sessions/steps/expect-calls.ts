import type { ExpectedCalls } from '../../terms/sim/call.ts'
import type { Scene } from '../scene.ts'
import { StepFailure } from '../step-failure.ts'
import { filled } from './filled.ts'

/** How long calls that are missing may still come, in real milliseconds. */
const patienceMs = 3_000

/** Checks what the program under test called. */
export async function expectCalls(scene: Scene, expected: ExpectedCalls): Promise<void> {
  const wanted = (await filled(scene, expected)) as ExpectedCalls
  const result = await scene.client.calls.check(wanted, { waitMs: patienceMs })
  if (!result.holds) {
    const seen = result.seen.join('\n')
    throw new StepFailure({ expected: result.expected, seen, path: ['calls'] })
  }
  scene.say({ kind: 'checked', text: `it was asked: ${result.expected}` })
}
