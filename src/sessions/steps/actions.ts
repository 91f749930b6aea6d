import { maskText, secretsDialled, secretsIn } from '../../safe-text/index.ts'
import { asPattern } from '../matching.ts'
import { mask, type Scene } from '../scene.ts'
import type { StepWords } from '../schema.ts'

type Value<Word extends keyof StepWords> = NonNullable<StepWords[Word]>

export async function dials(scene: Scene, code: string): Promise<void> {
  const { value, masked } = await scene.resolve(code)
  if (/\*\d{4,}/.test(value)) {
    const known = (await scene.client.network.serviceCodes()).map((one) => one.code)
    for (const secret of secretsDialled(value, known)) scene.secrets.add(secret)
  }
  scene.say({ kind: 'did', text: `${scene.phone.msisdn} dials ${maskText(masked, scene)}` })
  scene.show(await scene.phone.dial(value))
  scene.freshScreen = true
}

/** Everything due has been attempted, so a push that is not there will not come. */
export async function prompted(scene: Scene): Promise<void> {
  const screen = await scene.phone.prompted({ waitMs: 0 })
  scene.say({ kind: 'did', text: `${scene.phone.msisdn} is prompted` })
  scene.show(screen)
  scene.freshScreen = true
}

export async function chooses(scene: Scene, label: string): Promise<void> {
  const { value } = await scene.resolve(label)
  const option = await scene.phone.optionFor(asPattern(value) ?? value)
  scene.say({ kind: 'did', text: `${scene.phone.msisdn} chooses ${option.key} ${option.label}` })
  scene.show(await scene.phone.reply(option.key))
  scene.freshScreen = true
}

export async function types(scene: Scene, text: string): Promise<void> {
  const { value, masked } = await scene.resolve(text)
  const pin = scene.phone.knows(value) || scene.phone.screen?.secret === true
  if (pin) scene.secrets.add(value)
  // Several answers in one, as in a code dialled with its answers.
  else if (value.includes('*')) for (const one of secretsIn(value.split('*'), 0)) scene.secrets.add(one)
  const shown = pin && value !== '' ? mask : maskText(masked, scene)
  scene.say({ kind: 'did', text: `${scene.phone.msisdn} types ${shown === '' ? 'nothing' : shown}` })
  scene.show(await scene.phone.reply(value))
  scene.freshScreen = true
}

export async function cancels(scene: Scene): Promise<void> {
  scene.say({ kind: 'did', text: `${scene.phone.msisdn} hangs up` })
  scene.show(await scene.phone.cancel())
  scene.freshScreen = true
}

export async function goes(scene: Scene, where: Value<'goes'>): Promise<void> {
  scene.say({ kind: 'did', text: `${scene.phone.msisdn} goes ${where}` })
  await (where === 'online' ? scene.phone.goOnline() : scene.phone.goOffline())
}

export async function wait(scene: Scene, by: string): Promise<void> {
  const { now } = await scene.client.clock.advance(by)
  scene.say({ kind: 'did', text: `${by} go by: it is ${now}` })
}
