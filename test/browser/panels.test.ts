import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { approve, open, phoneOf, railOf, send, simulator } from './browser.fixture.ts'

describe('the merchant panel', () => {
  it('asks for money and sees 202, PENDING, SUCCESSFUL and the callback, which it has sent again', async () => {
    const sim = await simulator()
    const page = await open(sim.url, { view: 'merchant' })
    await page.getByRole('button', { name: 'Send request to pay' }).click()
    const order = page.getByRole('article', { name: /Request to pay/ })
    await order.getByText('202', { exact: true }).waitFor()
    await order.getByText('PENDING', { exact: true }).waitFor()
    await approve(page)
    await order.getByText('SUCCESSFUL', { exact: true }).waitFor()
    await order.getByText('answered 204').click()
    await order.getByRole('button', { name: 'Send again' }).click()
    await expect.poll(() => order.getByText('answered 204').count()).toBe(2)
    await order.getByText('The same with curl').click()
    const curl = await order.getByRole('region', { name: 'curl commands' }).innerText()
    expect(curl).toContain(`URL='${sim.url}'`)
    await order.getByText('Request and answer').click()
    const wire = await order.getByRole('region', { name: 'The request on the wire' }).innerText()
    expect(wire).toMatch(/Authorization: Bearer \*{4}/)
  })

  it('looks again at a status that changed while it was asking', async () => {
    const sim = await simulator()
    const page = await open(sim.url, { view: 'merchant' })
    let settled = (): void => undefined
    const held = new Promise<void>((resolve) => {
      settled = resolve
    })
    let asked = (): void => undefined
    const firstAnswer = new Promise<void>((resolve) => {
      asked = resolve
    })
    await page.route('**/requesttopay/*', async (route) => {
      const response = await route.fetch()
      asked()
      await held
      await route.fulfill({ response })
    })
    await page.getByRole('button', { name: 'Send request to pay' }).click()
    await firstAnswer
    const ama = sim.phone('+46733000001')
    await ama.prompted()
    await ama.reply('1')
    await ama.reply(ama.pin)
    // The page has heard of all this, while the answer that it waits for still says PENDING.
    await phoneOf(page, 'Ama').getByText('Approved. You paid').first().waitFor()
    settled()
    await page
      .getByRole('article', { name: /Request to pay/ })
      .getByText('SUCCESSFUL', { exact: true })
      .waitFor()
  })

  it('shows the statement of a merchant, live, and gives it as CSV', async () => {
    const sim = await simulator()
    const page = await open(sim.url, { view: 'merchant' })
    await page.getByText('Statement', { exact: true }).click()
    const lines = page.getByRole('region', { name: 'Lines of the statement' })
    await lines.getByText('Funding').first().waitFor()
    await page.getByRole('button', { name: 'Send request to pay' }).click()
    await approve(page)
    const line = lines.getByRole('listitem').filter({ hasText: 'Request to pay' })
    await line.getByText('+12.50 EUR').waitFor()
    expect(await line.innerText()).toMatch(
      /from 46733000001[\s\S]*collection · “Order 17” · external id \S+[\s\S]*balance 10,012\.50[\s\S]*id \d{10}/,
    )
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download CSV' }).click(),
    ])
    expect(file.suggestedFilename()).toMatch(/^statement-.*\.csv$/)
    const csv = readFileSync(await file.path(), 'utf8')
    expect(csv).toMatch(/,request-to-pay,collection,.*,12\.50,0\.00,10012\.50,EUR\r\n/)
  })

  it('cancels a pre-approval that its payer has accepted', async () => {
    const sim = await simulator()
    const page = await open(sim.url, { view: 'merchant' })
    await page.getByRole('combobox', { name: 'Send', exact: true }).selectOption('pre-approval')
    await page.getByRole('button', { name: 'Send pre-approval' }).click()
    const ama = sim.phone('+46733000001')
    await ama.prompted()
    await ama.reply('1')
    await ama.reply(ama.pin)
    const order = page.getByRole('article', { name: /Pre-approval/ })
    await order.getByRole('button', { name: 'Cancel' }).click()
    await order.getByText('CANCELLED').waitFor()
  })
})

