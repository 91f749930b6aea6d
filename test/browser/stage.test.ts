import { expect, it } from 'vitest'
import { context, hindrances, lineOf, open, phoneOf, railOf, send, simulator } from './browser.fixture.ts'

const [ama, ben, cleo, ngozi] = ['+46733000001', '+46733000002', '+46733000003', '+2348022221408'] as const

async function ring(sim: Awaited<ReturnType<typeof simulator>>, payer: string): Promise<void> {
  await sim.merchant().requestToPay({ payer, amount: '12.50', currency: 'EUR' })
  await sim.phone(payer).prompted()
}

it('brings forward a phone that rings, adds it if it was not there, and counts it in the title', async () => {
  const sim = await simulator()
  const page = await open(sim.url, { view: 'ledger' })
  await phoneOf(page, 'Ama').waitFor()
  expect(await railOf(page, 'Ngozi').count()).toBe(0)
  await ring(sim, ngozi)
  await phoneOf(page, 'Ngozi').getByText('Pay 12.50 EUR').waitFor()
  expect(await page.title()).toBe('(1) payersim')
  expect(await phoneOf(page, 'Ama').count()).toBe(0)
  // The line has the focus: nobody was typing anywhere.
  await page.keyboard.type('2')
  await page.keyboard.press('Enter')
  await railOf(page, 'Ngozi').getByText('rings').waitFor({ state: 'detached' })
  await expect.poll(() => page.title()).toBe('payersim')
  await page.reload()
  await phoneOf(page, 'Ngozi').waitFor()
})

it('leaves who types on a phone alone, and brings the next one when that is done', async () => {
  const sim = await simulator()
  const page = await open(sim.url, { view: 'ledger' })
  await lineOf(page, 'Ama').fill('*16')
  await ring(sim, ben)
  await railOf(page, 'Ben').getByText('rings').waitFor()
  await page.keyboard.type('5#')
  await page.keyboard.press('Enter')
  await phoneOf(page, 'Ama').getByText('Approvals').waitFor()
  await ring(sim, cleo)
  await railOf(page, 'Cleo').getByText('rings').waitFor()
  expect(await page.title()).toBe('(2) payersim')
  await railOf(page, 'Ama').getByText('in a session').waitFor()
  await page.keyboard.press('Escape')
  await phoneOf(page, 'Ama').getByText('Hung up.').waitFor()
  await page.keyboard.press('Enter')
  await phoneOf(page, 'Ben').getByText('Pay 12.50 EUR').waitFor()
})

it('takes the focus from no field of another part', async () => {
  const sim = await simulator()
  const page = await open(sim.url, { view: 'merchant' })
  const amount = page.getByLabel('Amount')
  await amount.fill('1')
  await ring(sim, ben)
  await phoneOf(page, 'Ben').getByText('Pay 12.50 EUR').waitFor()
  await page.keyboard.type('7')
  expect(await amount.inputValue()).toBe('17')
})

it('keeps what was typed on a phone while another is in focus', async () => {
  const sim = await simulator()
  const page = await open(sim.url)
  await lineOf(page, 'Ama').fill('*165')
  await railOf(page, 'Cleo').click()
  await phoneOf(page, 'Cleo').waitFor()
  await railOf(page, 'Ama').click()
  expect(await lineOf(page, 'Ama').inputValue()).toBe('*165')
})

it('goes from phone to phone by the arrow keys, with one stop for the Tab key', async () => {
  const sim = await simulator()
  const page = await open(sim.url)
  await railOf(page, 'Ama').focus()
  await page.keyboard.press('ArrowDown')
  await phoneOf(page, 'Ben').waitFor()
  await page.keyboard.press('End')
  await phoneOf(page, 'Cleo').waitFor()
  await page.keyboard.press('ArrowDown')
  await phoneOf(page, 'Ama').waitFor()
  const focused = () => page.evaluate('document.activeElement.textContent')
  expect(await focused()).toContain('Ama')
  expect(
    await page.getByRole('tablist', { name: 'Phones' }).locator('[role=tab][tabindex="0"]').count(),
  ).toBe(1)
  await page.keyboard.press('Enter')
  await page.keyboard.type('*165#')
  await page.keyboard.press('Enter')
  await phoneOf(page, 'Ama').getByText('Approvals').waitFor()
})

