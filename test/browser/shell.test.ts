import { expect, it } from 'vitest'
import { context, hindrances, lineOf, open, phoneOf, simulator } from './browser.fixture.ts'

const sms = { point: 'sms', do: 'lost' }

it('has clock, faults, recording and snapshot in sight on every view, each with its switch', async () => {
  const sim = await simulator()
  const page = await open(sim.url, { view: 'ledger' })
  const status = page.getByRole('list', { name: 'What holds in this world' })
  const chip = (name: string | RegExp) => status.getByRole('button', { name, exact: true })
  await chip('No faults').waitFor()
  await chip('Not recording').waitFor()

  // Another client breaks two things: the page says so, and mends them.
  const faults = await fetch(`${sim.url}/_sim/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([
      { id: 'one', ...sms },
      { id: 'two', ...sms },
    ]),
  })
  expect(faults.status).toBe(200)
  await chip('2 faults').click()
  const dialog = (name: string) => page.getByRole('dialog', { name })
  await dialog('Faults').getByRole('button', { name: 'Remove one' }).click()
  await chip('1 fault').waitFor()
  expect(await hindrances(page)).toEqual([])
  await dialog('Faults').getByRole('button', { name: 'Remove two' }).click()
  await chip('No faults').waitFor()
  await page.keyboard.press('Escape')
  await dialog('Faults').waitFor({ state: 'hidden' })
  expect(await page.evaluate('document.activeElement.textContent')).toBe('No faults')

  await chip('Not recording').click()
  await dialog('Recording').getByLabel('Name of the script').fill('pay-order')
  await page.keyboard.press('Enter')
  await chip('Recording pay-order').waitFor()
  await dialog('Recording').getByRole('button', { name: 'Stop recording pay-order' }).click()
  await chip('Not recording').waitFor()

  await chip('No snapshot').click()
  await dialog('Snapshots').getByLabel('Name of the snapshot').fill('before-lunch')
  await page.keyboard.press('Enter')
  await chip('Snapshot before-lunch').waitFor()

  await chip(/09:00:00.*Frozen/).click()
  await dialog('Clock').getByRole('button', { name: '+5 min' }).click()
  await chip(/09:05:00/).waitFor()
  await dialog('Clock').getByRole('button', { name: 'Run' }).click()
  await chip(/Running/).waitFor()
  await chip('Snapshot before-lunch').click()
  await dialog('Snapshots').getByRole('button', { name: 'Restore' }).click()
  await chip(/09:00:00.*Frozen/).waitFor()
  await chip('Snapshot before-lunch').waitFor()
  await page.reload()
  await chip('Snapshot before-lunch').waitFor()
})

it('says beside the switch why the server refused', async () => {
  const sim = await simulator()
  const page = await open(sim.url, { lossy: true })
  await page.getByRole('button', { name: 'No snapshot' }).click()
  const dialog = page.getByRole('dialog', { name: 'Snapshots' })
  await dialog.getByLabel('Name of the snapshot').fill('../secret')
  await page.keyboard.press('Enter')
  await dialog.getByRole('alert').getByText('is no name for a snapshot').waitFor()
})

it('keeps tabs readable at 1024 px: what does not fit is behind a button', async () => {
  const sim = await simulator()
  const within = await context({ viewport: { width: 1024, height: 768 } })
  const page = await open(sim.url, { within, view: 'payments' })
  const views = page.getByRole('navigation', { name: 'Views' })
  await views.getByRole('button', { name: 'More' }).click()
  await page.getByRole('dialog', { name: 'More views' }).getByRole('link', { name: 'Controls' }).click()
  await page.getByRole('region', { name: 'Controls' }).waitFor()
  await views.getByRole('button', { name: 'Controls' }).waitFor()
  const size = await page.evaluate("getComputedStyle(document.querySelector('nav a')).fontSize")
  expect(Number.parseFloat(String(size))).toBeGreaterThanOrEqual(13)
  expect(await hindrances(page)).toEqual([])
})

it('has a bar at the foot of a narrow screen, with what waits in numbers', async () => {
  const sim = await simulator()
  const within = await context({ viewport: { width: 390, height: 844 } })
  const page = await open(sim.url, { within, view: 'ledger' })
  const views = page.getByRole('navigation', { name: 'Views' })
  await views.getByRole('link', { name: 'Phones' }).waitFor()
  await sim.merchant().requestToPay({ payer: '+46733000001', amount: '12.50', currency: 'EUR' })
  await sim.phone('+46733000001').prompted()
  await views.getByRole('link', { name: 'Payments 1 waiting' }).waitFor()
  expect(await hindrances(page)).toEqual([])
  await views.getByRole('link', { name: 'Phones 1 ringing' }).click()
  await phoneOf(page, 'Ama').getByText('Pay 12.50 EUR').waitFor()
  await lineOf(page, 'Ama').waitFor()
  await views.getByRole('button', { name: 'More' }).click()
  await page.getByRole('dialog', { name: 'More views' }).getByRole('link', { name: 'Machine' }).click()
  await views.getByRole('button', { name: 'Machine' }).waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
})

it('counts at the foot what went wrong since somebody last looked at the timeline', async () => {
  const sim = await simulator()
  const within = await context({ viewport: { width: 390, height: 844 } })
  const page = await open(sim.url, { within, view: 'ledger' })
  const views = page.getByRole('navigation', { name: 'Views' })
  const refuse = () => fetch(`${sim.url}/collection/token/`, { method: 'POST' })
  await refuse()
  await refuse()
  await views.getByRole('link', { name: 'Timeline 2 went wrong' }).click()
  await views.getByRole('link', { name: 'Timeline', exact: true }).waitFor()
  await page.getByText('POST /collection/token/').first().waitFor()
  // What comes in while somebody looks is seen too.
  await refuse()
  await expect.poll(() => page.getByText('POST /collection/token/').count()).toBe(3)
  await views.getByRole('link', { name: 'Payments' }).click()
  await page.getByText('Nobody has asked for anything yet').waitFor()
  await page.reload()
  await page.getByText('Live', { exact: true }).waitFor()
  const other = await open(sim.url, { within, view: 'payments' })
  await refuse()
  for (const each of [page, other]) await each.getByRole('link', { name: 'Timeline 1 went wrong' }).waitFor()
  await views.getByRole('link', { name: 'Timeline' }).click()
  // Seen in one tab is seen in the other.
  await other.getByRole('link', { name: 'Timeline', exact: true }).waitFor()
})
