import { describe, it } from 'vitest'
import { Asking } from '../proof/asking.ts'
import { CallbackReceiver } from '../proof/callback-receiver.ts'
import { Serving, scene } from '../proof/serving.ts'
import { cuttingProxy, type Fate } from './cutting-proxy.fixture.ts'
import { ownSchemas, testServer } from './database.fixture.ts'

const ama = '+46733000001'
/** Requests asked at once. */
const many = 20
/** The lease of a node that stands still ends, and the work it has left is done; real milliseconds. */
const takenOver = { timeout: 25_000 }

/** A database, a receiver of callbacks, and who starts nodes. The first of them holds the lease. */
async function database(atEnd: (close: () => Promise<void> | void) => void) {
  const { url, drop } = ownSchemas()
  atEnd(drop)
  const { world, remove } = scene('prompt: none\n')
  atEnd(remove)
  const receiver = await CallbackReceiver.listening()
  atEnd(() => receiver.close())
  const node = async (data = url) => {
    const serving = await Serving.start({ data, world })
    atEnd(() => {
      serving.goOn()
      return serving.stop()
    })
    return serving
  }
  return { url, receiver, node }
}

const post = (node: Serving, path: string, body: object) =>
  node.ask('POST', path, JSON.stringify(body), { 'Content-Type': 'application/json' })
const advance = (node: Serving, by: string) => post(node, '/_sim/clock/advance', { by })

interface Delivered {
  url: string
  status: string
}

/** What became of each callback, as the node tells, and how often it came. */
async function outcomes(node: Serving, { came }: CallbackReceiver, prefix: string): Promise<string[]> {
  const { body } = await node.ask('GET', '/_sim/callbacks')
  return (JSON.parse(body) as Delivered[]).flatMap(({ url, status }) => {
    const name = new URL(url).pathname.slice(1)
    return name.startsWith(prefix) ? [`${status}, came ${came.get(name)?.length ?? 0}`] : []
  })
}

/** At most once: what was on its way when its node stood still or died is lost, whether it came or not. */
const allowed = ['done, came 1', 'lost, came 0', 'lost, came 1']

describe.skipIf(testServer() === undefined).concurrent('nodes as processes on one database', () => {
  it('lose one that stands still amid deliveries, and one that is killed, and no callback comes twice', async ({
    expect,
    onTestFinished,
  }) => {
    const { receiver, node } = await database(onTestFinished)
    const a = await node()
    const b = await node()
    await post(b, '/_sim/clock/freeze', {})
    /** Requests that nobody answers, asked on one node after the other. */
    const ask = async (prefix: string, cents: number) => {
      const asking = await Asking.signedIn(b)
      const one = (n: number) => asking.ask(n % 2 ? a : b, ama, cents + n, receiver.url(`${prefix}-${n}`))
      await Promise.all(Array.from({ length: many }, (_, n) => one(n)))
    }
    const cameFor = (prefix: string) =>
      [...receiver.came.keys()].filter((name) => name.startsWith(prefix)).length

    await ask('still', 100)
    let answer = () => {}
    receiver.answers = new Promise<void>((resolve) => {
      answer = resolve
    })
    const expired = advance(b, 'P1D').catch(String)
    await expect.poll(() => cameFor('still'), takenOver).toBeGreaterThan(0)
    a.standStill()
    answer()
    expect(await expired).toMatchObject({ status: 200 })
    const first = await outcomes(b, receiver, 'still')
    expect(first).toHaveLength(many)
    expect(first.filter((one) => !allowed.includes(one))).toEqual([])
    expect(first).toContain('lost, came 1')
    // It hears now that what it sent was answered.
    a.goOn()
    await ask('killed', 200)
    expect(await outcomes(a, receiver, 'still')).toEqual(first)

    const cut = advance(b, 'P1D').catch(String)
    await expect.poll(() => cameFor('killed'), takenOver).toBeGreaterThan(0)
    await b.kill()
    await cut
    const open = async () => {
      const told = await outcomes(a, receiver, 'killed')
      return [many - told.length, ...told.filter((one) => !allowed.includes(one))]
    }
    await expect.poll(open, takenOver).toEqual([0])
    expect(await advance(a, 'P1D')).toMatchObject({ status: 200 })
    expect(await open()).toEqual([0])
    expect(await outcomes(a, receiver, 'still')).toEqual(first)
    // The payer's SMS about each request that nobody answered is delivered at least once.
    const { body } = await a.ask('GET', `/_sim/phones/${encodeURIComponent(ama)}/messages`)
    const texts = (JSON.parse(body) as Array<{ text: string }>).map(({ text }) => text)
    const sums = [100, 200].flatMap((cents) =>
      Array.from({ length: many }, (_, n) => ((cents + n) / 100).toFixed(2)),
    )
    expect(sums.filter((sum) => !texts.some((text) => text.includes(sum)))).toEqual([])
  }, 90_000)

  it('go on without one that stands still in its turn to write, and it writes nothing of that turn', async ({
    expect,
    onTestFinished,
  }) => {
    const { url, receiver, node } = await database(onTestFinished)
    let stopAt = ''
    let still = false
    const fateOf = (sent: Buffer): Fate => {
      if (stopAt !== '' && !still && sent.includes(stopAt)) {
        still = true
        a.standStill()
      }
      return 'on'
    }
    const proxy = await cuttingProxy(new URL(url), fateOf)
    onTestFinished(() => proxy.close())
    const a = await node(proxy.url)
    const b = await node()
    await post(b, '/_sim/clock/freeze', {})
    const asking = await Asking.signedIn(b)
    stopAt = 'order-4711'
    const torn = asking.ask(a, ama, 4711, receiver.url('torn')).catch(String)
    await expect.poll(() => still, takenOver).toBe(true)
    await asking.ask(b, ama, 1250, receiver.url('whole'))
    expect((await advance(b, 'P1D')).status).toBe(200)
    expect(receiver.came.get('whole')?.length).toBe(1)
    a.goOn()
    expect(await torn).toMatch(/answered 50\d/)
    const after = await Asking.signedIn(a)
    await after.ask(a, ama, 1350, receiver.url('after'))
    expect((await advance(a, 'P1D')).status).toBe(200)
    expect(receiver.came.get('after')?.length).toBe(1)
    expect(receiver.came.has('torn')).toBe(false)
    const { body } = await b.ask('GET', '/_sim/payments')
    expect(JSON.parse(body).payments).toHaveLength(2)
  }, 60_000)
})
