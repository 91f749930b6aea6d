import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import acme from '../provider/acme.ts'
import { approve, context, hindrances, lineOf, open, phoneOf, simulator } from './browser.fixture.ts'

const hostUrlOf = (url: string, world: string) => `http://${world}.localhost:${new URL(url).port}`
/** The paths that a page asks for from now on. */
function pathsOf(page: Page): string[] {
  const paths: string[] = []
  page.on('request', (request) => paths.push(new URL(request.url()).pathname))
  return paths
}
const isLive = (page: Page) => page.getByText('Live', { exact: true }).waitFor()
const chipOf = (page: Page, world: string) =>
  page
    .getByRole('list', { name: 'What holds in this world' })
    .getByRole('button', { name: `World ${world}`, exact: true })
const cardOf = (page: Page) => page.getByRole('region', { name: 'Worlds on this server' })
const switchOf = (page: Page) => page.getByRole('dialog', { name: 'Worlds' })

describe('the page of a world', () => {
  it.each(['path', 'host'] as const)('rings there alone, by its %s', async (by) => {
    const sim = await simulator({ providers: [acme] })
    for (const name of ['suite-1', 'suite-2']) await sim.worlds.open(name)
    const at = (name: string) => (by === 'path' ? `${sim.url}/w/${name}` : hostUrlOf(sim.url, name))
    const [one, two, other] = [
      await open(at('suite-1'), { view: 'merchant' }),
      await open(at('suite-2')),
      await open(sim.url),
    ]
    for (const page of [one, two, other]) await isLive(page)
    const paths = pathsOf(one)
    await one.getByRole('button', { name: 'Send request to pay' }).click()
    await approve(one)
    await one.getByText('SUCCESSFUL', { exact: true }).waitFor()
    // Its callback came to its own sink.
    await one.getByText(/^Callback .*204/).waitFor()
    for (const view of ['Acme', 'Machine', 'Ledger', 'Controls'])
      await one.getByRole('link', { name: view }).click()
    await one.getByRole('heading', { name: 'Snapshots' }).waitFor()
    const base = by === 'path' ? '/w/suite-1/' : '/'
    expect(paths.length).toBeGreaterThan(10)
    expect(paths.filter((path) => !path.startsWith(base))).toEqual([])
    await phoneOf(one, 'Ama').getByText('Approved').first().waitFor()
    for (const page of [two, other])
      expect(
        await phoneOf(page, 'Ama')
          .getByText(/Pay 12\.50|Approved/)
          .count(),
      ).toBe(0)
    expect((await sim.worlds.client('suite-1').world()).phones[0]?.balances[0]?.amount).toBe('487.50')
    expect((await sim.world()).phones[0]?.balances[0]?.amount).toBe('500.00')
    expect(await Promise.all([one, two, other].map((page) => page.title()))).toEqual([
      'suite-1 · payersim',
      'suite-2 · payersim',
      'payersim',
    ])
  })

  it('is found without the slash too, and its links and commands lead to it', async () => {
    const sim = await simulator()
    await sim.worlds.open('suite-1')
    const page = await open(`${sim.url}/w/suite-1`, { view: 'merchant' })
    await page.goto(`${sim.url}/w/suite-1#/merchant`)
    expect(page.url()).toBe(`${sim.url}/w/suite-1/#/merchant`)
    await page.getByRole('button', { name: 'Send request to pay' }).click()
    await page.getByText(`URL='${sim.url}/w/suite-1'`).first().waitFor({ state: 'attached' })
    await page.getByText('POST /w/suite-1/collection/v1_0/requesttopay').waitFor({ state: 'attached' })
  })

  it('is opened by a link with the admin token, and so are the others by the path', async () => {
    const sim = await simulator({ adminToken: 'open-sesame', behindProxy: true })
    for (const name of ['suite-1', 'suite-2']) await sim.worlds.open(name)
    const within = await context()
    const page = await open(`${sim.url}/w/suite-1`, { within, lossy: true })
    await page.getByLabel('Admin token').waitFor()
    await page.goto(`${sim.url}/w/suite-1?token=open-sesame`)
    await isLive(page)
    expect(page.url()).toBe(`${sim.url}/w/suite-1/`)
    expect(await within.cookies()).toEqual([])
    await chipOf(page, 'suite-1').click()
    await switchOf(page).getByRole('link', { name: 'suite-2' }).click()
    await isLive(page)
    expect(page.url()).toBe(`${sim.url}/w/suite-2/#/`)
    // A host name is an origin of its own, which is asked for itself.
    const byHost = await open(hostUrlOf(sim.url, 'suite-1'), { within, lossy: true })
    await byHost.getByLabel('Admin token').waitFor()
    await byHost.goto(`${hostUrlOf(sim.url, 'suite-1')}/?token=open-sesame`)
    await isLive(byHost)
  })

  it('keeps its phones on the table apart from those of other worlds', async () => {
    const sim = await simulator()
    await sim.worlds.open('suite-1')
    const within = await context()
    const page = await open(`${sim.url}/w/suite-1`, { within })
    await page.getByPlaceholder('Another number…').fill('+46 73 300 00 77')
    await page.keyboard.press('Enter')
    await page.getByRole('region', { name: /Phone of .*0077/ }).waitFor()
    await page.reload()
    await page.getByRole('region', { name: /Phone of .*0077/ }).waitFor()
    const other = await open(sim.url, { within })
    await phoneOf(other, 'Ama').waitFor()
    expect(await other.getByRole('region', { name: /Phone of .*0077/ }).count()).toBe(0)
  })
})

