import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import { Asking } from './asking.ts'
import { LoadPayer, type Press } from './load-payer.ts'
import { hop, Serving, scene } from './serving.ts'

/** More with `npm run test:load -- --handsets 1000 --seconds 60`. */
const handsets = Number(process.env.LOAD_HANDSETS ?? 100)
const seconds = Number(process.env.LOAD_SECONDS ?? 3)
/** Real milliseconds that a person looks at a screen, on average. */
const reading = Number(process.env.LOAD_READING ?? (handsets > 300 ? 1_000 : 50))
const seed = Number(process.env.LOAD_SEED ?? 1)

const files = scene('prompt: none\nexpiry: PT10M\nopeningBalance: "1000000"\n')
let server: Serving | undefined
afterEach(async () => {
  await server?.stop()
  files.remove()
})

/** A small generator (mulberry32), so that a seed decides who does what. */
function randomFrom(start: number): () => number {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** By the app's own wire: the whole text so far, joined with `*`. */
function overWire(serving: Serving, number: string, session: string): Press {
  return (keys) => hop(serving, session, number, keys.join('*'))
}

/** By the handset: dial, then one reply after another. */
function overHandset(serving: Serving, number: string): Press {
  return async (keys) => {
    const key = keys.at(-1)
    const [verb, typed] = key === undefined ? ['dial', { code: '*165#' }] : ['reply', { text: key }]
    const path = `/_sim/phones/${encodeURIComponent(number)}/${verb}`
    const { status, body } = await serving.ask('POST', path, JSON.stringify(typed), {
      'Content-Type': 'application/json',
    })
    if (status !== 200) return `${status} ${body}`
    const screen = JSON.parse(body)
    return `${screen.status === 'open' ? 'CON' : 'END'} ${screen.text}`
  }
}

const at = (sorted: number[], part: number) => sorted[Math.floor((sorted.length - 1) * part)] ?? 0

it(
  `${handsets} handsets in sessions at once for ${seconds} s: every screen is the phone's own`,
  async () => {
    const serving = await Serving.start(files)
    server = serving
    const asking = await Asking.signedIn(serving)
    const random = randomFrom(seed)
    // No two requests of the run have one amount: a screen of another phone's cannot pass for one's own.
    let cents = 0
    const askFrom = async (payer: LoadPayer) => {
      const own = ++cents
      await asking.ask(serving, payer.number, own)
      payer.waiting.push(own)
    }
    const payers = Array.from(
      { length: handsets },
      (_, n) => new LoadPayer(`+4670${String(1_000_000 + n)}`, Asking.merchant, 100_000_000, random),
    )
    for (let from = 0; from < payers.length; from += 50) {
      await Promise.all(payers.slice(from, from + 50).map(askFrom))
    }

    const took: number[] = []
    const memory = [serving.memory]
    const started = performance.now()
    const over = () => performance.now() - started > seconds * 1_000
    const halfway = pause((seconds * 1_000) / 2).then(() => memory.push(serving.memory))
    let inSession = 0
    let most = 0
    let sessions = 0
    const live = async (payer: LoadPayer, index: number) => {
      await pause(random() * reading * 2)
      for (let count = 0; !over(); count++) {
        if (payer.waiting.length === 0) await askFrom(payer)
        const own =
          index % 10 === 0
            ? overHandset(serving, payer.number)
            : overWire(serving, payer.number, `ATUid_${index}_${count}`)
        most = Math.max(most, ++inSession)
        await payer.session(async (keys) => {
          if (keys.length > 0) await pause(random() * reading * 2)
          const pressed = performance.now()
          const screen = await own(keys)
          took.push(performance.now() - pressed)
          return screen
        })
        inSession--
        sessions++
      }
    }
    await Promise.all(payers.map(live))
    await halfway
    memory.push(serving.memory)

    took.sort((a, b) => a - b)
    const [p50, p99, worst] = [0.5, 0.99, 1].map((part) => at(took, part).toFixed(1))
    const rate = Math.round((took.length * 1_000) / (performance.now() - started))
    console.log(
      `${took.length} screens in ${sessions} sessions, at most ${most} at once, ${rate} screens/s; ` +
        `p50 ${p50} ms, p99 ${p99} ms, worst ${worst} ms; server memory ${memory.join(', ')} MiB at start, half, end`,
    )
    expect(sessions).toBeGreaterThan(handsets)
    expect(JSON.parse((await serving.ask('GET', '/_sim/ledger/audit')).body)).toMatchObject({ ok: true })
    expect(serving.failures).toEqual([])
  },
  60_000 + seconds * 2_000,
)
