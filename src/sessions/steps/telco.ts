import type { FaultPlan } from '../../client/index.ts'
import { maskSpoken } from '../../safe-text/index.ts'
import type { Scene } from '../scene.ts'
import type { StepWords } from '../schema.ts'

type Value<Word extends keyof StepWords> = NonNullable<StepWords[Word]>

/** Moves the current phone to a network, before any other word of the step. */
export async function network(scene: Scene, code: string): Promise<void> {
  scene.say({ kind: 'did', text: `${scene.phone.msisdn} is on the network ${code}` })
  await scene.phone.setNetwork(code)
}

export async function texts(scene: Scene, { to, message }: Value<'texts'>): Promise<void> {
  const { value, masked } = await scene.resolve(message)
  scene.say({ kind: 'did', text: `${scene.phone.msisdn} texts ${to}: ${maskSpoken(masked)}` })
  await scene.phone.text(to, value)
}

export async function app(scene: Scene, { code, url, events }: Value<'app'>): Promise<void> {
  scene.say({ kind: 'did', text: `${code} is answered by ${url}` })
  await scene.client.network.serviceCode(code, { callbackUrl: url, eventsUrl: events ?? null })
}

export async function faults(scene: Scene, plans: readonly FaultPlan[]): Promise<void> {
  await scene.client.faults.set(plans)
  scene.holdsAnswers ||= plans.some(({ do: action }) => action === 'no-answer' || action === 'late-answer')
  for (const plan of plans) scene.say({ kind: 'did', text: `from now on, ${inWords(plan)}` })
}

export async function noFaults(scene: Scene): Promise<void> {
  scene.say({ kind: 'did', text: 'from now on, nothing goes wrong' })
  await scene.client.faults.clear()
}

/** For example `sms: lost (recipient +46733000001, first 1)`. */
function inWords({ point, do: deed, match, when, args }: FaultPlan): string {
  const more = Object.entries({ ...match, ...when, ...args }).map(([word, value]) => `${word} ${value}`)
  return `${point}: ${deed}${more.length > 0 ? ` (${more.join(', ')})` : ''}`
}
