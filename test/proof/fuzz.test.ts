import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import pino from 'pino'
import { afterEach, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../src/index.ts'
import { anyAct, closeUnread } from './fuzz-hostile.ts'
import { anyRequest, bytesOf } from './fuzz-requests.ts'
import type { FuzzRequest } from './fuzz-route.ts'
import { type RawAnswer, RawSocket } from './fuzz-socket.ts'

/** More with `npm run test:fuzz -- --requests 100000`; a run that failed again with `--seed N`. */
const requests = Number(process.env.FUZZ_REQUESTS ?? 3_000)
const seed = Number(process.env.FUZZ_SEED ?? 20_260_105)
/** Things that are done to sockets, so many for so many requests. */
const acts = Math.ceil(requests / 60)
/** What the heap may grow by between the middle and the end, in bytes. */
const mayGrow = 8 * 1024 * 1024
/** What the exchanges that are kept take where the log of them fills up, in bytes. */
const exchangesKept = 16 * 1024 * 1024

let sim: Simulator | undefined
let socket: RawSocket | undefined
afterEach(async () => {
  closeUnread()
  socket?.close()
  await sim?.close()
})

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void
const heap = () => {
  collectGarbage()
  return process.memoryUsage().heapUsed
}

/** A log that is counted, not kept. */
class Log {
  lines = 0
  failure: string | undefined
  /** The last few lines, for a failure to show. */
  readonly last: string[] = []
  write(line: string): void {
    this.lines++
    this.last.push(line)
    if (this.last.length > 3) this.last.shift()
    if ((JSON.parse(line) as { level: number }).level >= 50) this.failure ??= line
  }
}

// https://momodeveloper.mtn.com/content/html_widgets/o46rh.html: the wallet platform answers these with 500.
const vendorFailures = [
  /^\{"message":"[^"]+","code":"(NOT_ALLOWED|NOT_ALLOWED_TARGET_ENVIRONMENT|INVALID_CALLBACK_URL_HOST|INVALID_CURRENCY|INTERNAL_PROCESSING_ERROR|SERVICE_UNAVAILABLE)"\}$/,
  /^\{"error":"login_failed"\}$/,
  // A POST of nothing (sparkplug/momoapi-ruby, 2020).
  /^$/,
]

function complaint(answer: RawAnswer, request: FuzzRequest, logged: number, log: Log): string | undefined {
  if (log.failure !== undefined) return `it logged a failure: ${log.failure}`
  if (logged > 1) return `it logged ${logged} lines, the last of which are\n${log.last.join('')}`
  const ours = answer.status >= 500 && !vendorFailures.some((known) => known.test(answer.body))
  if (ours) return `it was answered ${answer.status}: ${answer.body}`
  const whole = isWhole(request)
  if (answer.status === 0 && whole && speakable(request)) return 'it was not answered at all'
  return undefined
}

/** Whether the bytes hold all the body that the head promises. */
const isWhole = ({ length, headers }: FuzzRequest) =>
  length === 'own' && !headers.some(([name]) => name === 'Transfer-Encoding')

/** Whether HTTP itself can carry it: Node closes the connection on what it cannot. */
function speakable({ method, headers }: FuzzRequest): boolean {
  const token = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i
  return (
    method !== 'CONNECT' &&
    token.test(method) &&
    headers.every(([name]) => token.test(name) && name !== 'Upgrade')
  )
}

it(
  `${requests} requests of every kind: no failure of ours, at most one log line each, and a heap that stays flat`,
  async () => {
    const log = new Log()
    sim = await startSimulator({
      clock: 'frozen',
      port: 0,
      seed: String(seed),
      logger: pino({ level: 'trace' }, log),
    })
    const port = Number(new URL(sim.url ?? '').port)
    socket = new RawSocket(port)
    const wire = socket
    const statuses = new Map<number, number>()
    let token = ''
    let sent = 0
    let middle = 0
    let previous = ''
    let broken = false
    let slowest = { took: 0, line: '' }

    const failing = (request: FuzzRequest, why: string): never => {
      const bytes = bytesOf(request, port, '{token}').toString('latin1').slice(0, 2_000)
      throw new Error(`request ${sent} of seed ${seed}: ${why}\n${bytes}\nafter ${previous}`)
    }
    const exchange = async (request: FuzzRequest) => {
      if (sent % 200 === 0) token = await signIn(wire, port)
      if (sent === Math.floor(requests / 2)) middle = heap()
      sent++
      const before = log.lines
      const started = performance.now()
      const head = request.method === 'HEAD'
      const answer = await wire
        .exchange(bytesOf(request, port, token), { head, last: !isWhole(request) })
        .catch((error: Error) => failing(request, error.message))
      const took = performance.now() - started
      if (took > slowest.took) slowest = { took, line: `${request.method} ${request.target.slice(0, 80)}` }
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
      // The server may notice a body that breaks off after this side has closed: that request's one line comes late.
      const lines = log.lines - before
      const late = broken && lines > 1 ? 1 : 0
      const wrong = complaint(answer, request, lines - late, log)
      broken = !isWhole(request)
      log.failure = undefined
      if (wrong !== undefined) failing(request, wrong)
      previous = `${request.method} ${request.target.slice(0, 80)}, answered ${answer.status}`
    }
    // Not shrunk: each request meets the state that those before it have left, so the whole run is what replays.
    for (let batch = 0; sent < requests; batch++) {
      const count = Math.min(500, requests - sent)
      for (const request of fc.sample(anyRequest, { numRuns: count, seed: seed + batch }))
        await exchange(request)
    }

    const grown = heap() - middle
    const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`)
    console.log(
      `${sent} requests; by status ${counts.join(', ')}; heap grew by ${Math.round(grown / 1024)} KiB in the second half; slowest ${Math.round(slowest.took)} ms: ${slowest.line}`,
    )
    expect(grown).toBeLessThan(mayGrow)
    expect(await sim.audit()).toMatchObject({ ok: true, problems: [] })
  },
  30_000 + requests * 60,
)

it(
  `${acts} things that hostile clients do with sockets: no failure of ours, an answer for whoever comes next, a flat heap`,
  async () => {
    const log = new Log()
    const logger = pino({ level: 'trace' }, log)
    sim = await startSimulator({ clock: 'frozen', port: 0, seed: String(seed), logger })
    const port = Number(new URL(sim.url ?? '').port)
    socket = new RawSocket(port)
    const wire = socket
    const health = { method: 'GET', target: '/_sim/health', headers: [], body: Buffer.alloc(0) }
    let token = ''
    let middle = 0
    for (const [at, act] of fc.sample(anyAct, { numRuns: acts, seed }).entries()) {
      if (at % 20 === 0) token = await signIn(wire, port)
      if (at === Math.floor(acts / 2)) middle = heap()
      const wrong = await act.play(port, token)
      const next = await wire.exchange(bytesOf({ ...health, length: 'own' }, port, ''))
      const failing = wrong ?? log.failure ?? (next.status === 200 ? undefined : `health: ${next.status}`)
      if (failing !== undefined) throw new Error(`act ${at} of seed ${seed}, ${act.name}: ${failing}`)
    }
    closeUnread()
    const grown = heap() - middle
    console.log(`${acts} hostile acts; heap grew by ${Math.round(grown / 1024)} KiB in the second half`)
    expect(grown).toBeLessThan(mayGrow + exchangesKept)
    expect(await sim.audit()).toMatchObject({ ok: true, problems: [] })
  },
  30_000 + acts * 2_000,
)

/** A token of the first merchant, with the key that it has now. */
async function signIn(wire: RawSocket, port: number): Promise<string> {
  const ask = async (method: string, target: string, headers: FuzzRequest['headers']) => {
    const request: FuzzRequest = { method, target, headers, body: Buffer.alloc(0), length: 'own' }
    return JSON.parse((await wire.exchange(bytesOf(request, port, ''))).body)
  }
  const { momo } = await ask('GET', '/_sim/world', [])
  const { id, apiKey } = momo.apiUsers[0]
  const answer = await ask('POST', '/collection/token/', [
    ['Ocp-Apim-Subscription-Key', momo.subscriptionKeys.collection],
    ['Authorization', `Basic ${Buffer.from(`${id}:${apiKey}`).toString('base64')}`],
  ])
  return answer.access_token
}
