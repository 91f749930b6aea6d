import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { builtInWorld } from '../../src/control/index.ts'
import { type Simulator, startSimulator } from '../../src/index.ts'
import { Asking } from '../proof/asking.ts'
import { CallbackReceiver } from '../proof/callback-receiver.ts'
import { hop } from '../proof/serving.ts'
import { ownSchemas, testServer } from './database.fixture.ts'

const ama = '+46733000001'
/** How long another node may take to see it, in real milliseconds. */
const soon = { timeout: 10_000 }

/** A node, asked over HTTP. */
class Node {
  constructor(readonly sim: Simulator) {}

  async ask(method: string, path: string, body = '', headers: Record<string, string> = {}) {
    const response = await fetch(`${this.sim.url}${path}`, { method, headers, ...(body && { body }) })
    return { status: response.status, body: await response.text() }
  }
}

describe.skipIf(testServer() === undefined)('nodes on one database are one simulator', () => {
  let data = ''
  let a: Node
  let b: Node
  let c: Node
  let receiver: CallbackReceiver
  let asking: Asking
  let end = async () => {}
  const ask = (node: Node, name?: string) =>
    asking.ask(node, ama, 1250, name === undefined ? undefined : receiver.url(name))
  const statusOn = async (node: Node, id: string) => (await asking.status(node, id)).status

  beforeAll(async () => {
    const { url, drop } = ownSchemas()
    data = url
    const start = async () =>
      new Node(
        await startSimulator({ data, port: 0, clock: 'frozen', world: { ...builtInWorld, prompt: 'none' } }),
      )
    a = await start()
    b = await start()
    c = await start()
    receiver = await CallbackReceiver.listening()
    asking = await Asking.signedIn(a)
    end = async () => {
      receiver.close()
      await Promise.all([a, b, c].map(({ sim }) => sim.close()))
      await drop()
    }
  })
  afterAll(() => end())
  afterEach(async () => {
    await a.sim.reset()
    asking = await Asking.signedIn(a)
  })

  it('with one world: a node that has another does not start while they run', async () => {
    const other = startSimulator({ data, world: { ...builtInWorld, prompt: 'none', expiry: 'PT1M' } })
    await expect(other).rejects.toMatchObject({
      reason: 'not-ours',
      message: expect.stringContaining('with their world file'),
    })
  })

  it('asked on one, dialled on each, approved on the third, and called back once', async () => {
    const id = await ask(a, 'hops')
    expect(await hop(a, 'hops', ama, '')).toContain('Approvals')
    expect(await hop(b, 'hops', ama, '1')).toContain('12.50')
    expect(await hop(c, 'hops', ama, '1*1')).toMatch(/^CON /)
    expect(await hop(a, 'hops', ama, '1*1*1')).toContain('PIN')
    expect(await hop(b, 'hops', ama, '1*1*1*1234')).toMatch(/^END /)
    expect(await statusOn(c, id)).toBe('SUCCESSFUL')
    await expect.poll(() => receiver.came.get('hops')?.length, soon).toBe(1)
    for (const { sim } of [a, b, c]) await sim.settle()
    expect(receiver.came.get('hops')).toHaveLength(1)
    expect(await c.sim.audit()).toMatchObject({ ok: true })
  })

  it('with one clock, and each deadline fires once', async () => {
    const ids = [await ask(a, 'late-a'), await ask(b, 'late-b')]
    const { now } = await b.sim.clock.advance('P1D')
    for (const { sim } of [a, c]) expect((await sim.clock.read()).now).toBe(now)
    asking = await Asking.signedIn(b)
    for (const id of ids) expect(await statusOn(c, id)).toBe('FAILED')
    await expect
      .poll(() => [...receiver.came.keys()].filter((name) => name.startsWith('late')).length, soon)
      .toBe(2)
    for (const { sim } of [a, b, c]) await sim.settle()
    expect([receiver.came.get('late-a'), receiver.came.get('late-b')].map((times) => times?.length)).toEqual([
      1, 1,
    ])
    const kinds = (await c.sim.timeline()).map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind === 'request-to-pay.settled')).toHaveLength(2)
  })

  it('with one network: an SMS is in the inbox of each', async () => {
    const id = await ask(b)
    await hop(c, 'sms', ama, '')
    await hop(c, 'sms', ama, '1')
    await hop(c, 'sms', ama, '1*1')
    await hop(c, 'sms', ama, '1*1*1')
    await hop(c, 'sms', ama, '1*1*1*1234')
    expect(await statusOn(a, id)).toBe('SUCCESSFUL')
    const texts = await Promise.all(
      [a, b, c].map(async ({ sim }) => (await sim.phone(ama).nextSms({ waitMs: soon.timeout })).text),
    )
    expect(texts[0]).toContain('12.50')
    expect(new Set(texts).size).toBe(1)
  })

  it.each(['/_sim/timeline', '/_sim/timeline/all'])(
    'whose live stream %s shows what another does',
    async (path) => {
      const gone = new AbortController()
      const response = await fetch(`${a.sim.url}${path}`, {
        headers: { Accept: 'text/event-stream' },
        signal: gone.signal,
      })
      let seen = ''
      const reading = (async () => {
        for await (const piece of response.body ?? []) seen += Buffer.from(piece).toString('utf8')
      })().catch(() => {})
      try {
        const id = await ask(c)
        await expect.poll(() => seen, soon).toContain(id)
      } finally {
        gone.abort()
        await reading
      }
    },
  )

  it('with the faults that one of them was told', async () => {
    expect(await statusOn(b, await ask(b))).toBe('PENDING')
    await a.sim.faults.set([
      { point: 'operation', do: 'answers-500', match: { operation: 'momo.createRequestToPay' } },
    ])
    await expect.poll(() => ask(b).catch(String), soon).toMatch(/answered \d/)
    await c.sim.faults.clear()
    await expect.poll(() => ask(b), soon).toMatch(/-/)
  })

  it('with one reset, and the snapshots that any of them took', async () => {
    const before = await ask(a)
    await b.sim.snapshots.take('asked')
    expect(await c.sim.snapshots.list()).toMatchObject([{ name: 'asked' }])
    await c.sim.reset()
    expect(await b.sim.payments()).toEqual([])
    await a.sim.snapshots.restore('asked')
    for (const node of [a, b, c]) expect(await statusOn(node, before)).toBe('PENDING')
    await c.sim.snapshots.delete('asked')
    expect(await a.sim.snapshots.list()).toEqual([])
  })
})
