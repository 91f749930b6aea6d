import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { lineOf, open, phoneOf, simulator } from './browser.fixture.ts'

const closers: Array<() => void> = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** A line to a server, to be cut and mended. */
async function lineTo(url: string): Promise<{ url: string; cut(): void; mend(): void }> {
  const sockets = new Set<Socket>()
  let broken = false
  const cut = () => {
    broken = true
    for (const socket of sockets) socket.destroy()
  }
  const server = createServer((near) => {
    if (broken) {
      near.destroy()
      return
    }
    const far = connect(Number(new URL(url).port), '127.0.0.1')
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
  })
  closers.push(() => {
    cut()
    server.close()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    mend() {
      broken = false
    },
  }
}

describe('the timeline', () => {
  it('explains what a vendor keeps to itself, in the row and above the bytes', async () => {
    const sim = await simulator()
    const page = await open(sim.url, { view: 'timeline' })
    await fetch(`${sim.url}/collection/token/`, {
      method: 'POST',
      headers: { 'Ocp-Apim-Subscription-Key': 'd15b0f5e3e47d15b0f5e3e47d15b0f02' },
    })
    const explanation = /is the disbursement key of this world; \/collection wants the collection key/
    await page.getByRole('button', { name: explanation }).click()
    await page.getByRole('complementary').getByText(explanation).first().waitFor()
  })

  it('has requests, hops, callbacks, ledger and clock, opened to their bytes without secrets, by a link', async () => {
    const sim = await simulator()
    const page = await open(sim.url, { view: 'merchant' })
    await page.getByLabel('As API user').selectOption({ label: 'Kiosk 24 · sandbox' })
    await page.getByRole('button', { name: 'Send request to pay' }).click()
    await phoneOf(page, 'Ama').getByText('Pay 12.50 EUR').waitFor()
    for (const answer of ['1', '1234']) {
      await lineOf(page, 'Ama').fill(answer)
      await page.keyboard.press('Enter')
      await phoneOf(page, 'Ama')
        .getByText(answer === '1' ? 'Enter your PIN' : 'Approved')
        .waitFor()
    }
    const order = page.getByRole('article', { name: /Request to pay/ })
    await order.getByText('answered 204').click()
    await order
      .getByRole('region', { name: 'The callback' })
      .getByText('Content-Type: application/json')
      .waitFor()
    await order.getByRole('region', { name: 'Its answer' }).getByText('HTTP 204').waitFor()
    await sim.clock.advance('PT5M')

    await order.getByRole('link', { name: 'On the timeline' }).click()
    await page.getByRole('button', { name: /Ama Lindqvist approved 12\.50 EUR for Kiosk 24/ }).click()
    const callback = page.getByRole('button', { name: /The callback to .+ was answered 204/ }).first()
    await callback.waitFor()
    const moved = page.getByRole('button', { name: /12\.50 EUR moved from Ama Lindqvist to Kiosk 24/ })
    expect(await moved.count()).toBe(0)
    await page.getByLabel('Show how it came about').check()
    await moved.waitFor()
    await page.getByRole('button', { name: /POST \/collection\/v1_0\/requesttopay was answered 202/ }).click()
    const request = page.getByRole('region', { name: 'The request on the wire' })
    await request.getByText('"amount": "12.50"').waitFor()
    await page.getByRole('button', { name: 'Raw' }).first().click()
    await request.getByText('Ocp-Apim-Subscription-Key: ****').waitFor()
    await request.getByText('"amount":"12.50"').waitFor()
    const address = page.url()
    expect(address).toContain('entry=http-')

    await page.reload()
    await request.getByText('"amount": "12.50"').waitFor()
    const shared = await open(sim.url, { view: address.split('#/')[1] ?? '' })
    await shared
      .getByRole('region', { name: 'The answer on the wire' })
      .getByText('HTTP/1.1 202 Accepted')
      .waitFor()

    await page.getByRole('searchbox').fill('')
    await page.getByLabel('Kind').selectOption('clock')
    await page.getByRole('button', { name: /The clock was moved on by 5 minutes, to 09:05:00/ }).waitFor()
    await page.getByLabel('Kind').selectOption('ussd')
    const hop = page.getByRole('button', { name: /The phone of Ama Lindqvist shows “Approved/ })
    await hop.click()
    await request.getByRole('row', { name: 'text 1*****' }).waitFor()
    await page.getByRole('region', { name: 'The answer on the wire' }).getByText('END Approved').waitFor()
    expect(await page.content()).not.toContain('1%2A1234')
  })

  it('shows an SMS with the request that sent it, and a code in none of them', async () => {
    const sim = await simulator()
    const page = await open(sim.url, { view: 'timeline' })
    await page.getByText('Only opening balances so far').waitFor()
    await fetch(`${sim.url}/version1/messaging`, {
      method: 'POST',
      headers: { apiKey: 'atsk_payersim', Accept: 'application/json' },
      body: new URLSearchParams({
        username: 'sandbox',
        to: '+46733000002',
        message: '<b>482913</b> Your code is 482913',
      }),
    })
    await page.getByRole('button', { name: /got an SMS from/ }).click()
    const request = page.getByRole('region', { name: 'The request on the wire' })
    await request.getByText('POST /version1/messaging').waitFor()
    await request.getByRole('row', { name: /Your code is \*{4}/ }).waitFor()
    expect(await page.getByRole('complementary').textContent()).not.toContain('482913')
  })

  it('shows one payment alone by the trace of any of its entries, with the session that was dialled for it', async () => {
    const sim = await simulator()
    const payer = sim.phone('+46733000001')
    await payer.goOffline()
    await sim.merchant().requestToPay({ payer, amount: '12.50', currency: 'EUR' })
    await sim.merchant().requestToPay({ payer: '+46733000002', amount: '7', currency: 'EUR' })
    await sim.settle()
    await payer.goOnline()
    const page = await open(sim.url, { view: 'timeline' })
    await page.getByLabel('Kind').selectOption('request-to-pay')
    await page.getByRole('button', { name: /asked Ama Lindqvist for 12\.50 EUR/ }).click()
    await page
      .getByRole('complementary')
      .getByRole('button', { name: /^[0-9a-f]{12}$/ })
      .click()
    const dialled = page.getByRole('button', { name: /dialled \*165#/ })
    await page.getByRole('button', { name: /got an SMS from/ }).waitFor()
    const others = page.getByRole('button', { name: /7\.00 EUR/ })
    expect([await others.count(), await dialled.count()]).toEqual([0, 0])
    expect(page.url()).toMatch(/trace=[0-9a-f]{12}/)

    await payer.dial('*165#')
    await payer.choose('Approvals')
    await payer.choose(/12\.5/)
    await payer.choose('Reject')
    await dialled.waitFor()
    await page.getByRole('button', { name: /Ama Lindqvist rejected 12\.50 EUR/ }).waitFor()
    expect(await others.count()).toBe(0)
    await page.getByRole('button', { name: /^Trace [0-9a-f]{12}.*show all traces again/ }).click()
    await page.getByLabel('Kind').selectOption('request-to-pay')
    await others.first().waitFor()
  })

  it('goes on after a lost connection without a gap or a double', async () => {
    const sim = await simulator()
    const line = await lineTo(sim.url)
    const page = await open(line.url, { view: 'timeline', lossy: true })
    await page.getByText('Live', { exact: true }).waitFor()
    await sim.phone('+46733000001').dial('*165#')
    await page.getByText('Ama Lindqvist dialled *165#').waitFor()
    line.cut()
    await page.getByText('Connection lost').waitFor()
    await sim.phone('+46733000002').dial('*165#')
    await sim.phone('+46733000001').reply('1')
    line.mend()
    await page.getByRole('button', { name: /Ben Okoro dialled \*165#/ }).waitFor()
    await page.getByLabel('Kind').selectOption('hop')
    await page.getByRole('region', { name: '3 lines' }).waitFor()
  })
})
