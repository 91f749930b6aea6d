import type { Callback } from '../../client/index.ts'
import type { ExpectedCallbacks } from '../callbacks-schema.ts'
import { differenceOf } from '../json-difference.ts'
import type { Scene } from '../scene.ts'
import { StepFailure } from '../step-failure.ts'
import { filled } from './filled.ts'

/**
 * Checks the callbacks of the merchant's sink: the total count, and the method and
 * body of each one. Returns an addition for the line of the report.
 */
export async function expectCallbacks(
  scene: Scene,
  came: readonly Callback[],
  expected: number | ExpectedCallbacks,
): Promise<string> {
  const {
    count,
    method,
    body,
    'whole-body': whole,
  } = typeof expected === 'number' ? { count: expected } : expected
  const at = (...path: string[]) => ({ path: ['callbacks', ...(typeof expected === 'number' ? [] : path)] })
  if (count === undefined ? came.length === 0 : came.length !== count) {
    const wanted = count === undefined ? 'a callback' : counted(count)
    throw new StepFailure({ expected: wanted, seen: counted(came.length), ...at('count') })
  }
  for (const callback of came) {
    if (method !== undefined && callback.method !== method) {
      throw new StepFailure({ expected: `a ${method}`, seen: `a ${callback.method}`, ...at('method') })
    }
    await expectBody(scene, callback, { wanted: body, whole: false })
    await expectBody(scene, callback, { wanted: whole, whole: true })
  }
  const checks = [method, body && 'body as expected', whole && 'whole body as expected'].filter(Boolean)
  return `, ${[counted(came.length), ...checks].join(', ')}`
}

async function expectBody(
  scene: Scene,
  { body }: Callback,
  { wanted, whole }: { wanted: Record<string, unknown> | undefined; whole: boolean },
): Promise<void> {
  if (wanted === undefined) return
  const difference = differenceOf(body, await filled(scene, wanted), { whole })
  if (!difference) return
  const { path, expected, seen } = difference
  const field = path.length > 0 ? path.join('.') : 'its body'
  throw new StepFailure({
    expected: `a callback with ${field} ${expected}`,
    seen: `${seen} in ${JSON.stringify(body)}`,
    path: ['callbacks', whole ? 'whole-body' : 'body', ...path],
  })
}

function counted(callbacks: number): string {
  return callbacks === 1 ? '1 callback' : `${callbacks} callbacks`
}
