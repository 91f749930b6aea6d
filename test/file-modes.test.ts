import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type SimulatorOptions, startSimulator } from '../src/index.ts'
import { saveRecording } from '../src/sessions/index.ts'
import { openAuthority } from '../src/simulator/tls-authority.ts'

const closing: Array<() => unknown> = []
let folder: string
let before: number
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'payersim-modes-'))
  // Hides nothing by itself.
  before = process.umask(0o000)
})
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
  process.umask(before)
  rmSync(folder, { recursive: true, force: true })
})

const modeOf = (path: string) => (statSync(path).mode & 0o7777).toString(8)
/** The modes of all that is in a folder, by name. */
const modesIn = (path: string) =>
  Object.fromEntries(readdirSync(path).map((name) => [name, modeOf(join(path, name))]))

async function running(options: SimulatorOptions) {
  const sim = await startSimulator({ clock: 'frozen', ...options })
  closing.push(() => sim.close())
  return sim
}

describe('nobody else on the machine reads', () => {
  it('the data file, its log, and the snapshots of it', async () => {
    const sim = await running({ data: join(folder, 'payersim.db') })
    await sim.snapshots.take('one')
    expect(modesIn(folder)).toEqual({
      'payersim.db': '600',
      'payersim.db-wal': '600',
      'payersim.db-shm': '600',
      'payersim.db.snapshots': '700',
    })
    expect(modesIn(join(folder, 'payersim.db.snapshots'))).toEqual({ 'one.db': '600' })
  })

  it('those of before either, from the next start on', async () => {
    const data = join(folder, 'payersim.db')
    const first = await running({ data })
    await first.snapshots.take('one')
    await first.close()
    const snapshots = `${data}.snapshots`
    chmodSync(data, 0o644)
    chmodSync(snapshots, 0o755)
    chmodSync(join(snapshots, 'one.db'), 0o644)
    const next = await running({ data })
    expect(modesIn(folder)).toEqual({
      'payersim.db': '600',
      'payersim.db-wal': '600',
      'payersim.db-shm': '600',
      'payersim.db.snapshots': '700',
    })
    expect(modesIn(snapshots)).toEqual({ 'one.db': '600' })
    expect(await next.snapshots.list()).toHaveLength(1)
  })

  it('the log of a process that was killed', async () => {
    const data = join(folder, 'payersim.db')
    await (await running({ data })).close()
    writeFileSync(`${data}-wal`, '', { mode: 0o644 })
    await running({ data })
    expect(modeOf(`${data}-wal`)).toBe('600')
  })

  it('a recording that is written into a script', async () => {
    const { file } = await saveRecording(join(folder, 'sessions', 'pay.yaml'), 'session: pay\n')
    expect(modeOf(file)).toBe('600')
    const beside = await saveRecording(file, 'session: pay twice\n')
    expect(beside.file).toBe(`${file}.new`)
    expect(modeOf(beside.file)).toBe('600')
  })

  it('the key of a TLS authority, one of before included', async () => {
    const ca = join(folder, 'ca.pem')
    await openAuthority(ca, ['localhost'])
    expect(modeOf(`${ca}.key`)).toBe('600')
    chmodSync(`${ca}.key`, 0o644)
    await openAuthority(ca, ['localhost'])
    expect(modeOf(`${ca}.key`)).toBe('600')
    expect(modeOf(ca)).toBe('644')
  })
})

describe('a group reads and writes', () => {
  it('a data file in a folder that has its setgid bit, and nobody beyond it', async () => {
    const shared = join(folder, 'shared')
    mkdirSync(shared)
    chmodSync(shared, 0o2770)
    const sim = await running({ data: join(shared, 'payersim.db') })
    await sim.snapshots.take('one')
    const snapshots = join(shared, 'payersim.db.snapshots')
    expect(modesIn(shared)).toEqual({
      'payersim.db': '660',
      'payersim.db-wal': '660',
      'payersim.db-shm': '660',
      'payersim.db.snapshots': '2770',
    })
    expect(modesIn(snapshots)).toEqual({ 'one.db': '660' })
    await sim.close()
    chmodSync(join(shared, 'payersim.db'), 0o666)
    await running({ data: join(shared, 'payersim.db') })
    expect(modeOf(join(shared, 'payersim.db'))).toBe('660')
  })
})

it('a data file that cannot be used keeps its mode', async () => {
  const other = join(folder, 'other.db')
  writeFileSync(
    other,
    'not a data file of payersim’s, but a text of somebody else’s, long enough to have a header of its own',
  )
  await expect(running({ data: other })).rejects.toThrow('not a payersim data file')
  expect(modeOf(other)).toBe('666')
  expect(existsSync(`${other}-wal`)).toBe(false)
})
