import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { context, open, phoneOf, send, simulator } from './browser.fixture.ts'

/** Refusals of the API are errors in the browser's console too: of a token that is asked for too early, as well. */
const openLossy = (url: string) => open(url, { view: 'merchant', lossy: true })

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).selectOption(option)
}

/** Sends an order of this kind with what the form holds at first, and gives its card. */
async function order(page: Page, kind: string): Promise<Locator> {
  await choose(page, 'Send', kind)
  await page.getByRole('button', { name: `Send ${kind.toLowerCase()}` }).click()
  return page.getByRole('article', { name: new RegExp(`^${kind}, `) }).first()
}

const status = (card: Locator, word: string) =>
  card.getByRole('list', { name: 'Status' }).getByText(word, { exact: true }).waitFor()

/** Ama gets this screen, and answers it with `1` and her PIN. */
async function says(page: Page, screen: string): Promise<void> {
  const ama = phoneOf(page, 'Ama')
  await ama.getByText(screen).waitFor()
  await send(page, 'Ama', '1')
  await ama.getByText('Enter your PIN').waitFor()
  await send(page, 'Ama', '1234')
}

/** What the statement says of the newest order of this kind. */
async function statementLine(page: Page, kind: string): Promise<Locator> {
  const lines = page.getByRole('region', { name: 'Lines of the statement' })
  if ((await lines.count()) === 0) await page.getByText('Statement', { exact: true }).click()
  const line = lines.getByRole('listitem').filter({ hasText: kind }).first()
  await line.waitFor()
  return line
}

