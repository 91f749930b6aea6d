import type { ClientError } from '../../client/index.ts'
import type { Scene } from '../scene.ts'
import type { StepWords } from '../schema.ts'
import { StepFailure } from '../step-failure.ts'
import { calling } from './calls.ts'

/** Sends what was made under this name again: an order under its reference id, a balance request under its transaction. */
export async function again(scene: Scene, name: string): Promise<void> {
  scene.say({ kind: 'did', text: `${name}: it is sent again` })
  const unsent = scene.unsent.get(name)
  if (unsent) {
    scene.unsent.delete(name)
    return unsent()
  }
  await calling(scene, (options) => scene.again(name, options))
}

/** Checks how the call of this step failed. */
export function fails(scene: Scene, expected: NonNullable<StepWords['fails']>): void {
  const seen = scene.failure && failureIn(scene.failure)
  if (seen !== expected) {
    throw new StepFailure({
      expected: `a call that fails: ${expected}`,
      seen: scene.failure ? `${seen}: ${scene.failure.message}` : 'it was answered',
      path: ['fails'],
    })
  }
  scene.say({ kind: 'checked', text: `it fails: ${expected}` })
}

function failureIn({ data, message }: ClientError): number | string {
  return data.failure ?? data.status ?? message
}