it('shows what a phone missed, what waits, SMS not read, and who is off', async () => {
  const sim = await simulator()
  await ring(sim, ama)
  await sim.clock.advance('PT31S')
  await sim.phone(cleo).goOffline()
  const page = await open(sim.url, { view: 'ledger' })
  await railOf(page, 'Ama').getByText('missed prompt').waitFor()
  await phoneOf(page, 'Ama').getByRole('list', { name: 'Notices' }).getByText('1 to approve').waitFor()
  await railOf(page, 'Cleo').getByText('off').waitFor()
  expect(await hindrances(page)).toEqual([])
  await send(page, 'Ama', '*165#')
  await railOf(page, 'Ama').getByText('missed prompt').waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')
  await railOf(page, 'Ama').getByText('1 to approve').waitFor()
  await sim.clock.advance('PT10M')
  await railOf(page, 'Ama').getByText('1 new SMS').waitFor()
  await page.reload()
  await railOf(page, 'Ama').getByText('1 new SMS').waitFor()
  await phoneOf(page, 'Ama').getByRole('button', { name: /SMS/ }).click()
  await railOf(page, 'Ama').getByText('1 new SMS').waitFor({ state: 'detached' })
})

it('shows how long a session waits, by the business clock', async () => {
  const sim = await simulator()
  await ring(sim, ama)
  const page = await open(sim.url)
  const left = phoneOf(page, 'Ama').getByRole('progressbar', { name: 'Time left of the session' })
  await phoneOf(page, 'Ama').getByText('30 s', { exact: true }).waitFor()
  await sim.clock.advance('PT21S')
  await phoneOf(page, 'Ama').getByText('9 s', { exact: true }).waitFor()
  expect(await left.getAttribute('value')).toBe('9000')
  await sim.clock.advance('PT9S')
  await left.waitFor({ state: 'detached' })
})

it('remembers the folded keys, and whether it may sound', async () => {
  const sim = await simulator()
  const within = await context()
  await within.addInitScript(`
    window.tones = 0
    const Real = window.OscillatorNode
    window.OscillatorNode = class extends Real { constructor(...of) { super(...of); window.tones += 1 } }
  `)
  const page = await open(sim.url, { within })
  await ring(sim, ama)
  await phoneOf(page, 'Ama').getByText('Pay 12.50 EUR').waitFor()
  expect(await page.evaluate('tones')).toBe(0)
  await page.getByLabel('Sound when a phone rings').check()
  await page.getByRole('button', { name: 'Hide keys' }).click()
  await page.reload()
  await page.getByRole('button', { name: 'Show keys' }).waitFor()
  expect(await phoneOf(page, 'Ama').getByRole('button', { name: 'Hang up' }).count()).toBe(0)
  const before = Number(await page.evaluate('tones'))
  await ring(sim, ben)
  await railOf(page, 'Ben').getByText('rings').waitFor()
  await expect.poll(() => page.evaluate('tones')).toBe(before + 2)
})

it.each([
  [390, 844],
  [1024, 768],
  [1440, 900],
  [2560, 1440],
])('has the whole phone in sight at %d × %d', async (width, height) => {
  const sim = await simulator()
  await ring(sim, ama)
  const within = await context({ viewport: { width, height } })
  const page = await open(sim.url, { within, view: 'phones' })
  const phone = phoneOf(page, 'Ama')
  await phone.getByText('Pay 12.50 EUR').waitFor()
  const box = await phone.boundingBox()
  expect(box?.x).toBeGreaterThanOrEqual(0)
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width)
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(height)
  const [glass, answer] = [
    await phone.boundingBox(),
    await phone.getByRole('button', { name: 'Send', exact: true }).boundingBox(),
  ]
  expect((answer?.y ?? 0) + (answer?.height ?? 0)).toBeLessThan((glass?.y ?? 0) + (glass?.height ?? 0))
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
})

it('says on a narrow screen, in any other view, whose phone rings', async () => {
  const sim = await simulator()
  const within = await context({ viewport: { width: 390, height: 844 } })
  const page = await open(sim.url, { within, view: 'ledger' })
  await page.getByText('Live', { exact: true }).waitFor()
  await ring(sim, ben)
  await page.getByRole('link', { name: /Ben Okoro.?’s phone rings/ }).click()
  await phoneOf(page, 'Ben').getByText('Pay 12.50 EUR').waitFor()
})
