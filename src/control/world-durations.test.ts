import { expect, it } from 'vitest'
import { startSimulator } from '../simulator/index.ts'
import { parseWorld } from './world-file.ts'

const start = (text: string) => startSimulator({ clock: 'frozen', world: parseWorld(text, 'world.yaml') })

it.each(['PT1.001S', 'P1DT0.5S', 'P1W'])(
  'a payer has %s to answer, where a world says so',
  async (expiry) => {
    const sim = await start(`expiry: ${expiry}\n`)
    const order = await sim.merchant().requestToPay({ payer: '+46733000001', amount: '1', currency: 'EUR' })
    await sim.clock.advance(expiry)
    expect(await order.status()).toMatchObject({ status: 'FAILED' })
    await sim.close()
  },
)

it('a screen waits 1.001 seconds, where a world says so', async () => {
  const sim = await start('network: { idleTimeout: PT1.001S, sessionTimeout: PT12.003S }\n')
  const phone = sim.phone('+46733000001')
  await phone.dial('*165#')
  await phone.choose('Approvals')
  await sim.clock.advance('PT1S')
  expect((await phone.look()).screen).toMatchObject({ status: 'open' })
  await sim.clock.advance('PT0.001S')
  expect((await phone.look()).screen).toMatchObject({ status: 'timed-out' })
  await sim.close()
})
