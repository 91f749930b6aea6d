import { setTimeout as after } from 'node:timers/promises'
import { Command, InvalidArgumentError } from 'commander'
import type { Port } from '../client/index.ts'
import { visible } from '../safe-text/index.ts'
import { parseDuration } from '../terms/index.ts'
import type { Health } from '../terms/sim/health.ts'
import { type AdminTokenFlags, adminHeaders, ofAnotherSimulator, withAdminToken } from './admin-token.ts'
import { baseUrlOf, withSimulator } from './simulator-url.ts'
import { say } from './words/say.ts'

interface HealthFlags extends AdminTokenFlags {
  wait: number
}

const pauseMs = 100
/** Of one question. */
const patienceMs = 5_000

const realTime = { now: () => performance.now(), pause: () => after(pauseMs) }

/** `payersim health`: for a container's health check, and for scripts that wait for a simulator. */
export function healthCommand(): Command {
  const command = withSimulator(new Command('health'))
    .description('whether a simulator answers and can use its data file: ends with 0 or 1')
    .summary('whether a simulator can be used')
    .option('--wait <duration>', 'ask again for so long, such as PT30S', waitMilliseconds, 0)
  return withAdminToken(command, ofAnotherSimulator).action(
    async ({ wait, ...token }: HealthFlags, asked: Command) => {
      const { httpPort } = await import('../client/index.ts')
      const { ok, words } = await health(httpPort(baseUrlOf(asked), { headers: adminHeaders(token) }), wait)
      if (ok) console.log(visible(words))
      else console.error(visible(`payersim: ${say(words)}`))
      process.exitCode = ok ? 0 : 1
    },
  )
}

/** Asks until the simulator is healthy, refuses to say, or the time is over. */
export async function health(
  port: Pick<Port, 'fetch'>,
  waitMs: number,
  { now, pause }: { now: () => number; pause: () => Promise<void> } = realTime,
): Promise<{ ok: boolean; words: string }> {
  const end = now() + waitMs
  for (;;) {
    const { ok, final, words } = await asked(port)
    if (ok || final || now() >= end) return { ok, words }
    await pause()
  }
}

async function asked(port: Pick<Port, 'fetch'>): Promise<{ ok: boolean; final: boolean; words: string }> {
  try {
    const signal = AbortSignal.timeout(patienceMs)
    const { status, text } = await port.fetch({ method: 'GET', path: '/_sim/health', signal })
    const said = JSON.parse(text) as Partial<Health> & { detail?: string }
    if (status === 200 && said.status === 'ok')
      return { ok: true, final: true, words: `ok: payersim ${said.version}, ${said.store}` }
    const words = said.detail ?? `The health route answered ${status}.`
    // 503 is a data file that may come back; what is refused now is refused later.
    return { ok: false, final: status < 500, words }
  } catch (error) {
    return { ok: false, final: false, words: error instanceof Error ? error.message : String(error) }
  }
}

function waitMilliseconds(text: string): number {
  const milliseconds = parseDuration(text)
  if (milliseconds === undefined) throw new InvalidArgumentError('Give a duration, such as PT30S.')
  return milliseconds
}
