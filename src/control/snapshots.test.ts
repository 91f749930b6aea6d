import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'
import { type SimulatorOptions, startSimulator } from '../simulator/index.ts'

const closing: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function simulator(options: SimulatorOptions = {}) {
  const sim = await startSimulator({ clock: 'frozen', ...options })
  closing.push(() => sim.close())
  return sim
}
function dataFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'payersim-'))
  closing.push(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'data.db')
}
type Sim = Awaited<ReturnType<typeof simulator>>

async function waitingOrder(sim: Sim) {
  const ama = sim.phone('+46733000001')
  const merchant = sim.merchant()
  const order = await merchant.requestToPay({ payer: ama, amount: '12.50', currency: 'EUR' })
  await sim.settle()
  return { ama, merchant, order }
}
const euros = async (sim: Sim) => (await sim.world()).phones[0]?.balances[0]?.amount

describe.each([
  ['in memory', () => ':memory:'],
  ['in a file', dataFile],
])('snapshots of a world %s', (_, data) => {
  it('say which was taken or restored last, until it is removed or the world is reset', async () => {
    const sim = await simulator({ data: data() })
    const inForce = async () =>
      (await sim.snapshots.list()).filter((each) => each.inForce).map(({ name }) => name)
    expect(await sim.snapshots.take('one')).toMatchObject({ inForce: true })
    await sim.snapshots.take('two')
    expect(await inForce()).toEqual(['two'])
    await sim.snapshots.restore('one')
    expect(await inForce()).toEqual(['one'])
    await sim.snapshots.delete('one')
    expect(await inForce()).toEqual([])
    await sim.snapshots.restore('two')
    expect(await inForce()).toEqual(['two'])
    await sim.reset()
    expect(await inForce()).toEqual([])
  })

  it('bring back money, sessions, SMS and the time, and nothing is sent twice', async () => {
    const sim = await simulator({ data: data() })
    const { ama, merchant, order } = await waitingOrder(sim)
    expect(await sim.snapshots.take('waiting')).toMatchObject({
      name: 'waiting',
      takenAt: '2026-01-05T09:00:00.000Z',
    })
    for (let round = 1; round <= 2; round++) {
      expect((await ama.look()).screen).toMatchObject({
        status: 'open',
        text: expect.stringContaining('12.5'),
      })
      await ama.choose('Approve')
      await ama.reply('1234')
      await sim.settle()
      expect(await order.status()).toMatchObject({ status: 'SUCCESSFUL' })
      expect(order.callbacks).toHaveLength(round)
      expect(await euros(sim)).toBe('487.50')
      expect(await ama.messages({ contains: 'You paid' })).toHaveLength(1)
      await sim.clock.advance('PT10M')
      await sim.snapshots.restore('waiting')
      expect((await sim.clock.read()).now).toBe('2026-01-05T09:00:00.000Z')
      expect(await order.status()).toMatchObject({ status: 'PENDING' })
      expect(await ama.messages()).toEqual([])
      expect(await euros(sim)).toBe('500.00')
      await sim.settle()
      expect(order.callbacks).toHaveLength(round)
    }
    // The merchant existed before the snapshot, so it still does.
    const next = await merchant.requestToPay({ payer: ama, amount: '1', currency: 'EUR' })
    expect(await next.status()).toMatchObject({ status: 'PENDING' })
    expect(await sim.audit()).toMatchObject({ ok: true })
  })

  it('forget merchants made since, who are then made anew', async () => {
    const sim = await simulator({ data: data() })
    await sim.snapshots.take('empty')
    const { ama, merchant, order } = await waitingOrder(sim)
    await sim.snapshots.restore('empty')
    await expect(order.status()).rejects.toThrow()
    const again = await merchant.requestToPay({ payer: ama, amount: '1', currency: 'EUR' })
    expect(await again.status()).toMatchObject({ status: 'PENDING' })
  })

  it('stay over a reset, are replaced by name, listed and deleted', async () => {
    const sim = await simulator({ data: data() })
    await sim.snapshots.take('b')
    await sim.snapshots.take('a')
    await sim.clock.advance('PT1H')
    await sim.snapshots.take('b')
    await sim.reset()
    expect((await sim.snapshots.list()).map(({ name, takenAt }) => [name, takenAt.slice(11, 16)])).toEqual([
      ['a', '09:00'],
      ['b', '10:00'],
    ])
    await sim.snapshots.restore('b')
    expect((await sim.clock.read()).now).toBe('2026-01-05T10:00:00.000Z')
    await sim.snapshots.delete('a')
    await expect(sim.snapshots.restore('a')).rejects.toThrow(/No snapshot "a"\. There is: b\./)
    await expect(sim.snapshots.delete('a')).rejects.toThrow(/No snapshot/)
    for (const name of ['', '../a', 'a b', '.a', 'x'.repeat(65)]) {
      await expect(sim.snapshots.take(name)).rejects.toThrow(/no name for a snapshot/)
    }
  })

  it('never use an id of the timeline again', async () => {
    const sim = await simulator({ data: data() })
    await sim.snapshots.take('before')
    await waitingOrder(sim)
    const last = (await sim.timeline()).at(-1)?.id ?? 0
    await sim.snapshots.restore('before')
    await waitingOrder(sim)
    expect((await sim.timeline({ after: last })).map(({ kind }) => kind)).toContain('request-to-pay.created')
  })
})

