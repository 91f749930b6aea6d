import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import pino from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../src/index.ts'
import { files, patternsOf } from '../patterns.ts'
import { harmless, hostile, type Keys, places, readings } from './fuzz-long.ts'
import { bytesOf } from './fuzz-requests.ts'
import type { FuzzRequest } from './fuzz-route.ts'
import { RawSocket } from './fuzz-socket.ts'

/** Longer with `npm run test:fuzz-cost -- --length 100000`. */
const longest = Number(process.env.FUZZ_COST_LENGTH ?? 20_000)
/** How much more CPU a hostile text may cost than a harmless one of its length, in the same place. */
const most = 10
/** CPU milliseconds below which nothing is told apart: a collection of garbage takes as much. */
const noise = 15
/** As often is measured again what seems to cost too much: something else may have run. */
const tries = 3

let sim: Simulator | undefined
let socket: RawSocket | undefined
let app: Server | undefined
afterEach(async () => {
  socket?.close()
  app?.close()
  app?.closeAllConnections()
  await sim?.close()
})

/** Milliseconds of CPU that this process spends on something. */
async function cpu(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

async function stage(): Promise<{
  send(request: FuzzRequest): Promise<{ status: number; body: string }>
  keys: Keys
}> {
  sim = await startSimulator({ clock: 'frozen', port: 0, logger: pino({ level: 'silent' }) })
  const port = Number(new URL(sim.url ?? '').port)
  const wire = new RawSocket(port)
  socket = wire
  const send = (request: FuzzRequest) => wire.exchange(bytesOf(request, port, ''))
  const asked = (method: string, target: string, headers: FuzzRequest['headers']) =>
    send({ method, target, headers, body: Buffer.alloc(0), length: 'own' }).then(({ body }) =>
      JSON.parse(body),
    )
  const { momo } = await asked('GET', '/_sim/world', [])
  const subscription: string = momo.subscriptionKeys.collection
  const { id, apiKey } = momo.apiUsers[0]
  const basic = `Basic ${Buffer.from(`${id}:${apiKey}`).toString('base64')}`
  const { access_token } = await asked('POST', '/collection/token/', [
    ['Ocp-Apim-Subscription-Key', subscription],
    ['Authorization', basic],
  ])
  return { send, keys: { subscription, basic, bearer: `Bearer ${access_token}` } }
}

describe(`a text of ${longest} characters`, () => {
  // Tried with the library's measure of an SMS at each read: letters outside GSM 7-bit cost 113 times as much.
  it(
    `costs at most ${most} times the CPU of a harmless one, wherever it comes in and whoever reads it again`,
    async () => {
      const { send, keys } = await stage()
      const everywhere = Object.entries(places(keys))
      const cost = (request: (text: string) => FuzzRequest, text: string) => cpu(() => send(request(text)))
      const readAll = () =>
        cpu(async () => {
          for (const reading of readings) await send(reading)
        })
      const plain = (place: string) => harmless(longest, place)
      const least = async (measure: () => Promise<number>) =>
        Math.min(await measure(), await measure(), await measure())
      for (const [place, request] of everywhere) await send(request(plain(place)))
      const usual = new Map<string, number>()
      for (const [place, request] of everywhere)
        usual.set(place, await least(() => cost(request, plain(place))))
      usual.set('reading', await least(readAll))

      const tooMuch: string[] = []
      let worst = { ratio: 0, where: '' }
      const judge = async (where: string, place: string, measure: () => Promise<number>) => {
        const allowed = most * Math.max(noise, usual.get(place) ?? 0)
        let took = await measure()
        for (let again = 1; again < tries && took > allowed; again++) took = Math.min(took, await measure())
        const ratio = took / Math.max(noise, usual.get(place) ?? 0)
        if (ratio > worst.ratio) worst = { ratio, where }
        if (took > allowed)
          tooMuch.push(`${where}: ${Math.round(took)} ms, ${ratio.toFixed(1)} times as much`)
      }
      for (const [kind, make] of Object.entries(hostile)) {
        const text = make(longest)
        await sim?.reset()
        for (const [place, request] of everywhere)
          await judge(`${kind} as ${place}`, place, () => cost(request, text))
        await judge(`${kind}, read again`, 'reading', readAll)
      }
      console.log(
        `${Object.keys(hostile).length} kinds of text in ${everywhere.length} places; at worst ${worst.ratio.toFixed(1)} times the CPU of a harmless one: ${worst.where}`,
      )
      expect(tooMuch).toEqual([])
    },
    300_000 + longest * 10,
  )

  it(`costs at most ${most} times the CPU of a harmless one as the answer of an app`, async () => {
    let answer = ''
    app = createServer((_, response) => response.end(answer))
    await new Promise<void>((listening) => app?.listen(0, '127.0.0.1', listening))
    const callbackUrl = `http://127.0.0.1:${(app.address() as AddressInfo).port}`
    const { send } = await stage()
    const control = (method: string, target: string, body: object) =>
      send({
        method,
        target,
        headers: [['Content-Type', 'application/json']],
        body: Buffer.from(JSON.stringify(body)),
        length: 'own',
      })
    await control('PUT', '/_sim/network/service-codes/%2A384%2A9%23', { callbackUrl })
    const dialled = (text: string) => {
      answer = text
      return cpu(() => control('POST', '/_sim/phones/+46733000002/dial', { code: '*384*9#' }))
    }
    // Below and above what the gateway reads.
    const lengths = [16_000, longest]
    const tooMuch: string[] = []
    for (const length of lengths)
      for (const prefix of ['CON ', '']) {
        const plain = prefix + harmless(length)
        await dialled(plain)
        const usual = Math.max(noise, Math.min(await dialled(plain), await dialled(plain)))
        for (const [kind, make] of Object.entries(hostile)) {
          let took = Number.POSITIVE_INFINITY
          for (let again = 0; again < tries && took > most * usual; again++)
            took = Math.min(took, await dialled(prefix + make(length)))
          if (took > most * usual) tooMuch.push(`${prefix}${kind}: ${Math.round(took)} ms for ${usual}`)
        }
      }
    expect(tooMuch).toEqual([])
  }, 120_000)
})

describe('each pattern of the source', () => {
  const literals = files.flatMap((name) => patternsOf(name).literals)

  /** Pieces that this pattern may repeat: those of all searches, and what is written in it. */
  const pieces = (source: string) => [
    ...new Set([' ', '1', 'a', 'A', '-', '.', '/', '*', '%', '"', '\n', 'é', ...source.replace(/\\./g, '')]),
  ]
  const milliseconds = (pattern: RegExp, text: string) => {
    const { user, system } = process.cpuUsage()
    pattern.lastIndex = 0
    text.replace(pattern, '')
    const after = process.cpuUsage()
    return (after.user - user + after.system - system) / 1_000
  }

  /** Ten times the text costs ten times as much where it is linear, and a hundred times where it is not. */
  function growsTooFast(pattern: RegExp, piece: string): boolean {
    const short = piece.repeat(longest / 10)
    const long = piece.repeat(longest)
    for (let again = 0; again < tries; again++) {
      const whole = milliseconds(pattern, `${long}\u0001`)
      if (whole < noise) return false
      const tenth = Math.max(0.2, milliseconds(pattern, `${short}\u0001`))
      if (whole / tenth < 3 * most) return false
    }
    return true
  }

  it(`takes ${longest} characters of its worst in proportion to their number`, () => {
    const slow = literals.flatMap(({ at, source, flags }) => {
      const pattern = new RegExp(source, flags.includes('y') ? flags : `${flags.replace('g', '')}g`)
      return pieces(source)
        .filter((piece) => growsTooFast(pattern, piece))
        .map((piece) => `${at} /${source}/ of ${JSON.stringify(piece)}`)
    })
    expect(literals.length).toBeGreaterThan(100)
    expect(slow).toEqual([])
  }, 120_000)

  it('is told of where it is slow', () => {
    expect(growsTooFast(/\s+$/g, ' ')).toBe(true)
    expect(growsTooFast(/\s{0,8}$/g, ' ')).toBe(false)
  }, 60_000)
})
