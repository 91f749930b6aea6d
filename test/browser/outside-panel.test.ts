import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import type { Provider } from '../../src/provider.ts'
import acme from '../provider/acme.ts'
import { approve, open, phoneOf, simulator } from './browser.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'payersim-panel-'))
afterAll(() => rmSync(folder, { recursive: true }))

const providerWith = (name: string, code: string): Provider => {
  const path = join(folder, `${name}.js`)
  writeFileSync(path, code)
  return { name, title: name, panel: { title: name, file: pathToFileURL(path) } }
}

describe('the panel of a provider from outside', () => {
  it('has a tab, calls the provider’s API, and follows what happens', async () => {
    const sim = await simulator({ providers: [acme] })
    const page = await open(sim.url)
    await page.getByRole('link', { name: 'Acme' }).click()
    const panel = page.getByRole('region', { name: 'Acme' })
    await panel.getByRole('button', { name: 'Charge Ama Lindqvist for Corner' }).click()
    await panel.getByText('PENDING', { exact: true }).waitFor()
    await approve(page)
    await panel.getByText('SUCCESSFUL', { exact: true }).waitFor()
    expect(page.url()).toBe(`${sim.url}/#/provider/acme`)
  })

  it('asks with the admin token of the page, and shows a refusal in the server’s words', async () => {
    const code = `export async function open(element, page) {
      element.textContent = await page.ask('GET', '/_sim/phones/12').catch((error) => error.message)
    }`
    const sim = await simulator({
      providers: [providerWith('asking', code)],
      adminToken: 'open sesame',
      behindProxy: true,
    })
    const page = await open(sim.url, { view: 'provider/asking', lossy: true })
    await page.getByLabel('Admin token').fill('open sesame')
    await page.getByRole('button', { name: 'Open' }).click()
    await page
      .getByRole('region', { name: 'asking' })
      .getByText(/"?12"? is no/)
      .waitFor()
  })

  it('is left when another view is opened: it hears of no event after that, and begins anew', async () => {
    const code = `export function open(element, page) {
      window.heard = 0
      element.textContent = 'opened'
      page.onEvent(() => { window.heard += 1 })
      page.signal.addEventListener('abort', () => { window.left = true })
    }`
    const sim = await simulator({ providers: [providerWith('leaving', code)] })
    const page = await open(sim.url, { view: 'provider/leaving' })
    await page.getByText('opened').waitFor()
    await sim.phone('+46733000001').dial('*165#')
    await expect.poll(() => page.evaluate('window.heard')).toBeGreaterThan(0)
    await page.getByRole('link', { name: 'Ledger' }).click()
    await expect.poll(() => page.evaluate('window.left')).toBe(true)
    const heard = await page.evaluate('window.heard')
    await sim.phone('+46733000001').choose('Balance')
    await phoneOf(page, 'Ama').getByText('Enter your PIN to see your balance').first().waitFor()
    expect(await page.evaluate('window.heard')).toBe(heard)
  })

  it.each([
    ['throws', "export function open() { throw new Error('no charges today') }", /no charges today/],
    ['has no open', 'export const other = 1', /exports no function open/],
  ])('that %s is shown as such, and the page goes on', async (_, code, words) => {
    const sim = await simulator({ providers: [providerWith('broken', code)] })
    const page = await open(sim.url, { view: 'provider/broken', failing: true })
    await page.getByRole('alert').getByText(words).waitFor()
    await page.getByRole('link', { name: 'Ledger' }).click()
    await page.getByRole('region', { name: 'Ledger' }).waitFor()
  })
})
