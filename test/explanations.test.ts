import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../src/simulator.ts'

interface Entry {
  id: string
  data: { url: string; status: number; explanation?: string; request: string }
}

const keys = {
  collection: 'c0113c7104c0113c7104c0113c710401',
  disbursement: 'd15b0f5e3e47d15b0f5e3e47d15b0f02',
}
const kiosk = '5a1e0001-0000-4000-8000-000000000001'
const kioskKey = '5a1e000100000000000000000000a001'

describe('what a vendor keeps to itself', () => {
  let sim: Simulator
  const lines: Array<Record<string, unknown>> = []
  beforeEach(async () => {
    lines.length = 0
    const warn = (line: unknown) => {
      if (typeof line === 'object') lines.push(line as Record<string, unknown>)
    }
    sim = await startSimulator({ clock: 'frozen', port: 0, logger: { warn, error: warn } })
  })
  afterEach(() => sim.close())
  const lastExplanation = async (): Promise<string | undefined> => {
    const answer = await fetch(`${sim.url}/_sim/timeline/all`)
    const { entries } = (await answer.json()) as { entries: Entry[] }
    return entries.filter(({ id }) => id.startsWith('http-')).at(-1)?.data.explanation
  }
  const basic = (user: string, key: string) => `Basic ${Buffer.from(`${user}:${key}`).toString('base64')}`

  it('is on the timeline and in the log, and not on the wire', async () => {
    const answer = await fetch(`${sim.url}/collection/token/`, {
      method: 'POST',
      headers: { 'Ocp-Apim-Subscription-Key': keys.disbursement, Authorization: basic(kiosk, kioskKey) },
    })
    expect(answer.status).toBe(401)
    expect(await answer.json()).toEqual({
      statusCode: 401,
      message:
        'Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription.',
    })
    const explanation =
      'The subscription key that was sent is the disbursement key of this world; ' +
      '/collection wants the collection key of this world, which begins with c011.'
    expect(await lastExplanation()).toBe(explanation)
    expect(lines).toMatchObject([{ path: '/collection/token/', status: 401, explanation }])
    expect([...answer.headers.values()].join()).not.toContain('disbursement')
  })

  it('has no secret: of an unknown key only how it begins', async () => {
    const answer = await fetch(`${sim.url}/collection/token/`, {
      method: 'POST',
      headers: { 'Ocp-Apim-Subscription-Key': 'live0123456789abcdef0123456789ab' },
    })
    expect(answer.status).toBe(401)
    const timeline = await (await fetch(`${sim.url}/_sim/timeline/all`)).text()
    expect(timeline).toContain('which begins with live;')
    expect(timeline + JSON.stringify(lines)).not.toContain('live0123')
  })

  it('is not there where all is well', async () => {
    await fetch(`${sim.url}/collection/token/`, {
      method: 'POST',
      headers: { 'Ocp-Apim-Subscription-Key': keys.collection, Authorization: basic(kiosk, kioskKey) },
    })
    expect(await lastExplanation()).toBeUndefined()
    expect(lines).toEqual([])
  })
})
