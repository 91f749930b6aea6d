import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { ama } from '../stories.fixture.ts'
import { context, hindrances, open, phoneOf, railOf, send, simulator } from './browser.fixture.ts'

const ben = '+46733000002'
const widths = [390, 1024, 1440, 2560]

const steps = (page: Page) =>
  page.getByRole('region', { name: 'The way of the session' }).getByRole('listitem').allInnerTexts()
const told = async (page: Page) => (await steps(page)).map((step) => step.replace(/\s+/g, ' '))

/** What of the picture is outside its frame, and how far the page is wider than its window. */
const outside = `(() => {
  const frame = document.querySelector('section[aria-label=Diagram]')
  const room = frame.getBoundingClientRect()
  const beyond = [...frame.querySelectorAll('[data-state], text')].filter((each) => {
    const { left, right, top, bottom } = each.getBoundingClientRect()
    return left < room.left || right > room.right + 0.5 || top < room.top || bottom > room.bottom + 0.5
  })
  return {
    beyond: beyond.map(({ textContent }) => textContent),
    scrolls: frame.scrollWidth > frame.clientWidth || frame.scrollHeight > frame.clientHeight,
    tooWide: document.documentElement.scrollWidth - innerWidth,
    drawn: frame.querySelectorAll('[data-state]').length,
  }
})()`
const whole = { beyond: [], scrolls: false, tooWide: 0 }

describe('the machine', () => {
  it('tells the way of an approval with a wrong PIN, in words, after the session too', async () => {
    const sim = await simulator()
    const page = await open(sim.url, { view: 'machine' })
    await page.getByText('No session of the payer’s app is on the phone of').waitFor()
    await page.getByText('0 of 19 screens were seen').waitFor()
    await sim.merchant().requestToPay({ payer: sim.phone(ama), amount: '12.50', currency: 'EUR' })
    await page.getByText('Open now').waitFor()
    await send(page, 'Ama', '1')
    await page.locator('[data-lit=true][data-state=pin]').waitFor()
    await phoneOf(page, 'Ama').getByText('Enter your PIN').waitFor()
    await send(page, 'Ama', '9999')
    await expect.poll(() => told(page)).toHaveLength(3)
    await phoneOf(page, 'Ama').getByText('Wrong PIN').waitFor()
    await send(page, 'Ama', '1234')
    await page.getByText('Ended', { exact: true }).waitFor()
    await page.reload()
    await expect
      .poll(() => told(page))
      .toEqual([
        'The phone rang Asks to approve approval Opens what is to be approved',
        'Typed 1 Asks for the PIN pin Makes sure that a PIN can be asked',
        'Typed **** Asks for the PIN pin Checks the PIN and approves',
        'Typed **** Says how it ended result Checks the PIN and approves',
      ])
    expect(await page.locator('[data-state=pin]').textContent()).toContain('2, 3')
    expect(await page.locator('[data-taken=true][data-state=invoice]').count()).toBe(0)
    await page.getByText('3 of 4 screens were seen, and 3 of 9 ways between them taken.').waitFor()
    const never = page.getByRole('list', { name: 'Screens never seen' })
    expect(await never.getByRole('listitem').allInnerTexts()).toEqual(['Shows an invoice invoice'])
    await page.getByText('Ways never taken').click()
    await page.getByText('Asks to approve 2 → Says how it ended').waitFor()
    // Another phone comes into focus, with a session of its own.
    await sim.phone(ben).dial('*165*3#')
    await railOf(page, 'Ben').click()
    await page.locator('[data-lit=true][data-state=history]').waitFor()
    expect(await told(page)).toEqual([expect.stringMatching(/^Typed 3 Lists the last payments history/)])
  })

  it.each(['light', 'dark'] as const)(
    'opens fitted at every width, hinders nobody, and is reached by the keyboard (%s)',
    async (colorScheme) => {
      const sim = await simulator()
      const page = await open(sim.url, { view: 'machine', within: await context({ colorScheme }) })
      await page.locator('[data-state=result]').waitFor()
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 })
        await expect.poll(() => page.evaluate(outside)).toEqual({ ...whole, drawn: 19 })
      }
      const phone = sim.phone(ama)
      await phone.dial('*165#')
      for (const key of ['5', '0', '3', '0', '4', '2', '2']) await phone.reply(key)
      await page.getByText('Open now').waitFor()
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 })
        await expect.poll(() => page.evaluate(outside)).toMatchObject(whole)
        expect(await hindrances(page)).toEqual([])
      }
      await page.setViewportSize({ width: 1024, height: 900 })
      const only = page.getByRole('checkbox', { name: 'Only this session' })
      await expect.poll(() => only.isChecked()).toBe(true)
      await only.focus()
      await page.keyboard.press('Space')
      await expect.poll(() => page.evaluate(outside)).toEqual({ ...whole, drawn: 19 })
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await expect.poll(() => page.evaluate(outside)).toMatchObject({ scrolls: true, tooWide: 0 })
    },
    60_000,
  )
})
