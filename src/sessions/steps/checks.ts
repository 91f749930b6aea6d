import type { Message, Screen } from '../../client/index.ts'
import { inShort } from '../conversation.ts'
import { matches, wish } from '../matching.ts'
import type { Scene } from '../scene.ts'
import type { StepWords } from '../schema.ts'
import { type ScreenText, says, textOf, wishFor } from '../screen-text.ts'
import { StepFailure } from '../step-failure.ts'

/** The text is on the screen, and the session goes on. */
export async function shows(scene: Scene, wanted: ScreenText): Promise<void> {
  const { value, masked } = await resolved(scene, wanted)
  const screen = await scene.screen()
  if (screen?.status === 'open' && says(screen.text, value)) return
  throw new StepFailure({ expected: `an open screen that ${wishFor(masked)}`, seen: inShort(screen) })
}

/** Each label belongs to an option, and the session goes on. */
export async function offers(scene: Scene, wanted: string | readonly string[]): Promise<void> {
  for (const [index, label] of [wanted].flat().entries()) {
    const { value, masked } = await scene.resolve(label)
    const screen = await scene.screen()
    const labels = (screen?.options ?? []).map((option) => option.label)
    if (labels.some((one) => matches(one, value))) continue
    throw new StepFailure({
      expected: `an open screen with an option whose label ${wish(masked)}`,
      seen: inShort(screen),
      path: typeof wanted === 'string' ? [] : [String(index)],
    })
  }
}

/** The text is on the screen, and the app has ended the session. */
export async function ends(scene: Scene, wanted: ScreenText): Promise<void> {
  const { value, masked } = await resolved(scene, wanted)
  const screen = await scene.screen()
  if (screen?.status === 'ended' && says(screen.text, value)) return
  throw new StepFailure({
    expected: `the session ended, with a screen that ${wishFor(masked)}`,
    seen: inShort(screen),
  })
}

async function resolved(
  scene: Scene,
  wanted: ScreenText,
): Promise<{ value: ScreenText; masked: ScreenText }> {
  const { value, masked } = await scene.resolve(textOf(wanted))
  return typeof wanted === 'string'
    ? { value, masked }
    : { value: { exactly: value }, masked: { exactly: masked } }
}

/** The session is over, but the app did not end it. */
export async function breaks(scene: Scene, status: Screen['status']): Promise<void> {
  const screen = await scene.screen()
  if (screen?.status === status) return
  throw new StepFailure({ expected: `the session ${status}`, seen: inShort(screen) })
}

/** An SMS that no step has read yet; with `count`, exactly that many. */
export async function sms(
  scene: Scene,
  { contains, from, count }: NonNullable<StepWords['sms']>,
): Promise<void> {
  const { value, masked } = await scene.resolve(contains)
  const unread = (await scene.phone.messages()).filter(({ id }) => !scene.readSms.has(id))
  const fitting = unread.filter(
    (one) => matches(one.text, value) && (from === undefined || one.from === from),
  )
  const found = count === undefined ? fitting.slice(0, 1) : fitting
  if (found.length !== (count ?? 1)) {
    const wished = `an unread SMS${from === undefined ? '' : ` from ${from}`} that ${wish(masked)}`
    throw new StepFailure({
      expected: count === undefined ? wished : `${count} times ${wished}`,
      seen:
        count === undefined || unread.length === 0 ? listed(unread) : `${found.length} of ${listed(unread)}`,
      path: [count === undefined ? 'contains' : 'count'],
    })
  }
  scene.readSms = new Set([...scene.readSms, ...found.map(({ id }) => id)])
  const last = found.at(-1)
  if (last) scene.smsCode = last.code
  for (const { from, text, warnings } of found) scene.say({ kind: 'sms', from, text, warnings })
  if (count === 0) scene.say({ kind: 'checked', text: `no unread SMS ${wish(masked)}` })
}

function listed(unread: Message[]): string {
  return unread.length > 0 ? unread.map(quoted).join(', ') : 'no unread SMS'
}

function quoted({ text }: Message): string {
  return JSON.stringify(text)
}
