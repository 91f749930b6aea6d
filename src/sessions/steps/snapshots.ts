import type { Scene } from '../scene.ts'

/** Saves the whole world under a name. */
export async function snapshot(scene: Scene, name: string): Promise<void> {
  await scene.client.snapshots.take(name)
  scene.keep(name)
  scene.say({ kind: 'did', text: `the world is kept as ${name}` })
}

/** Restores the saved world and its time. */
export async function restore(scene: Scene, name: string): Promise<void> {
  const { now } = await scene.client.snapshots.restore(name)
  scene.goBackTo(name)
  scene.say({ kind: 'did', text: `the world is again as ${name} was: it is ${now}` })
}
