import { ClientError } from '../../client/index.ts'
import { formatDuration } from '../../terms/index.ts'
import type { Kind, Scene } from '../scene.ts'

interface CallOptions {
  signal: AbortSignal
}

/** Real milliseconds until the first look at whether an answer is held; each wait is twice as long as the one before, up to the last. */
const firstLookMs = 1
const lastLookMs = 20

/**
 * Makes a call of a script's merchant or app. Where a fault holds the answer, time passes until it comes; a call that is
 * never answered is given up at once, without a wait.
 */
export async function calling<Answer>(
  scene: Scene,
  make: (options: CallOptions) => Promise<Answer>,
): Promise<Answer> {
  const givingUp = new AbortController()
  if (!scene.holdsAnswers) return make({ signal: givingUp.signal })
  let last = await lastHeld(scene)
  let over = false
  const answer = make({ signal: givingUp.signal }).finally(() => {
    over = true
  })
  // Its error is that of this function; until then it is no unhandled one.
  answer.catch(() => {})
  let wait = firstLookMs
  while (!over) {
    for (const { id, data } of await scene.client.timeline({ kind: 'answer.held', after: last })) {
      last = id
      if (data.until === undefined) {
        scene.say({ kind: 'did', text: `${data.operation} is never answered: it is given up` })
        givingUp.abort()
      } else {
        await passUntil(scene, data.operation, Date.parse(data.until))
      }
    }
    await soon(answer, wait)
    wait = Math.min(2 * wait, lastLookMs)
  }
  return answer
}

/** Sends something under a name. It has the name also where the call fails, for it may have been performed. */
export async function sendAs<Sent extends object>(
  scene: Scene,
  { kind, name }: { kind: Kind<Sent>; name: string },
  send: (options: CallOptions) => Promise<Sent>,
): Promise<void> {
  try {
    scene.make(kind, name, await calling(scene, send))
  } catch (error) {
    const sent = error instanceof ClientError ? error.data.sent : undefined
    if (sent) scene.make(kind, name, sent as Sent)
    else scene.unsent.set(name, () => sendAs(scene, { kind, name }, send))
    throw error
  }
}

async function lastHeld(scene: Scene): Promise<number> {
  const events = await scene.client.timeline({ kind: 'answer.held' })
  return events.at(-1)?.id ?? 0
}

async function passUntil(scene: Scene, operation: string, until: number): Promise<void> {
  const { mode, now } = await scene.client.clock.read()
  const left = until - Date.parse(now)
  if (mode === 'running' || left <= 0) return
  const by = formatDuration(left)
  scene.say({ kind: 'did', text: `${operation} is answered after ${by}` })
  await scene.client.clock.advance(by)
}

/** After the answer, or so many milliseconds. */
async function soon(answer: Promise<unknown>, wait: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const moment = new Promise((resolve) => {
    timer = setTimeout(resolve, wait)
  })
  await Promise.race([answer.catch(() => {}), moment])
  clearTimeout(timer)
}
