import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../src/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'payersim-'))
let sim: Simulator
afterEach(async () => {
  await sim.close()
  rmSync(folder, { recursive: true, force: true })
})

it('a restart in the middle of a session: the next answer goes on from the same screen', async () => {
  const data = join(folder, 'payersim.db')
  sim = await startSimulator({ data, port: 0 })
  const order = await sim.merchant().requestToPay({ payer: '+46733000001', amount: '12.50', currency: 'EUR' })
  const before = sim.phone('+46733000001')
  await before.prompted()
  const pinScreen = await before.choose('Approve')
  await sim.close()

  sim = await startSimulator({ data, port: 0 })
  const after = sim.phone('+46733000001')
  const { screen } = await after.look()
  expect(screen).toMatchObject({ sessionId: pinScreen.sessionId, status: 'open', text: pinScreen.text })
  expect(await after.reply(after.pin)).toMatchObject({
    status: 'ended',
    text: expect.stringMatching(/approved/i),
  })
  await sim.settle()
  const [settled] = await sim.timeline({ kind: 'request-to-pay.settled' })
  expect(settled?.data).toMatchObject({ referenceId: order.id, status: 'SUCCESSFUL' })
  expect((await sim.callbacks()).length).toBe(1)
  expect(await sim.audit()).toMatchObject({ ok: true })
})
