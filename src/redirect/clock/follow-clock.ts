import { renameSync, writeFileSync } from 'node:fs'
import { Agent, request as httpRequest } from 'node:http'
import { text as readText } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ClockView, clockSchema } from '../../terms/sim/clock.ts'
import { RedirectError, reasonOf } from '../errors.ts'
import { clockText } from './clock-text.ts'

/** How often the simulator is asked, in milliseconds. No event says that a move has ended: the clock stops at each deadline. */
const everyMs = 20
/** How often a simulator is asked that did not answer, in milliseconds. */
const againMs = 500
/** Two readings of a running clock differ by how long they took. In milliseconds. */
const jitterMs = 30

export interface FollowedClock {
  stop(): void
}

/**
 * Writes a simulator's clock to a file, as {@link clockText} says it, now and whenever it moves, until it is stopped. Where
 * no simulator answers any more, the file keeps what it says.
 *
 * @param simulator the URL of a simulator, or of a world of it by its path
 * @throws RedirectError if the simulator does not tell its time
 */
export async function followClock(
  simulator: URL,
  { file, headers }: { file: string; headers: Readonly<Record<string, string>> },
): Promise<FollowedClock> {
  const ended = new AbortController()
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const url = new URL(`${simulator.pathname.replace(/\/$/, '')}/_sim/clock`, simulator)
  let written: Written | undefined
  const read = async () => {
    const asked = Date.now()
    const clock = await askClock(url, { agent, headers, signal: ended.signal })
    const machine = (asked + Date.now()) / 2
    const next = { ...clock, machine }
    if (written !== undefined && isSame(written, next)) return
    written = next
    const text = clockText(clock, machine)
    // Read by programs at any moment: never half of it.
    writeFileSync(`${file}.new`, text, { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }
  const follow = async () => {
    while (!ended.signal.aborted) {
      const pause = await read().then(
        () => everyMs,
        () => againMs,
      )
      await sleep(pause, undefined, { signal: ended.signal }).catch(() => {})
    }
  }
  await read()
  void follow()
  return {
    stop() {
      ended.abort()
      agent.destroy()
    },
  }
}

interface Written extends ClockView {
  machine: number
}

function isSame(one: Written, other: Written): boolean {
  if (one.mode !== other.mode) return false
  if (one.mode === 'frozen') return one.now === other.now
  const ahead = ({ now, machine }: Written) => Date.parse(now) - machine
  return Math.abs(ahead(one) - ahead(other)) < jitterMs
}

interface Asking {
  agent: Agent
  headers: Readonly<Record<string, string>>
  signal: AbortSignal
}

/** @throws RedirectError if there is no clock in the answer */
async function askClock(url: URL, { agent, headers, signal }: Asking): Promise<ClockView> {
  const { status, text } = await new Promise<{ status: number; text: string }>((resolve, reject) => {
    const options = { agent, signal, headers: { host: 'localhost', ...headers } }
    httpRequest(url, options, (answer) => {
      readText(answer).then((text) => resolve({ status: answer.statusCode ?? 0, text }), reject)
    })
      .on('error', reject)
      .end()
  }).catch((error) => {
    throw new RedirectError(
      `The simulator at ${url.origin} does not tell its time: ${reasonOf(error)}.`,
      {},
      { cause: error },
    )
  })
  if (status === 200) return clockSchema.parse(JSON.parse(text))
  const token =
    status === 401 || status === 403
      ? ' It wants its admin token: give --admin-token, or --admin-token-file.'
      : ''
  throw new RedirectError(
    `The simulator at ${url.origin} does not tell its time (GET ${url.pathname}: ${status}).${token}`,
    {
      url: url.href,
      status,
    },
  )
}