describe('snapshots of a data file', () => {
  it('outlive the process, and are seen by another that has the file open', async () => {
    const data = dataFile()
    const first = await simulator({ data })
    const { ama } = await waitingOrder(first)
    await first.snapshots.take('waiting')
    await ama.cancel()
    await first.close()
    expect(readdirSync(`${data}.snapshots`)).toEqual(['waiting.db'])

    const leader = await simulator({ data })
    const other = await simulator({ data })
    await other.snapshots.restore('waiting')
    expect((await leader.phone('+46733000001').look()).screen).toMatchObject({ status: 'open' })
    await leader.phone('+46733000001').choose('Reject')
    expect((await other.phone('+46733000001').look()).screen).toMatchObject({ status: 'ended' })
    expect(await leader.audit()).toMatchObject({ ok: true })
  })

  it('of another data file are refused, and the world stays', async () => {
    const data = dataFile()
    const first = await simulator({ data })
    await first.snapshots.take('old')
    await first.close()
    for (const end of ['', '-wal', '-shm']) if (existsSync(data + end)) rmSync(data + end)
    const second = await simulator({ data })
    const { order } = await waitingOrder(second)
    await expect(second.snapshots.restore('old')).rejects.toThrow(/another data file/)
    expect(await order.status()).toMatchObject({ status: 'PENDING' })
  })

  it('that cannot be used are named in the list with the others, refused, and deleted', async () => {
    const data = dataFile()
    const sim = await simulator({ data })
    await sim.snapshots.take('good')
    const at = (name: string) => join(`${data}.snapshots`, `${name}.db`)
    writeFileSync(at('text'), 'dear diary')
    writeFileSync(at('empty'), '')
    new Sqlite(at('foreign')).exec('CREATE TABLE t (x)').close()
    writeFileSync(at('cut'), readFileSync(at('good')).subarray(0, 20_000))
    copyFileSync(at('good'), at('newer'))
    new Sqlite(at('newer')).exec('PRAGMA user_version = 10000').close()
    copyFileSync(at('good'), at('damaged'))
    damage(at('damaged'))
    mkdirSync(at('folder'))
    symlinkSync('nowhere', at('link'))
    writeFileSync(join(`${data}.snapshots`, 'notes.txt'), 'dear diary')
    const broken = ['cut', 'damaged', 'empty', 'folder', 'foreign', 'link', 'newer', 'text']

    const answer = await sim.port.fetch({ method: 'GET', path: '/_sim/snapshots' })
    expect(answer.status).toBe(200)
    const list = JSON.parse(answer.text) as Array<{ name: string; takenAt: string | null; problem?: string }>
    expect(list.map(({ name }) => name)).toEqual([...broken, 'good'].sort())
    for (const name of ['empty', 'foreign', 'folder', 'link', 'text']) {
      expect(list).toContainEqual({
        name,
        takenAt: null,
        bytes: expect.any(Number),
        problem: expect.stringMatching(
          /^The snapshot ".*" cannot be used: .*\. Delete it, or take it anew\.$|is no file/,
        ),
      })
    }
    expect((await sim.snapshots.list()).map(({ name }) => name)).toContain('good')
    const { order } = await waitingOrder(sim)
    for (const name of broken) {
      const refused = await sim.port.fetch({ method: 'POST', path: `/_sim/snapshots/${name}/restore` })
      expect([name, refused.status]).toEqual([name, 409])
    }
    // A refused snapshot changes nothing, in the world or in the folder.
    expect(await order.status()).toMatchObject({ status: 'PENDING' })
    expect(readFileSync(at('text'), 'utf8')).toBe('dear diary')
    for (const name of broken.filter((name) => name !== 'folder')) await sim.snapshots.delete(name)
    await expect(sim.snapshots.delete('folder')).rejects.toThrow(/folder\.db is no file\. Move it away\./)
    await expect(sim.snapshots.take('folder')).rejects.toThrow(/folder\.db is no file\. Move it away\./)
    expect(readdirSync(`${data}.snapshots`).sort()).toEqual(['folder.db', 'good.db', 'notes.txt'])
    await sim.snapshots.restore('good')
    await expect(order.status()).rejects.toThrow()
  })
})

/** Overwrites some pages in the middle with zeros. */
function damage(file: string): void {
  const bytes = readFileSync(file)
  bytes.fill(0, 20 * 4096, 40 * 4096)
  writeFileSync(file, bytes)
}
