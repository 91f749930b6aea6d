import type { Message } from '../../client/index.ts'
import { inShort } from '../conversation.ts'
import { StepFailure } from '../failure.ts'
import { matches, wish } from '../matching.ts'
import type { Scene } from '../scene.ts'

/** The text is on the screen and the session goes on. */
export async function shows(scene: Scene, wanted: string): Promise<void> {
  const { value, told } = await scene.resolve(wanted)
  const screen = await scene.screen()
  if (screen?.status === 'open' && matches(screen.text, value)) return
  throw new StepFailure({ expected: `an open screen that ${wish(told)}`, seen: inShort(screen) })
}

/** The text is on the screen and the session is over, ended by the app. */
export async function ends(scene: Scene, wanted: string): Promise<void> {
  const { value, told } = await scene.resolve(wanted)
  const screen = await scene.screen()
  if (screen?.status === 'ended' && matches(screen.text, value)) return
  throw new StepFailure({
    expected: `the session ended, with a screen that ${wish(told)}`,
    seen: inShort(screen),
  })
}

/** An SMS that no step has read yet. */
export async function sms(scene: Scene, { contains }: { contains: string }): Promise<void> {
  const { value, told } = await scene.resolve(contains)
  const { msisdn } = scene.phone
  const after = scene.readUpTo.get(msisdn) ?? 0
  const unread = await scene.phone.messages({ after })
  const found = unread.find(({ text }) => matches(text, value))
  if (!found) {
    throw new StepFailure({
      expected: `an unread SMS that ${wish(told)}`,
      seen: unread.length > 0 ? unread.map(quoted).join(', ') : 'no unread SMS',
      path: ['contains'],
    })
  }
  scene.readUpTo.set(msisdn, found.id)
  scene.say({ kind: 'sms', from: found.from, text: found.text })
}

function quoted({ text }: Message): string {
  return JSON.stringify(text)
}