describe('the merchant sends', () => {
  it('a withdrawal, which its payer approves', async () => {
    const sim = await simulator()
    const page = await open(sim.url, { view: 'merchant' })
    const card = await order(page, 'Withdrawal')
    await status(card, 'PENDING')
    await says(page, 'Withdraw 12.50 EUR')
    await status(card, 'SUCCESSFUL')
    await card.getByText('answered 204').waitFor()
    await (await statementLine(page, 'Withdrawal')).getByText('+12.50 EUR').waitFor()
  })

  it('an invoice, which its payer finds by its number and pays', async () => {
    const sim = await simulator()
    const page = await open(sim.url, { view: 'merchant' })
    const card = await order(page, 'Invoice')
    await status(card, 'PENDING')
    const number = await card.getByText(/^\d{10}$/).innerText()
    const ama = phoneOf(page, 'Ama')
    await send(page, 'Ama', '*165#')
    await ama.getByText('7 Bills and invoices').waitFor()
    await send(page, 'Ama', '7')
    await ama.getByText('2 Enter a number').waitFor()
    await send(page, 'Ama', '2')
    await ama.getByText('Enter the invoice number').waitFor()
    await send(page, 'Ama', number)
    await says(page, 'Invoice of 12.50 EUR')
    await status(card, 'SUCCESSFUL')
    expect(await card.getByRole('button', { name: 'Cancel invoice' }).count()).toBe(0)
    await (await statementLine(page, 'Invoice')).getByText('+12.50 EUR').waitFor()
  })

  it('an invoice, and takes it back', async () => {
    const sim = await simulator()
    const page = await open(sim.url, { view: 'merchant' })
    await choose(page, 'Send', 'Invoice')
    await choose(page, 'Valid for', 'no time given')
    const card = await order(page, 'Invoice')
    await card.getByRole('button', { name: 'Cancel invoice' }).click()
    await status(card, 'FAILED')
    await status(card, 'TRANSACTION_CANCELED')
  })

  it('a consent, and shows what the payer shares until it is taken back', async () => {
    const sim = await simulator()
    const page = await openLossy(sim.url)
    const card = await order(page, 'Consent')
    await status(card, 'PENDING')
    await card.getByRole('heading', { name: 'Consent, profile and e-mail' }).waitFor()
    await says(page, 'Share profile, e-mail with')
    await status(card, 'GIVEN')
    await card.getByText('answered 204').waitFor()
    const data = card.getByLabel('Shared data')
    await data.getByText('ama@example.com').waitFor()
    expect(await data.getByText('phone number').count()).toBe(0)
    const ama = phoneOf(page, 'Ama')
    await ama.getByRole('button', { name: 'OK' }).click()
    await send(page, 'Ama', '*165#')
    await ama.getByText('8 Shared data').waitFor()
    await send(page, 'Ama', '8')
    await ama.getByText('1 Kiosk 24').waitFor()
    await send(page, 'Ama', '1')
    await says(page, '1 Take back')
    await status(card, 'ENDED')
    await data.waitFor({ state: 'detached' })
  })

  it('a consent, which the payer refuses', async () => {
    const sim = await simulator()
    const page = await openLossy(sim.url)
    await choose(page, 'Send', 'Consent')
    await choose(page, 'Data to share', 'everything')
    const card = await order(page, 'Consent')
    await phoneOf(page, 'Ama').getByText('Share all your data').waitFor()
    await send(page, 'Ama', '2')
    await status(card, 'DENIED')
  })

  it.each(['Transfer', 'Deposit', 'Cash transfer', 'Bill payment'])(
    'a %s, at once and without a phone that asks',
    async (kind) => {
      const sim = await simulator()
      const page = await open(sim.url, { view: 'merchant' })
      const card = await order(page, kind)
      await status(card, 'SUCCESSFUL')
      await card.getByText('answered 204').waitFor()
      await (await statementLine(page, kind)).getByText('−12.50 EUR').waitFor()
      // Whom the money or the bill is for is told by SMS.
      await phoneOf(page, 'Ama').getByRole('button', { name: /SMS/ }).click()
      await phoneOf(page, 'Ama')
        .getByText(/12\.50 EUR/)
        .first()
        .waitFor()
    },
  )

  it('money of a paid request back, in parts and no more than was paid', async () => {
    const sim = await simulator()
    const page = await open(sim.url, { view: 'merchant' })
    const card = await order(page, 'Request to pay')
    await says(page, 'Pay 12.50 EUR')
    await status(card, 'SUCCESSFUL')
    await card.getByLabel('Give back, in EUR').fill('5')
    await card.getByRole('button', { name: 'Give back' }).click()
    await status(page.getByRole('article', { name: 'Refund, 5 EUR' }), 'SUCCESSFUL')
    await card.getByLabel('Give back, in EUR').fill('8')
    await card.getByRole('button', { name: 'Give back' }).click()
    await status(page.getByRole('article', { name: 'Refund, 8 EUR' }), 'FAILED')
    await (await statementLine(page, 'Refund')).getByText('−5.00 EUR').waitFor()
    await page.getByRole('link', { name: 'Ledger' }).click()
    await page
      .getByRole('region', { name: 'Entries of Ama Lindqvist' })
      .getByText(/^Refund \d+$/)
      .waitFor()
    await page.getByRole('link', { name: 'Timeline' }).click()
    await page
      .getByText(/^Ama Lindqvist got 5\.00 EUR back from Kiosk 24/)
      .first()
      .waitFor()
  })

  it('what is refused, and says so on the card', async () => {
    const sim = await simulator()
    const page = await openLossy(sim.url)
    await page.getByLabel('Currency').fill('XYZ')
    const card = await order(page, 'Deposit')
    await status(card, '500')
    await card.getByRole('region', { name: 'What was refused' }).getByText('INVALID_CURRENCY').waitFor()
  })
})

it.each([1280, 360])('shows each kind’s form whole at %d px', async (width) => {
  const sim = await simulator()
  const within = await context({ viewport: { width, height: 900 } })
  const page = await open(sim.url, { view: 'merchant', within })
  const send = page.getByRole('combobox', { name: 'Send', exact: true })
  await send.waitFor()
  const kinds = await send.locator('option').allTextContents()
  expect(kinds).toHaveLength(9)
  for (const kind of kinds) {
    await choose(page, 'Send', kind)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    // A long address may scroll within its field.
    const cut = `[...document.querySelectorAll('main section form *:not([type=url])')]
      .filter((each) => each.clientWidth > 0 && each.scrollWidth > each.clientWidth)
      .map((each) => each.outerHTML.slice(0, 80))`
    expect(await page.evaluate(cut)).toEqual([])
  }
})
