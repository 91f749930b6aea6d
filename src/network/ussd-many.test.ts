import { afterEach, expect, it } from 'vitest'
import { readTimeline } from '../kernel/index.ts'
import { code, type Telco, telco } from './network.fixture.ts'

const opened: Telco[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

const count = 200
const numbers = Array.from({ length: count }, (_, at) => `+4673${String(3_000_000 + at)}`)
const form = (body: unknown) => Object.fromEntries(new URLSearchParams(String(body)))

/** An app that answers with the caller's number, some callers sooner than others. */
function asked(name: string, inFlight: { now: number; most: number }) {
  return async (text: string, { body }: { body?: unknown }) => {
    inFlight.most = Math.max(inFlight.most, ++inFlight.now)
    const { phoneNumber = '' } = form(body)
    for (let turn = 0; turn < Number(phoneNumber) % 7; turn++)
      await new Promise((later) => setImmediate(later))
    inFlight.now--
    const answers = text === '' ? 0 : text.split('*').length
    return answers < 3 ? `CON ${name} ${phoneNumber} ${text}` : `END ${name} ${phoneNumber} ${text}`
  }
}

it('two hundred handsets hold sessions at once with two apps, and none hears another’s', async () => {
  const one = { now: 0, most: 0 }
  const other = { now: 0, most: 0 }
  const sim = await telco({ app: asked('one', one) })
  opened.push(sim)
  const otherApp = asked('other', other)
  sim.outbound.mount('other.test', async (request) => {
    const body = Buffer.from(await otherApp(form(request.body).text ?? '', request))
    return { status: 200, reason: '', headers: { 'content-type': 'text/plain' }, body }
  })
  const otherCode = '*165#'
  await sim.kernel.transact((tx) =>
    sim.network.putServiceCode(tx, { code: otherCode, callbackUrl: 'http://other.test/', eventsUrl: null }),
  )
  const appOf = (at: number) =>
    at % 2 === 0 ? { name: 'one', dialled: code } : { name: 'other', dialled: otherCode }
  const dialled = await Promise.all(numbers.map((phone, at) => sim.network.dial(phone, appOf(at).dialled)))
  expect(new Set(dialled.map(({ sessionId }) => sessionId)).size).toBe(count)
  expect(dialled.every(({ status }) => status === 'open')).toBe(true)
  for (const turn of [1, 2]) {
    const screens = await Promise.all(numbers.map((phone, at) => sim.network.reply(phone, `${turn}${at}`)))
    for (const [at, screen] of screens.entries()) {
      const typed = turn === 1 ? `1${at}` : `1${at}*2${at}`
      expect(screen).toMatchObject({
        sessionId: dialled[at]?.sessionId,
        status: 'open',
        text: `${appOf(at).name} ${numbers[at]} ${typed}`,
      })
    }
  }
  const last = await Promise.all(numbers.map((phone) => sim.network.reply(phone, '3')))
  expect(last.filter(({ status, hops }) => status === 'ended' && hops === 4)).toHaveLength(count)
  expect([one.most, other.most].every((most) => most > 20)).toBe(true)
  const ends = await sim.kernel.read((rx) => readTimeline(rx, { kind: 'ussd.session-ended', limit: 1_000 }))
  expect(ends.map(({ data }) => data.status)).toEqual(Array(count).fill('ended'))
})

it('two hundred handsets time out at once, each once', async () => {
  const sim = await telco()
  opened.push(sim)
  await Promise.all(numbers.map((phone) => sim.network.dial(phone, code)))
  await sim.kernel.advance(30_000)
  const ends = await sim.kernel.read((rx) => readTimeline(rx, { kind: 'ussd.session-ended', limit: 1_000 }))
  expect(new Set(ends.map(({ phone }) => phone)).size).toBe(count)
  expect(ends.map(({ data }) => data.status)).toEqual(Array(count).fill('timed-out'))
})
