import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { builtInWorld } from '../../src/control/index.ts'
import { open, phoneOf, simulator } from './browser.fixture.ts'

const closers: Array<() => void> = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** Short enough for a name; a page that took it for markup would say so in its title. */
const attack = '<img src=x onerror="document.title=1">'
const phone = '+46733000001'

/** Somebody's app and callback URL, with the same in all that they answer. */
async function hostileServer(): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.setHeader('Content-Type', 'text/plain').setHeader('X-Note', attack)
      response.end(request.url === '/ussd' ? `CON ${attack}` : attack)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

it('shows as text whatever people, merchants, apps and addresses say', async () => {
  const app = await hostileServer()
  const { people, momo, network, onepipe } = builtInWorld
  const [kiosk] = momo.apiUsers
  const sim = await simulator({
    world: {
      ...builtInWorld,
      people: people.map((person) => (person.phone === phone ? { ...person, name: attack } : person)),
      momo: { ...momo, apiUsers: kiosk ? [{ ...kiosk, name: attack }] : [] },
      network: {
        ...network,
        serviceCodes: [{ code: '*384*1#', callbackUrl: `${app}/ussd`, eventsUrl: null }],
        shortCodes: [
          { code: '*', deliveryReportUrl: `${app}/reports`, callbackUrl: `${app}/inbound`, optOutUrl: null },
        ],
      },
      onepipe: {
        ...onepipe,
        apps: onepipe.apps.map((one, at) => (at === 0 ? { ...one, name: attack } : one)),
      },
    },
  })
  const ama = sim.phone(phone)
  const merchant = sim.merchant()
  const words = { message: attack, externalId: attack, note: attack }
  const order = await merchant.requestToPay({ payer: phone, amount: '2', currency: 'EUR', ...words })
  await ama.prompted()
  await ama.reply('1')
  await ama.reply(ama.pin)
  await order.notify(attack)
  await merchant.transfer({ payee: phone, amount: '1', currency: 'EUR', ...words })
  await merchant.preApprove({ payer: phone, currency: 'EUR', message: attack })
  await ama.prompted()
  await ama.reply('1')
  await ama.reply(ama.pin)
  await ama.text('22384', attack)
  await sim.onepipeApp(attack).getBalance({ source: '6200000766' })
  await ama.dial('*384*1#')
  await sim.clock.advance('PT1S')
  const plan = { id: attack, point: 'sms', do: 'lost', match: { phone: '+46733000002' } }
  await fetch(`${sim.url}/_sim/faults`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify([plan]),
  })

  const query = new URLSearchParams({ words: attack, phone: attack, kind: attack, entry: attack })
  for (const view of [
    'timeline',
    'merchant',
    'onepipe',
    'machine',
    'ledger',
    'controls',
    `timeline?${query}`,
  ]) {
    const page = await open(sim.url, { view })
    await page.getByText('Live', { exact: true }).waitFor()
    await phoneOf(page, '<img').getByText(attack).first().waitFor()
    for (const summary of await page.locator('main summary').all()) {
      if (await summary.isVisible()) await summary.click()
    }
    expect(await page.title()).toBe('payersim')
    expect(await page.locator('img').count()).toBe(0)
    expect(await page.locator('body').innerText()).toContain('<img src=x')
    await page.close()
  }
})
