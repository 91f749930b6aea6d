import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { ama, entriesOf, stories } from '../stories.fixture.ts'
import { hindrances, open, phoneOf, send, simulator } from './browser.fixture.ts'

describe('the story of a payment', () => {
  it('is reached from an entry, grows while the payer answers, and opens to the bytes by the keyboard', async () => {
    const sim = await simulator()
    const page = await open(sim.url, { view: 'story' })
    await page.getByText('No payment yet').waitFor()
    await sim.merchant().requestToPay({ payer: sim.phone(ama), amount: '12.50', currency: 'EUR' })
    await sim.settle()
    await page.getByRole('link', { name: /Request to pay of 12\.50 EUR.*Under way/ }).waitFor()
    await page.getByRole('link', { name: 'Timeline', exact: true }).click()
    await page
      .getByRole('button', { name: /asked Ama Lindqvist for 12\.50 EUR/ })
      .first()
      .click()
    const line = page.getByRole('button', { name: /asked Ama Lindqvist for 12\.50 EUR/ }).nth(1)
    await line.click()
    await page.getByRole('link', { name: 'Its story as a diagram' }).click()

    const steps = page.getByRole('list', { name: 'What happened, in its order' })
    await steps.getByRole('button', { name: /Network to Ama Lindqvist.*: Pay 12\.50 EUR/ }).waitFor()
    await page.getByText('Under way', { exact: true }).waitFor()
    await send(page, 'Ama', '1')
    await phoneOf(page, 'Ama').getByText('Enter your PIN').waitFor()
    await send(page, 'Ama', '9999')
    await steps.getByRole('button', { name: 'Wallet: Wrong PIN. 2 tries are left.' }).waitFor()
    await phoneOf(page, 'Ama').getByText('Wrong PIN').waitFor()
    await send(page, 'Ama', '1234')
    await page.getByText('Successful.', { exact: true }).waitFor()

    await steps.getByRole('button', { name: /POST \/collection\/v1_0\/requesttopay/ }).focus()
    await page.keyboard.press('Enter')
    await page
      .getByRole('region', { name: 'The request on the wire' })
      .getByText('"amount": "12.50"')
      .waitFor()
    expect(page.url()).toMatch(/#\/story\/[0-9a-f]{12}\?entry=http-/)
    expect(await hindrances(page)).toEqual([])
    await page.reload()
    await page
      .getByRole('region', { name: 'The request on the wire' })
      .getByText('"amount": "12.50"')
      .waitFor()
    expect(await steps.textContent()).not.toContain('9999')
  })

  it('is saved as a file that any program draws, in which no text runs over its place', async () => {
    const sim = await simulator()
    await stories['callback sent again'](sim)
    const { trace } = await entriesOf(sim)
    const page = await open(sim.url, { view: `story/${trace}` })
    await page.getByRole('button', { name: /500 Internal Server Error.*did not take it/ }).waitFor()
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save as SVG' }).click()
    const file = await saved
    expect(file.suggestedFilename()).toBe(`story-${trace}.svg`)
    const svg = await readFile(await file.path(), 'utf8')

    const blank = await page.context().newPage()
    await blank.setContent(svg)
    const over = (await blank.evaluate(`(() => {
      const boxes = [...document.querySelectorAll('svg > g > g > g')].map((row) =>
        [...row.querySelectorAll('text')].map((text) => ({ said: text.textContent, box: text.getBBox() })),
      )
      const width = document.querySelector('svg')?.viewBox.baseVal.width ?? 0
      const beside = boxes.flat().filter(({ box }) => box.x < 0 || box.x + box.width > width)
      const across = boxes.flatMap((row) =>
        row.filter(({ box: one }, index) =>
          row.some(
            ({ box: two }, other) =>
              other > index &&
              one.x < two.x + two.width &&
              two.x < one.x + one.width &&
              one.y + 2 < two.y + two.height &&
              two.y + 2 < one.y + one.height,
          ),
        ),
      )
      return { rows: boxes.length, faulty: [...beside, ...across].map(({ said }) => said) }
    })()`)) as { rows: number; faulty: string[] }
    expect(over.rows).toBeGreaterThan(20)
    expect(over.faulty).toEqual([])
  })

  it('is told whole, however much else the server has answered before', async () => {
    const sim = await simulator()
    for (let many = 0; many < 26; many++)
      await Promise.all(
        Array.from({ length: 40 }, () => fetch(`${sim.url}/collection/token/`, { method: 'POST' })),
      )
    await sim.merchant().requestToPay({ payer: sim.phone(ama), amount: '12.50', currency: 'EUR' })
    await sim.settle()
    const [payment] = await sim.payments()
    const page = await open(sim.url, { view: `story/${payment?.trace}` })
    const steps = page.getByRole('list', { name: 'What happened, in its order' })
    await steps.getByRole('button', { name: /POST \/collection\/v1_0\/requesttopay/ }).waitFor()
    // And what comes after its first page is still live.
    await send(page, 'Ama', '1')
    await phoneOf(page, 'Ama').getByText('Enter your PIN').waitFor()
    await send(page, 'Ama', '1234')
    await page.getByText('Successful.', { exact: true }).waitFor()
  })

  it('is free of hindrances in the dark, on a phone and on paper, and says so where there is no such trace', async () => {
    const sim = await simulator()
    await stories['timed out'](sim)
    const { trace } = await entriesOf(sim)
    const page = await open(sim.url, { view: `story/${trace}` })
    await page.getByRole('button', { name: /The clock jumps 2 h/ }).waitFor()
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await hindrances(page)).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await hindrances(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('navigation').isVisible()).toBe(false)
    expect(await page.getByRole('button', { name: /Nobody answered in time/ }).isVisible()).toBe(true)
    const none = await open(sim.url, { view: 'story/000000000000' })
    await none.getByText('Nothing on this timeline has the trace 000000000000').waitFor()
  })
})