describe('the worlds of the server', () => {
  it.each([1440, 390])('are switched, opened and ended from every view, at %d px', async (width) => {
    const sim = await simulator()
    const within = await context({ viewport: { width, height: 844 } })
    const page = await open(sim.url, { view: 'ledger', within, lossy: true })
    await chipOf(page, 'default').click()
    await switchOf(page).getByText('This is the only one.').waitFor()
    await switchOf(page).getByLabel('Name of a new world').fill('Suite 1')
    await page.keyboard.press('Enter')
    await switchOf(page).getByRole('alert').getByText('is no name of a world').waitFor()
    await switchOf(page).getByLabel('Name of a new world').fill('suite-1')
    await page.keyboard.press('Enter')
    await page.waitForURL(`${sim.url}/w/suite-1/`)
    await isLive(page)
    await sim.worlds.open('suite-2')
    await page.goto(`${sim.url}/w/suite-1/#/ledger`)
    await chipOf(page, 'suite-1').click()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await hindrances(page)).toEqual([])
    }
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    await switchOf(page).getByRole('link', { name: 'default' }).click()
    await page.waitForURL(`${sim.url}/#/ledger`)
    await chipOf(page, 'default').click()
    await switchOf(page).getByRole('button', { name: 'End the world suite-2' }).click()
    await switchOf(page).getByRole('button', { name: 'Yes, end suite-2' }).click()
    await switchOf(page).getByRole('link', { name: 'suite-2' }).waitFor({ state: 'detached' })
    expect((await sim.worlds.list()).map(({ name }) => name)).toEqual(['suite-1'])
  })

  it('are opened, as a copy or afresh, chosen from a menu, and ended after a question', async () => {
    const sim = await simulator()
    await sim.phone('+46733000001').dial('*165#')
    const page = await open(sim.url, { view: 'controls', lossy: true })
    await cardOf(page).getByText('Worlds on this server').click()
    const openWorld = async (name: string, begins: 'copy' | 'fresh') => {
      await cardOf(page).getByLabel('Name of a new world').fill(name)
      await cardOf(page).getByLabel('It begins as').selectOption(begins)
      await cardOf(page).getByRole('button', { name: 'Open world' }).click()
    }
    await openWorld('Suite 1', 'fresh')
    await cardOf(page).getByRole('alert').getByText('is no name of a world').waitFor()
    await openWorld('copy-1', 'copy')
    await page.waitForURL(`${sim.url}/w/copy-1/`)
    await phoneOf(page, 'Ama').getByText('Approvals').waitFor()
    await page.getByRole('link', { name: 'Controls' }).click()
    await openWorld('fresh-1', 'fresh')
    await page.waitForURL(`${sim.url}/w/fresh-1/`)
    await isLive(page)
    expect(await phoneOf(page, 'Ama').getByText('Approvals').count()).toBe(0)

    await page.getByRole('link', { name: 'Controls' }).click()
    await chipOf(page, 'fresh-1').click()
    const own = switchOf(page).getByRole('listitem').filter({ hasText: 'this one' })
    expect(await own.innerText()).toMatch(/^fresh-1.*\nopened just now, frozen at Jan 5, 2026, 09:00:00\n/)
    await switchOf(page).getByRole('link', { name: 'default' }).click()
    await page.waitForURL(`${sim.url}/#/controls`)
    // One more world is there by itself, without a click.
    await sim.worlds.open('another')
    await cardOf(page).getByRole('link', { name: 'another' }).waitFor()

    await cardOf(page).getByRole('button', { name: 'End the world copy-1' }).click()
    await cardOf(page).getByRole('button', { name: 'Keep it' }).click()
    await cardOf(page).getByRole('button', { name: 'End the world copy-1' }).click()
    await cardOf(page).getByRole('button', { name: 'Yes, end copy-1' }).click()
    await cardOf(page).getByRole('link', { name: 'copy-1' }).waitFor({ state: 'detached' })
    expect((await sim.worlds.list()).map(({ name }) => name)).toEqual(['fresh-1', 'another'])
  })

  it('lead from one host name to another', async () => {
    const sim = await simulator()
    for (const name of ['one', 'two']) await sim.worlds.open(name)
    const page = await open(hostUrlOf(sim.url, 'one'), { view: 'ledger' })
    await chipOf(page, 'one').click()
    const links = switchOf(page).getByRole('link')
    const hrefs = await links.evaluateAll((all) =>
      all.map((link) => (link as unknown as { href: string }).href),
    )
    const server = `http://localhost:${new URL(sim.url).port}`
    expect(hrefs).toEqual([`${server}/#/ledger`, `${hostUrlOf(sim.url, 'two')}/#/ledger`])
    const [, two] = hrefs
    const other = await open(new URL(two ?? '').origin)
    await isLive(other)
    expect(await other.title()).toBe('two · payersim')
  })
})