describe('the controls', () => {
  it('move the clock to the next deadline, until a request has expired', async () => {
    const sim = await simulator()
    const page = await open(sim.url, { view: 'timeline' })
    await page.getByText('Live', { exact: true }).waitFor()
    const order = await sim.merchant().requestToPay({ payer: '+46733000001', amount: '2', currency: 'EUR' })
    await phoneOf(page, 'Ama').getByText('Pay 2.00 EUR').waitFor()
    await page.getByRole('button', { name: 'Frozen' }).click()
    await page.getByRole('button', { name: '+30 s' }).click()
    await page.getByText('09:00:30').first().waitFor()
    await phoneOf(page, 'Ama').getByText('timed out').waitFor()
    const { at } = (await (await fetch(`${sim.url}/_sim/clock/next`)).json()) as { at: string }
    await page.getByRole('button', { name: 'Next deadline' }).click()
    await page.locator(`time[datetime="${at}"]`).first().waitFor()
    await page.getByRole('button', { name: '+5 min' }).click()
    await page.getByText('Ama Lindqvist did not answer in time: 2.00 EUR for').waitFor()
    expect(await order.status()).toMatchObject({ status: 'FAILED' })
  })

  it('make a hop go wrong, and right again', async () => {
    const sim = await simulator()
    const page = await open(sim.url, { view: 'controls' })
    await page.getByLabel('What goes wrong').selectOption('app-time-out')
    await page.getByLabel('To whom').selectOption('phone')
    await page.getByLabel('phone', { exact: true }).fill('+46733000001')
    await page.getByRole('button', { name: 'Add fault' }).click()
    await page.getByText('0 of 0 matches').waitFor()
    await send(page, 'Ama', '*165#')
    await page.getByText('1 of 1 matches').waitFor()
    expect((await sim.phone('+46733000001').look()).screen?.status).toBe('failed')
    await page.getByRole('button', { name: 'Remove fault-1' }).click()
    await page.getByText('1 of 1 matches').waitFor({ state: 'detached' })
  })

  it('reset the world, which another tab sees', async () => {
    const sim = await simulator()
    const ledger = await open(sim.url, { view: 'ledger' })
    const timeline = await open(sim.url, { view: 'timeline' })
    const ama = sim.phone('+46733000001')
    await sim.merchant().requestToPay({ payer: ama, amount: '100', currency: 'EUR' })
    await ama.prompted()
    await ama.reply('1')
    await ama.reply(ama.pin)
    await ledger.getByRole('button', { name: /Ama Lindqvist.*400\.00/ }).waitFor()
    await ledger.getByText('−100.00 EUR').waitFor()
    await ledger.getByRole('link', { name: 'Controls' }).click()
    await ledger.getByRole('button', { name: 'Reset the world' }).click()
    await ledger.getByRole('button', { name: 'Yes, forget everything' }).click()
    await ledger.getByRole('link', { name: 'Ledger' }).click()
    await ledger.getByRole('button', { name: /Ama Lindqvist.*500\.00/ }).waitFor()
    await timeline.getByText('approved 100.00 EUR for').waitFor({ state: 'detached' })
    await ledger.getByText('Adds up').waitFor()
  })
})

describe('snapshots', () => {
  it('bring back a world, with its timeline', async () => {
    const sim = await simulator()
    const page = await open(sim.url, { view: 'controls' })
    await page.getByLabel('Name of the snapshot').fill('before-lunch')
    await page.getByRole('button', { name: 'Take snapshot' }).click()
    await page.getByRole('button', { name: 'Restore' }).waitFor()
    await railOf(page, 'Ben').click()
    await send(page, 'Ben', '*165#')
    await phoneOf(page, 'Ben').getByText('Approvals').waitFor()
    await page.getByRole('button', { name: 'Restore' }).click()
    await phoneOf(page, 'Ben').getByText('Approvals').waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'Timeline' }).click()
    await page.getByText('Only opening balances so far').waitFor()
    await sim.phone('+46733000003').dial('*165#')
    await page.getByText('dialled *165#').waitFor()
  })
})
