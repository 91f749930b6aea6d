import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startSimulator } from '../src/index.ts'

it('a PIN that was typed is nowhere, once the end of its session was told, in the data file, nor in its log', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'payersim-'))
  const sim = await startSimulator({ data: join(folder, 'payersim.db'), port: 0 })
  const pins = ['739161', '739162', '739163']
  const phone = sim.phone('+46733000001')
  await phone.dial('*165#')
  await phone.reply('2')
  for (const pin of pins) await phone.reply(pin)
  expect(phone.screen).toMatchObject({ status: 'ended' })
  const traces = () =>
    readdirSync(folder).filter((name) => pins.some((pin) => readFileSync(join(folder, name)).includes(pin)))
  // The end-of-session event is told what was typed, and then it is erased.
  await sim.settle()
  expect(traces()).toEqual([])
  await sim.close()
  rmSync(folder, { recursive: true })
})
