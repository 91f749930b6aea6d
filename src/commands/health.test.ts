import { afterEach, describe, expect, it } from 'vitest'
import { httpPort } from '../client/index.ts'
import { type Simulator, startSimulator } from '../simulator/index.ts'
import { health } from './health.ts'

let sim: Simulator | undefined
afterEach(() => sim?.close())

/** A port whose health route gives these answers, one after the other. */
function answering(...answers: Array<{ status: number; body: object } | Error>) {
  let asked = 0
  const fetch = async () => {
    const answer = answers[Math.min(asked, answers.length - 1)]
    asked += 1
    if (!answer || answer instanceof Error) throw answer
    return { status: answer.status, headers: {}, text: JSON.stringify(answer.body) }
  }
  return { port: { fetch }, asked: () => asked }
}

/** A clock that only pauses move, by 50 ms. */
function clock() {
  let time = 0
  const pause = async () => {
    time += 50
  }
  return { now: () => time, pause }
}

const failing = { status: 503, body: { status: 'failing', detail: 'The disk is full.' } }
const ok = { status: 200, body: { status: 'ok', version: '1.2.3', store: 'SQLite in memory' } }

describe('payersim health', () => {
  it('asks a simulator, with its token where it has one', async () => {
    sim = await startSimulator({ clock: 'frozen', port: 0, behindProxy: true, adminToken: 'open sesame' })
    const url = sim.url ?? ''
    const headers = { Authorization: 'Bearer open sesame' }
    expect(await health(httpPort(url, { headers }), 0)).toEqual({
      ok: true,
      words: expect.stringMatching(/^ok: payersim \d+\.\d+\.\d+, /),
    })
    expect(await health(httpPort(url), 0)).toEqual({ ok: false, words: expect.stringContaining('token') })
  })

  it('says what is wrong with the data file', async () => {
    expect(await health(answering(failing).port, 0)).toEqual({ ok: false, words: 'The disk is full.' })
  })

  it('waits for one that starts, or whose disk comes back', async () => {
    const { port, asked } = answering(new Error('connection refused'), failing, ok)
    expect(await health(port, 60_000, clock())).toEqual({
      ok: true,
      words: 'ok: payersim 1.2.3, SQLite in memory',
    })
    expect(asked()).toBe(3)
  })

  it('waits no longer than it may, and says what was last', async () => {
    const { port, asked } = answering(new Error('connection refused'))
    expect(await health(port, 100, clock())).toEqual({ ok: false, words: 'connection refused' })
    expect(asked()).toBe(3)
  })

  it('does not wait where it is refused', async () => {
    const { port, asked } = answering({ status: 403, body: { detail: 'Send the admin token.' } })
    expect(await health(port, 60_000)).toEqual({ ok: false, words: 'Send the admin token.' })
    expect(asked()).toBe(1)
  })
})
