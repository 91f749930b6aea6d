import { expect, it } from 'vitest'
import { type Simulator, startSimulator } from './index.ts'

/** The events, and the random values drawn. */
async function played(sim: Simulator): Promise<object> {
  await using app = sim
  const ama = app.phone('+46733000001')
  const headers = await basic(app)
  const answer = await app.port.fetch({ method: 'POST', path: '/collection/token/', headers })
  expect(answer.status).toBe(200)
  await ama.dial('*165#')
  await ama.cancel()
  const shop = app.merchant()
  const order = await shop.requestToPay({ payer: ama, amount: '12.50', currency: 'EUR' })
  await app.settle()
  const { screen } = await ama.look()
  const request = await app.onepipeApp().getBalance({ source: '6200000766' })
  return {
    timeline: await app.timeline(),
    token: answer.text,
    order: order.id,
    screen,
    request: request.transactionRef,
  }
}

async function basic(sim: Simulator): Promise<Record<string, string>> {
  const { momo } = await sim.world()
  const { id, apiKey } = momo.apiUsers[0] as { id: string; apiKey: string }
  return {
    'Ocp-Apim-Subscription-Key': momo.subscriptionKeys.collection,
    Authorization: `Basic ${Buffer.from(`${id}:${apiKey}`).toString('base64')}`,
  }
}

it('goes as the first with the same seed, and unlike any without one', async () => {
  const start = (seed?: string) =>
    startSimulator({ clock: 'frozen', ...(seed === undefined ? {} : { seed }) })
  const first = await played(await start('s'))
  // Its tables, and those of all later ones, are copied from the first.
  expect(await played(await start('s'))).toEqual(first)
  expect(first).toMatchObject({ screen: { text: expect.stringContaining('Ref ') } })
  const [one, other] = [await played(await start()), await played(await start())]
  expect(one).not.toEqual(first)
  expect(other).not.toEqual(one)
})

it('has nothing of those that were started before', async () => {
  await using before = await startSimulator({ clock: 'frozen' })
  await before.merchant().requestToPay({ payer: '+46733999999', amount: '12.50', currency: 'EUR' })
  await using after = await startSimulator({ clock: 'frozen' })
  const phones = async (sim: Simulator) => (await sim.world()).phones.map(({ msisdn }) => msisdn)
  expect(await phones(before)).toContain('+46733999999')
  expect(await phones(after)).not.toContain('+46733999999')
})
