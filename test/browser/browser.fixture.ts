import axe from 'axe-core'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core'
import { afterAll, afterEach, expect } from 'vitest'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/index.ts'
import { findChromium } from './chromium.ts'

let browser: Promise<Browser> | undefined
const opened: Array<() => Promise<void>> = []
/** What pages complained of: a policy that refuses something, an error nobody caught. */
const complaints: string[] = []

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close()
  expect(complaints.splice(0)).toEqual([])
})
afterAll(async () => {
  await (await browser)?.close()
  browser = undefined
})

export async function simulator(options: SimulatorOptions = {}): Promise<Simulator & { url: string }> {
  const started = (await startSimulator({ clock: 'frozen', port: 0, ...options })) as Simulator & {
    url: string
  }
  opened.push(() => started.close())
  return started
}

export async function context(options: BrowserContextOptions = {}): Promise<BrowserContext> {
  browser ??= chromium.launch({ executablePath: findChromium() ?? '', args: ['--no-sandbox'] })
  const made = await (await browser).newContext({ viewport: { width: 1440, height: 900 }, ...options })
  // Before the test's own time is up, so that a failure names what it waited for.
  made.setDefaultTimeout(20_000)
  opened.push(() => made.close())
  return made
}

/**
 * The page of the server, or of one of its worlds, once it is live. `lossy` pages may meet a server that does not answer, and `failing` ones may have a part
 * that cannot be drawn, which React tells the console.
 */
export async function open(
  url: string,
  {
    view = '',
    within,
    lossy = false,
    failing = false,
  }: { view?: string; within?: BrowserContext; lossy?: boolean; failing?: boolean } = {},
): Promise<Page> {
  const page = await (within ?? (await context())).newPage()
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    const failedToLoad = /Failed to load resource/.test(message.text())
    if (message.type() !== 'error' || (lossy && failedToLoad) || failing) return
    complaints.push(message.text())
  })
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== new URL(url).origin)
      complaints.push(`a request to ${request.url()}`)
  })
  await page.goto(`${url}/#/${view}`)
  return page
}

export const phoneOf = (page: Page, name: string) =>
  page.getByRole('region', { name: new RegExp(`Phone of ${name}`) })
/** A phone in the rail, with its state in words. */
export const railOf = (page: Page, name: string) => page.getByRole('tab', { name: new RegExp(name) })
/** The line of a phone: the number to dial, or the answer. */
export const lineOf = (page: Page, name: string) => phoneOf(page, name).getByRole('textbox')

/** Types it on a phone, and sends it. */
export async function send(page: Page, name: string, text: string): Promise<void> {
  // An answer is for a screen: what else the page shows of it may be there before the phone's own.
  if (!text.startsWith('*'))
    await phoneOf(page, name).getByRole('button', { name: 'Send', exact: true }).waitFor()
  await lineOf(page, name).fill(text)
  await page.keyboard.press('Enter')
}

/** Approves on Ama's phone what the merchant's view asks her for. */
export async function approve(page: Page): Promise<void> {
  await phoneOf(page, 'Ama').getByText('Pay 12.50 EUR').waitFor()
  await send(page, 'Ama', '1')
  await phoneOf(page, 'Ama').getByText('Enter your PIN').waitFor()
  await send(page, 'Ama', '1234')
}

/** What hinders somebody, as far as a program can tell. */
export async function hindrances(page: Page) {
  // Through the debugger, which the page's own policy does not bind.
  await page.evaluate(axe.source)
  const { violations } = (await page.evaluate(
    "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })",
  )) as axe.AxeResults
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
  )
}