describe('a world that ends', () => {
  it.each(['path', 'host'] as const)('says so on its page, which opens it anew (by its %s)', async (by) => {
    const sim = await simulator()
    await sim.worlds.open('suite-1')
    const url = by === 'path' ? `${sim.url}/w/suite-1` : hostUrlOf(sim.url, 'suite-1')
    const page = await open(url, { view: 'controls', lossy: true })
    await lineOf(page, 'Ama').fill('*165#')
    await page.keyboard.press('Enter')
    await phoneOf(page, 'Ama').getByText('Approvals').waitFor()
    await cardOf(page).getByRole('button', { name: 'End the world suite-1' }).click()
    await cardOf(page).getByRole('button', { name: 'Yes, end suite-1' }).click()
    await page.getByText('The world suite-1 was ended.', { exact: true }).waitFor()
    expect(await page.title()).toBe('suite-1 is not there · payersim')
    expect(await hindrances(page)).toEqual([])
    const paths = pathsOf(page)
    // The page asks no more: each pause between two attempts of a lost connection is shorter than this.
    await page.clock.install()
    await page.clock.runFor(60_000)
    expect(paths).toEqual([])
    await page.reload()
    await page.getByText('The world suite-1 was ended.', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Open suite-1 anew' }).click()
    await isLive(page)
    expect(await phoneOf(page, 'Ama').getByText('Approvals').count()).toBe(0)
  })

  it('and is opened by somebody else is shown, without what was in it before', async () => {
    const sim = await simulator()
    await sim.worlds.open('suite-1')
    await sim.worlds.client('suite-1').phone('+46733000001').dial('*165#')
    const page = await open(`${sim.url}/w/suite-1`, { view: 'timeline', lossy: true })
    await page.getByText('dialled *165#').first().waitFor()
    await sim.worlds.end('suite-1')
    await page.getByRole('button', { name: 'Open suite-1 anew' }).waitFor()
    await sim.worlds.open('suite-1')
    await page.getByRole('button', { name: 'Open suite-1 anew' }).click()
    await isLive(page)
    await phoneOf(page, 'Ama').waitFor()
    expect(await page.getByText('dialled *165#').count()).toBe(0)
  })

  it('or never was, leads to the default one; who has no admin token is asked for it first', async () => {
    const sim = await simulator({ adminToken: 'open sesame', behindProxy: true })
    const page = await open(`${sim.url}/w/typo`, { view: 'ledger', lossy: true })
    await page.getByLabel('Admin token').fill('open sesame')
    await page.keyboard.press('Enter')
    await page.getByText('There is no world "typo" on this server.', { exact: true }).waitFor()
    await page.getByRole('link', { name: 'Go to the default world' }).click()
    await isLive(page)
    expect(page.url()).toBe(`${sim.url}/`)
    await chipOf(page, 'default').waitFor()
  })
})

it.each(['path', 'host'] as const)(
  'has its documents, and tries its operations there (by its %s)',
  async (by) => {
    const sim = await simulator()
    await sim.worlds.open('suite-1')
    const base = by === 'path' ? `${sim.url}/w/suite-1` : hostUrlOf(sim.url, 'suite-1')
    const page = await (await context()).newPage()
    const asked: string[] = []
    page.on('request', (request) => void (request.url().startsWith('http') && asked.push(request.url())))
    // Its place in the table of contents opens it.
    await page.goto(`${base}/docs#/collection/createRequestToPay`)
    await page.getByRole('button', { name: 'Execute' }).click()
    await expect.poll(() => asked.at(-1)).toBe(`${base}/collection/v1_0/requesttopay`)
    expect(asked.filter((url) => !url.startsWith(base))).toEqual([])
  },
)
