import { describe, expect, it } from 'vitest'
import { hindrances, open, simulator } from './browser.fixture.ts'

const ama = '+46733000001'

describe('held calls on the page', () => {
  it('are a callback that is changed and let go, and a request that is dropped', async () => {
    const sim = await simulator()
    const page = await open(sim.url, { view: 'controls' })
    await page.getByText('No call is held.').waitFor()
    await page.getByRole('button', { name: 'Hold the next callback' }).click()
    await page.getByText('The next callback will be held').waitFor()
    const order = await sim.merchant().requestToPay({ payer: ama, amount: '12.50', currency: 'EUR' })
    const phone = sim.phone(ama)
    await phone.prompted()
    await phone.choose('Approve')
    await phone.reply(phone.pin)
    const held = page.getByRole('article', { name: 'Held call' })
    await held.getByText('A callback waits').waitFor()
    const status = page.getByRole('list', { name: 'What holds in this world' })
    await status.getByRole('link', { name: '1 call is held' }).click()
    const focused = () => page.evaluate("document.activeElement.getAttribute('aria-label')")
    await expect.poll(focused).toMatch(/^Held call/)
    const body = held.getByLabel('Body')
    expect(await body.inputValue()).toContain('"status": "SUCCESSFUL"')
    await expect(held.getByRole('button', { name: 'Change and let go' }).isDisabled()).resolves.toBe(true)
    await body.fill('{"status":"FAILED"}')
    await held.getByText('Headers (').click()
    const headers = held.getByLabel('Headers, one on each line')
    await headers.fill(`${await headers.inputValue()}\nX-Tried: yes`)
    expect(await hindrances(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await hindrances(page)).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    await expect.poll(() => page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    // The name and what holds: two rows, and the last of them is scrolled to.
    await expect.poll(() => page.evaluate("document.querySelector('header').offsetHeight")).toBeLessThan(100)
    await status.getByRole('button', { name: 'World default' }).focus()
    await expect
      .poll(() => page.evaluate('Math.round(document.activeElement.getBoundingClientRect().right)'))
      .toBeLessThanOrEqual(390)
    expect(order.callbacks).toEqual([])
    await held.getByRole('button', { name: 'Change and let go' }).click()
    await held.waitFor({ state: 'detached' })
    await sim.settle()
    expect(order.callbacks).toMatchObject([{ body: { status: 'FAILED' }, headers: { 'x-tried': 'yes' } }])

    await page.getByRole('button', { name: 'Hold the next request' }).click()
    await page.getByText('The next request to a vendor’s API will be held').waitFor()
    const dropped = expect(fetch(`${sim.url}/collection/token/`, { method: 'POST' })).rejects.toThrow()
    await held.getByText('A request waits to be handled').waitFor()
    await held.getByText('POST /collection/token/').waitFor()
    await held.getByRole('button', { name: 'Drop' }).click()
    await dropped
    await page.getByText('No call is held.').waitFor()
  }, 120_000)
})
