import { describe, expect, it } from 'vitest'
import { approve, context, hindrances, open, phoneOf, simulator } from './browser.fixture.ts'

const ama = '+46733000001'

describe('payments', () => {
  it('are the first view of a used world, live, and there after a reload', async () => {
    const sim = await simulator()
    const page = await open(sim.url, { view: 'payments' })
    await page.getByText('Nobody has asked for anything yet.').waitFor()
    await sim.merchant({ name: 'kiosk-24.test' }).requestToPay({
      payer: ama,
      amount: '1012.50',
      currency: 'EUR',
    })
    const list = page.getByRole('list', { name: 'Payments, newest first' })
    const row = list.getByRole('link', { name: /kiosk-24\.test/ })
    await row.getByText('The phone has rung; nobody has answered.').waitFor()
    await row.getByText('1,012.50 EUR').waitFor()
    await row.getByText('Waiting').waitFor()
    await page.goto(`${sim.url}/`)
    await row.getByText('The phone has rung; nobody has answered.').waitFor()
    expect(await hindrances(page)).toEqual([])
    await phoneOf(page, 'Ama').getByRole('textbox').fill('2')
    await page.keyboard.press('Enter')
    await row.getByText('Failed: Ama Lindqvist said no.').waitFor()
    await page.getByRole('link', { name: 'Waiting' }).click()
    await page.getByText('There are none of these.').waitFor()
  })

  it('open to a page with the callback, sent again, the ledger, the phone and the same in curl', async () => {
    const sim = await simulator()
    const within = await context()
    await within.grantPermissions(['clipboard-read', 'clipboard-write'])
    const page = await open(sim.url, { view: 'merchant', within })
    await page.getByRole('button', { name: 'Send request to pay' }).click()
    await approve(page)
    await page.getByRole('link', { name: 'Payments', exact: true }).click()
    const list = page.getByRole('list', { name: 'Payments, newest first' })
    await list.getByText('Ama Lindqvist approved it; 12.50 EUR moved.').waitFor()
    await list.getByText('Callback answered 204').click()
    await page.waitForURL(/#\/payments\/request-1$/)
    await page.getByRole('article').getByText('Ama Lindqvist approved it; 12.50 EUR moved.').waitFor()
    const callbacks = page.getByRole('region', { name: 'Callbacks' })
    await callbacks.getByText('answered 204').waitFor()
    await callbacks.getByRole('button', { name: 'Send again' }).click()
    await expect.poll(() => callbacks.getByText('answered 204').count()).toBe(2)
    await callbacks.getByRole('button', { name: 'Copy as curl The callback' }).last().click()
    await expect
      .poll(() => page.evaluate('navigator.clipboard.readText()'))
      .toMatch(/^curl -i -X POST 'http:.*\/page\/callback.*"status":"SUCCESSFUL"/s)
    const moved = page.getByRole('region', { name: 'Money moved' })
    await moved.getByRole('cell', { name: '12.50 EUR' }).waitFor()
    const curl = await page.getByRole('region', { name: 'Ask for the same with curl' }).innerText()
    expect(curl).toContain(`PAYERSIM='${sim.url}'`)
    expect(await page.getByRole('region', { name: 'Ask for the same in a test' }).innerText()).toContain(
      '.requestToPay({ payer: "+46733000001", amount: "12.50", currency: "EUR"',
    )
    expect(await hindrances(page)).toEqual([])
    await page.getByRole('button', { name: /show this phone/ }).click()
    const focused = 'document.activeElement?.closest("[data-phone]")?.dataset.phone'
    await expect.poll(() => page.evaluate(focused)).toBe(ama)
    // It is at an address of its own, and stays at home there.
    await page.reload()
    await moved.getByRole('cell', { name: '12.50 EUR' }).waitFor()
    await page.getByRole('link', { name: '← All payments' }).click()
    await list.waitFor()
  })

  it('are searched by words and by state, which a reload keeps', async () => {
    const sim = await simulator()
    for (const name of ['kiosk-24.test', 'bakery.test'])
      await sim.merchant({ name }).requestToPay({ payer: ama, amount: '3', currency: 'EUR' })
    const page = await open(sim.url, { view: 'payments' })
    const rows = page.getByRole('list', { name: 'Payments, newest first' }).getByRole('listitem')
    await rows.filter({ hasText: 'kiosk-24.test' }).waitFor()
    const search = page.getByRole('searchbox', { name: 'Search payments' })
    await search.fill('bakery ama')
    await rows.filter({ hasText: 'kiosk-24.test' }).waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'Waiting', exact: true }).click()
    await page.waitForURL(/#\/payments\?state=pending&words=bakery\+ama$/)
    await page.reload()
    await rows.filter({ hasText: 'bakery.test' }).waitFor()
    await expect.poll(() => search.inputValue()).toBe('bakery ama')
    await expect.poll(() => rows.count()).toBe(1)
    await search.fill('nobody')
    await page.getByText('No payment here has “nobody”').waitFor()
    expect(await hindrances(page)).toEqual([])
    await search.fill('')
    await expect.poll(() => rows.count()).toBe(2)
  })

  it('say that there is no such payment, and take names of any length and script', async () => {
    const sim = await simulator()
    const page = await open(sim.url, { view: 'payments/request-99', lossy: true })
    await page.getByText('No payment request-99 in this world.').waitFor()
    const narrow = await context({ viewport: { width: 390, height: 800 } })
    const small = await open(sim.url, { view: 'payments', within: narrow })
    await sim
      .merchant({ name: `${'long-'.repeat(38)}shop.test` })
      .transfer({ payee: ama, amount: '1', currency: 'EUR' })
    await small.getByText('Transfer').waitFor()
    expect(await small.evaluate('document.documentElement.scrollWidth')).toBe(390)
  })
})
