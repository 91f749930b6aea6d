import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { approve, context, hindrances, open, phoneOf, simulator } from './browser.fixture.ts'

/** As a person pastes it into a terminal. */
async function shell(script: string, env: Record<string, string> = {}): Promise<string> {
  const { stdout } = await promisify(execFile)('bash', ['-c', script], { env: { ...process.env, ...env } })
  return stdout
}

const copied = (page: Page) => page.evaluate('navigator.clipboard.readText()') as Promise<string>

async function withClipboard() {
  const within = await context()
  await within.grantPermissions(['clipboard-read', 'clipboard-write'])
  return within
}

describe('the bytes of an exchange', () => {
  it('are read or shown as they were, copied in parts, and sent again by a command that gets a token of its own', async () => {
    const sim = await simulator()
    const page = await open(sim.url, { view: 'merchant', within: await withClipboard() })
    await page.getByRole('button', { name: 'Send request to pay' }).click()
    await approve(page)
    await phoneOf(page, 'Ama').getByText('Approved').first().waitFor()
    // Tokens are over by now.
    await sim.clock.advance('PT2H')
    await page
      .getByRole('article', { name: /Request to pay/ })
      .getByText('The same with curl')
      .click()
    const ready = await page.getByRole('region', { name: 'curl commands' }).innerText()
    expect(ready).not.toMatch(/Bearer ey|Bearer [0-9a-f]{8}/)
    expect(await shell(ready)).toContain('202 Accepted')

    await page
      .getByRole('article', { name: /Request to pay/ })
      .getByRole('link', { name: 'On the timeline' })
      .click()
    await page.getByLabel('Show how it came about').check()
    await page
      .getByRole('button', { name: /asked Ama Lindqvist for|approved 12\.50 EUR/ })
      .first()
      .click()
    await page
      .getByRole('button', { name: /^09:00:00.*POST \/collection\/v1_0\/requesttopay was answered 202/ })
      .click()
    const request = page.getByRole('region', { name: 'The request on the wire' })
    await request.getByText('"amount": "12.50"').waitFor()
    const hiddenHeader = request.getByText('Ocp-Apim-Subscription-Key:')
    expect(await hiddenHeader.isVisible()).toBe(false)
    await request.getByText(/^\d+ more headers$/).click()
    await hiddenHeader.waitFor()
    await page.getByText('Secrets stand as ****').first().waitFor()

    await page.getByRole('button', { name: 'Copy body The request on the wire' }).click()
    expect(JSON.parse(await copied(page))).toMatchObject({ amount: '12.50' })
    await page.getByRole('button', { name: 'Copy as curl The request on the wire' }).click()
    const curl = await copied(page)
    expect(curl).toMatch(/^# Set MOMO_API_USER, MOMO_API_KEY and MOMO_SUBSCRIPTION_KEY first/)
    expect(curl).not.toContain('****')
    const {
      MOMO_API_USER = '',
      MOMO_API_KEY = '',
      MOMO_SUBSCRIPTION_KEY = '',
    } = Object.fromEntries(
      [...ready.matchAll(/^(MOMO_\w+)='(.*)'$/gm)].map(([, name, value]) => [name, value]),
    ) as Record<string, string>
    expect(await shell(curl, { MOMO_API_USER, MOMO_API_KEY, MOMO_SUBSCRIPTION_KEY })).toContain(
      '202 Accepted',
    )

    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save as HAR' }).click()
    const archive = JSON.parse(await readFile(await (await download).path(), 'utf8'))
    const orders = archive.log.entries.filter(
      ({ _operation }: { _operation?: string }) => _operation === 'momo.createRequestToPay',
    )
    expect(orders.map(({ response }: { response: { status: number } }) => response.status)).toEqual([
      202, 202, 202,
    ])

    await page.getByRole('button', { name: 'Raw', exact: true }).first().click()
    await request.getByText('"amount":"12.50"').waitFor()
    await page.getByRole('button', { name: 'Copy raw The request on the wire' }).click()
    expect(await copied(page)).toBe(await request.innerText())
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await hindrances(page)).toEqual([])
    }
  })

  it('stand below what copies them at every width, a form as its fields', async () => {
    const sim = await simulator()
    await sim.phone('+46733000001').dial('*165#')
    const page = await open(sim.url, { view: 'timeline' })
    await page.getByLabel('Show how it came about').check()
    await page
      .getByRole('button', { name: /dialled \*165#/ })
      .first()
      .click()
    await page
      .getByRole('button', { name: /The phone of Ama Lindqvist shows/ })
      .last()
      .click()
    const request = page.getByRole('region', { name: 'The request on the wire' })
    await request.getByRole('row', { name: 'phoneNumber +46733000001' }).waitFor()
    for (const width of [390, 1024, 1440]) {
      await page.setViewportSize({ width, height: 900 })
      const text = await request.boundingBox()
      const copy = await page.getByRole('button', { name: 'Copy raw The request on the wire' }).boundingBox()
      expect((copy?.y ?? 0) + (copy?.height ?? 0)).toBeLessThanOrEqual(text?.y ?? 0)
      expect((copy?.x ?? 0) + (copy?.width ?? 0)).toBeLessThanOrEqual(width)
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
      expect(await hindrances(page)).toEqual([])
    }
  })
})
