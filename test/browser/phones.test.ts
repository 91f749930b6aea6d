import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Locator } from 'playwright-core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { context, lineOf, open, phoneOf, railOf, send, simulator } from './browser.fixture.ts'

/** An SMS to Ama, by the API of Africa's Talking. */
async function sms(url: string, message: string): Promise<void> {
  const { status } = await fetch(`${url}/version1/messaging`, {
    method: 'POST',
    headers: { apiKey: 'atsk_payersim' },
    body: new URLSearchParams({ username: 'sandbox', to: '+46733000001', message }),
  })
  expect(status).toBe(201)
}

/** Whether all of an element is in the visible part of the list that it scrolls in. */
async function isWithin(list: Locator, element: Locator): Promise<boolean> {
  const [around, own] = [await list.boundingBox(), await element.boundingBox()]
  if (!around || !own) return false
  return own.y >= around.y && own.y + own.height <= around.y + around.height
}

describe('the phones', () => {
  it('approve pushes on two handsets at once, by the keyboard alone', async () => {
    const sim = await simulator()
    const page = await open(sim.url)
    await lineOf(page, 'Ama').focus()
    const merchant = sim.merchant()
    const ask = (payer: string) =>
      merchant.requestToPay({ payer: sim.phone(payer), amount: '12.50', currency: 'EUR' })
    const orders = [await ask('+46733000001')]
    await phoneOf(page, 'Ama').getByText('Pay 12.50 EUR').waitFor()
    orders.push(await ask('+46733000002'))
    await railOf(page, 'Ben').getByText('rings').waitFor()
    await page.keyboard.type('1')
    await page.keyboard.press('Enter')
    await phoneOf(page, 'Ama').getByText('Enter your PIN').waitFor()
    // Over to the other phone, while this one waits for its PIN.
    await page.keyboard.press('ArrowRight')
    await page.keyboard.type('1')
    await page.keyboard.press('Enter')
    await phoneOf(page, 'Ben').getByText('Enter your PIN').waitFor()
    await page.keyboard.type('1234')
    await page.keyboard.press('Enter')
    await phoneOf(page, 'Ben').getByText('Approved').waitFor()
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.type('1234')
    await page.keyboard.press('Enter')
    await phoneOf(page, 'Ama').getByText('Approved').waitFor()
    for (const order of orders) expect(await order.status()).toMatchObject({ status: 'SUCCESSFUL' })
    await phoneOf(page, 'Ama').getByText('487.50').first().waitFor()
  })

  it('dial, with a pad too, count septets, and hang up', async () => {
    const sim = await simulator()
    const page = await open(sim.url)
    const ama = phoneOf(page, 'Ama')
    for (const key of [/^\*$/, /^1$/, /^6/, /^5/, /^#$/]) await ama.getByRole('button', { name: key }).click()
    await ama.getByRole('button', { name: 'Call or send' }).click()
    await ama.getByText('Approvals').waitFor()
    expect(await ama.getByText(/^Screen: \d+ of 160 septets$/).count()).toBe(1)
    await lineOf(page, 'Ama').fill('é€')
    await ama.getByText('Answer: 3 of 182 septets').waitFor()
    await page.keyboard.press('Escape')
    await ama.getByText('Hung up.').waitFor()
    await page.keyboard.press('Enter')
    await ama.getByText('Hung up.').waitFor({ state: 'detached' })
  })

  it('copy the code of an SMS, which opens a balance', async () => {
    const sim = await simulator()
    const within = await context({ permissions: ['clipboard-read', 'clipboard-write'] })
    const page = await open(sim.url, { view: 'onepipe', within })
    await page.getByLabel('Number of another phone').fill('+234 802 222 1408')
    await page.keyboard.press('Enter')
    const ngozi = phoneOf(page, 'Ngozi')
    await page.getByRole('button', { name: 'Ask for the balance' }).click()
    await page.getByText('WaitingForOTP', { exact: true }).waitFor()
    await ngozi.getByRole('button', { name: /SMS/ }).click()
    await ngozi.getByRole('button', { name: /^Copy \d{6}$/ }).click()
    await ngozi.getByText('Copied').waitFor()
    const code = await page.evaluate('navigator.clipboard.readText()')
    await page.getByLabel('Code of the SMS').fill(String(code))
    await page.getByRole('button', { name: 'Validate' }).click()
    await page.getByRole('article').getByText('20770.99 NGN').waitFor()
  })

  it('read an SMS, and go on with a call', async () => {
    const sim = await simulator()
    const page = await open(sim.url)
    const ama = phoneOf(page, 'Ama')
    await sms(sim.url, 'First')
    await ama.getByRole('button', { name: /SMS/ }).click()
    await ama.getByText('First', { exact: true }).waitFor()
    // A second one scrolls into view while the thread is open.
    await sms(sim.url, 'Second')
    await ama.getByText('Second', { exact: true }).waitFor()
    await ama.getByRole('button', { name: 'Call', exact: true }).click()
    await send(page, 'Ama', '*165#')
    await ama.getByText('Approvals').waitFor()
  })

  it('keep the newest SMS in view where an older one is told its warnings late', async () => {
    const sim = await simulator()
    await sms(sim.url, `${'It’s long. '.repeat(12)}https://shop.example.com/renew?plan=gold&customer=4711`)
    await sms(sim.url, 'The newest')
    const page = await open(sim.url)
    const ama = phoneOf(page, 'Ama')
    await ama.getByRole('button', { name: /SMS/ }).click()
    await ama.getByText(/is broken between part/).waitFor()
    const [list, newest] = [ama.getByRole('list', { name: 'Messages with' }), ama.getByText('The newest')]
    await expect.poll(() => isWithin(list, newest)).toBe(true)
  })

  it('tell what was probably wrong with a refused answer before its first characters', async () => {
    const server = createServer((_, response) => response.end('\ufeffCON Hello'))
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    onTestFinished(() => void server.close())
    const sim = await simulator()
    const callbackUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    await fetch(`${sim.url}/_sim/network/service-codes/${encodeURIComponent('*384*7#')}`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ callbackUrl }),
    })
    const page = await open(sim.url, { view: 'timeline' })
    await send(page, 'Ama', '*384*7#')
    const dialog = phoneOf(page, 'Ama')
    await dialog.getByText('"\\ufeffCON Hello"').waitFor()
    expect(await dialog.innerText()).toMatch(
      /with a CON or an END\s+A byte order mark \(EF BB BF\)[\s\S]*The app answered\s+"\\ufeffCON Hello"/,
    )
    await page.getByText('got no screen: A byte order mark').waitFor()
  })

  it('fail alone: the others go on, and what could not be drawn is there once it can', async () => {
    const sim = await simulator()
    const within = await context()
    let broken = true
    // An answer that cannot be drawn.
    await within.route('**/_sim/phones/*/threads', (route) =>
      route.fulfill({
        json: broken && route.request().url().includes('46733000001') ? { not: 'a list' } : [],
      }),
    )
    const page = await open(sim.url, { within, failing: true })
    const notice = page.getByRole('alert').filter({ hasText: 'The SMS cannot be shown' })
    await phoneOf(page, 'Ama').getByRole('button', { name: /SMS/ }).click()
    await notice.waitFor()
    await railOf(page, 'Ben').click()
    await send(page, 'Ben', '*165#')
    await phoneOf(page, 'Ben').getByText('Approvals').waitFor()
    await railOf(page, 'Ama').click()
    await notice.waitFor()
    broken = false
    await phoneOf(page, 'Ama').getByText('No messages yet.').waitFor()
    expect(await notice.count()).toBe(0)
  })

  it('have the mailbox of an OTP by e-mail below them, whose code opens a balance', async () => {
    const sim = await simulator()
    const within = await context({ permissions: ['clipboard-read', 'clipboard-write'] })
    const page = await open(sim.url, { view: 'onepipe', within })
    await page.getByLabel('Source').selectOption({ label: 'card · bola.eze@example.com' })
    await page.getByRole('button', { name: 'Ask for the balance' }).click()
    await page.getByText('WaitingForOTP', { exact: true }).waitFor()
    const mailbox = page.getByRole('region', { name: 'E-mail' })
    await mailbox.getByText('bola.eze@example.com (1)').waitFor()
    await mailbox.getByRole('button', { name: /^Copy \d{6}$/ }).click()
    await mailbox.getByText('Copied').waitFor()
    await page
      .getByLabel('Code of the e-mail')
      .fill(String(await page.evaluate('navigator.clipboard.readText()')))
    await page.getByRole('button', { name: 'Validate' }).click()
    await page.getByRole('article').getByText('5400.00 NGN').waitFor()
    const statements = page.getByRole('region', { name: 'Statements' })
    await statements.getByText('What the calls of each app cost').click()
    await statements.getByRole('row', { name: 'validate Successful 1' }).waitFor()
    const download = page.waitForEvent('download')
    await statements.getByRole('button', { name: 'Download CSV' }).click()
    expect((await download).suggestedFilename()).toBe('onepipe-statements.csv')
  })

  it('agree in two tabs, and show what is off', async () => {
    const sim = await simulator()
    const within = await context()
    const [one, other] = [await open(sim.url, { within }), await open(sim.url, { within })]
    for (const page of [one, other]) await railOf(page, 'Ben').click()
    await lineOf(one, 'Ben').fill('*165#')
    await one.keyboard.press('Enter')
    await phoneOf(other, 'Ben').getByText('Approvals').waitFor()
    await lineOf(other, 'Ben').fill('2')
    await other.keyboard.press('Enter')
    await phoneOf(one, 'Ben').getByText(/PIN/).first().waitFor()
    await phoneOf(one, 'Ben').getByRole('switch').click()
    await phoneOf(other, 'Ben').getByText('This phone is off.').waitFor()
    expect((await sim.phone('+46733000002').look()).online).toBe(false)
  })

  it('take a number that nobody has heard of', async () => {
    const sim = await simulator()
    const page = await open(sim.url)
    await page.getByLabel('Number of another phone').fill('12')
    await page.keyboard.press('Enter')
    await page.getByText('Write the number with its country').waitFor()
    await page.getByLabel('Number of another phone').fill('+46 73 399 99 99')
    await page.keyboard.press('Enter')
    const somebody = page.getByRole('region', { name: /\+46733999999/ })
    await somebody.getByText('No wallet yet').waitFor()
    await sim.merchant().requestToPay({ payer: '+46733999999', amount: '3', currency: 'EUR' })
    await somebody.getByText('Pay 3.00 EUR').waitFor()
  })
})
