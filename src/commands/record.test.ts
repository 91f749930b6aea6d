import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../simulator/index.ts'
import { record } from './record.ts'

let sim: Simulator
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'record-'))
  sim = await startSimulator({ clock: 'frozen', port: 0 })
})
afterEach(async () => {
  await sim.close()
  await rm(folder, { recursive: true })
})

async function recorded(play: () => Promise<unknown>, flags: { force?: boolean } = {}) {
  const lines: string[] = []
  const until = async () => {
    await play()
  }
  const print = (line: string) => lines.push(line)
  const code = await record('pay-order', { url: sim.url ?? '', folder, ...flags }, { until, print })
  return { code, printed: lines.join('\n') }
}

const file = () => join(folder, 'pay-order.yaml')
const balance = () => sim.phone('+46733000001').dial('*165*2#')
const approvals = () => sim.phone('+46733000001').dial('*165*1#')

describe('payersim record', () => {
  it('writes what happened, and shows the difference when it is recorded again', async () => {
    const first = await recorded(balance)
    expect(first.printed).toContain(`Recording ${sim.url}. Ctrl-C ends, and writes ${file()}.`)
    expect(first).toMatchObject({ code: 0, printed: expect.stringContaining(`Written: ${file()}`) })
    expect(await readFile(file(), 'utf8')).toContain('dials: "*165*2#"')
    await sim.reset()
    expect((await recorded(balance)).printed).toContain(`Nothing differs from ${file()}.`)
    await sim.reset()
    const other = await recorded(approvals)
    expect(other.code).toBe(1)
    expect(other.printed).toContain('-    dials: "*165*2#"\n')
    expect(other.printed).toContain('+    dials: "*165*1#"\n')
    expect(await readFile(file(), 'utf8')).toContain('*165*2#')
    await sim.reset()
    expect((await recorded(approvals, { force: true })).code).toBe(0)
    expect(await readFile(file(), 'utf8')).toContain('*165*1#')
  })

  it('warns of a world that was used, and leaves no recording behind', async () => {
    await balance()
    expect((await recorded(balance)).printed).toContain('Things have happened in this world already')
    await expect(recorded(async () => {})).rejects.toThrow('Nothing happened that a script can hold')
    const { text } = await sim.port.fetch({ method: 'GET', path: '/_sim/recordings' })
    expect(JSON.parse(text)).toEqual([])
  })

  it('refuses what is no name, and says where nobody listens', async () => {
    const how = { until: async () => {}, print: () => {} }
    const flags = { url: sim.url ?? '', folder }
    await expect(record('../x', flags, how)).rejects.toThrow('"../x" is no name of a script')
    const away = { url: 'http://127.0.0.1:9', folder }
    await expect(record('x', away, how)).rejects.toThrow('cannot be reached')
  })
})
