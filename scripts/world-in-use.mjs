// A world as a team has it after some days: several merchants, long lists, phones that ring, a fault in force, a call that is held.
import { createServer } from 'node:http'

const [ama, ben, cleo, kofi, awa, ngozi] = [
  '+46733000001',
  '+46733000002',
  '+46733000003',
  '+233244000001',
  '+2250544000001',
  '+2348022221408',
]
/** No person of the world: its wallet opens by itself. */
const stranger = '+46733000042'

/** A program of the user's own: it has the keys of an API user of the world, and answers its callbacks. */
async function ownProgram(simulator, name) {
  const { momo } = await simulator.world()
  const user = momo.apiUsers.find((one) => one.name === name)
  const keys = {
    'Ocp-Apim-Subscription-Key': momo.subscriptionKeys.collection,
    'X-Target-Environment': user.targetEnvironment,
  }
  const server = createServer((request, response) => {
    request.resume()
    response.writeHead(204).end()
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  const callbackUrl = `http://localhost:${server.address().port}/momo/callback`
  const call = (path, headers, body) =>
    fetch(`${simulator.url}/collection${path}`, {
      method: 'POST',
      headers: { ...keys, ...headers },
      body: JSON.stringify(body),
    })
  let count = 0
  const ask = async (payer, amount, currency, message) => {
    const token = await call('/token/', { Authorization: `Basic ${btoa(`${user.id}:${user.apiKey}`)}` })
    const { access_token } = await token.json()
    count += 1
    const reference = `${user.id.slice(0, -4)}${String(count).padStart(4, '0')}`
    const answer = await call(
      '/v1_0/requesttopay',
      {
        Authorization: `Bearer ${access_token}`,
        'Content-Type': 'application/json',
        'X-Reference-Id': reference,
        'X-Callback-Url': callbackUrl,
      },
      {
        amount,
        currency,
        externalId: message,
        payer: { partyIdType: 'MSISDN', partyId: payer.slice(1) },
        payerMessage: message,
      },
    )
    if (answer.status !== 202) throw new Error(`${name}: ${answer.status} ${await answer.text()}`)
    return reference
  }
  return { ask, close: () => new Promise((done) => server.close(done)) }
}

/**
 * @returns the payment that was paid and the one that failed, by id and by trace, and what ends the programs that take callbacks
 */
export async function use(simulator) {
  const answer = async (payer, choice, pin) => {
    const phone = simulator.phone(payer)
    await phone.prompted()
    await phone.choose(choice)
    if (pin) await phone.reply('1234')
    await simulator.settle()
  }
  const later = (by) => simulator.clock.advance(by)
  const kiosk = await ownProgram(simulator, 'Kiosk 24')
  const books = await ownProgram(simulator, 'Accra Books')
  const mode = await ownProgram(simulator, 'Abidjan Mode')
  const [gym, agent] = [simulator.merchant({ name: 'gym.test' }), simulator.merchant({ name: 'agent.test' })]

  // Some days of trade, so that lists are long and money moves up and down.
  await agent.deposit({ payee: ben, amount: '300', currency: 'EUR', message: 'Salary' })
  await simulator.settle()
  const plan = { payer: ama, currency: 'EUR', validity: 'P90D', message: 'Gym membership' }
  await gym.preApprove(plan)
  await answer(ama, 'Accept', true)
  const december = await gym.requestToPay({ payer: ama, amount: '30', currency: 'EUR', message: 'December' })
  await simulator.settle()
  const amounts = ['4.20', '18', '7.50', '2.75', '31.40', '9.99', '12', '5.60']
  for (const [index, amount] of amounts.entries()) {
    await later(index % 3 === 0 ? 'PT19H12M' : 'PT47M')
    await kiosk.ask(index % 2 === 0 ? ama : ben, amount, 'EUR', `Order ${index + 1}`)
    await answer(index % 2 === 0 ? ama : ben, 'Approve', true)
  }
  await later('PT3H')
  await books.ask(kofi, '85', 'GHS', 'Things Fall Apart')
  await answer(kofi, 'Approve', true)
  await mode.ask(awa, '4500', 'XOF', 'Pagne')
  await answer(awa, 'Approuver', true)
  await kiosk.ask(stranger, '820', 'EUR', 'Order 11')
  await answer(stranger, 'Approve', true)
  await agent.payBill({
    ...{ amount: '46.10', currency: 'EUR', message: 'May' },
    ...{ provider: 'Electricity Inc.', customer: '5601234' },
  })
  await agent.invoice({
    payer: ben,
    amount: '19.90',
    currency: 'EUR',
    validity: 'P30D',
    description: 'Water, May',
  })
  await agent.withdrawal({ payer: ben, amount: '40', currency: 'EUR' })
  await answer(ben, 'Approve', true)
  await later('PT6H')
  await kiosk.ask(cleo, '48', 'EUR', 'Order 12')
  await answer(cleo, 'Approve', true)
  await kiosk.ask(ben, '15', 'EUR', 'Order 13')
  await later('PT6M')

  // This morning.
  const paid = await kiosk.ask(ama, '12.50', 'EUR', 'Order 17')
  await later('PT20S')
  await answer(ama, 'Approve', true)
  await later('PT2M')
  await kiosk.ask(ben, '48', 'EUR', 'Order 18')
  await answer(ben, 'Reject')
  await later('PT1M')
  await simulator.faults.set([{ point: 'callback', do: 'failing-dns', when: { first: 1 } }])
  const failed = await kiosk.ask(cleo, '3', 'EUR', 'Order 19')
  await answer(cleo, 'Approve', true)
  await gym.refund({ of: december, amount: '10', currency: 'EUR', message: 'Closed on Monday' })
  await simulator.settle()
  await simulator.snapshots.take('before-lunch')
  await later('PT4M')
  await simulator.onepipeApp().getBalance({ source: '6200000766' })
  await simulator.phone(ngozi).nextSms()
  await simulator.faults.set([
    { id: 'slow-receipts', point: 'sms', do: 'delayed', args: { delay: 'PT30S' } },
    { id: 'shop-is-down', point: 'callback', do: 'failing-dns', match: { host: 'shop.example' } },
  ])
  await record(simulator, 'lunch-order')
  await simulator.worlds.open('suite-1', { clock: 'frozen' })
  const hold = await simulator.holds.add({ point: 'callback', first: 1 })
  await kiosk.ask(ama, '23.80', 'EUR', 'Order 20')
  await simulator.phone(ama).prompted()
  await simulator.phone(ama).choose('Approve')
  await simulator.phone(ama).reply('1234')
  await hold.next()
  await simulator.phone(cleo).goOffline()
  await mode.ask(awa, '12000', 'XOF', 'Robe')
  await simulator.phone(awa).prompted()
  await later('PT12S')
  await kiosk.ask(ben, '7.20', 'EUR', 'Order 21')
  await simulator.phone(ben).prompted()
  await later('PT8S')

  const payments = await simulator.payments({ limit: 1000 })
  const of = (reference) => payments.find((one) => one.reference === reference)
  const close = () => Promise.all([kiosk.close(), books.close(), mode.close()])
  return { paid: of(paid), failed: of(failed), close }
}

async function record(simulator, name) {
  const answer = await fetch(`${simulator.url}/_sim/recordings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  })
  if (!answer.ok) throw new Error(`${name}: ${answer.status} ${await answer.text()}`)
}
