import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import pino from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { startSimulator } from '../../src/simulator/index.ts'
import { context, hindrances, lineOf, open, phoneOf, railOf, simulator } from './browser.fixture.ts'
import { everyView, visit } from './every-view.fixture.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})
const dataFile = () => {
  const folder = mkdtempSync(join(tmpdir(), 'payersim-page-'))
  folders.push(folder)
  return join(folder, 'payersim.db')
}

describe('the page', () => {
  it.each([1440, 360])(
    'hinders nobody in any view, and is as wide as the screen, at %d px',
    async (width) => {
      const sim = await simulator()
      const merchant = sim.merchant({ name: 'shop.test' })
      await merchant.requestToPay({ payer: '+46733000001', amount: '12.50', currency: 'EUR' })
      await sim.phone('+46733000001').prompted()
      const [payment] = await sim.payments()
      const page = await open(sim.url, { view: 'merchant' })
      await page.getByRole('button', { name: 'Send request to pay' }).click()
      await phoneOf(page, 'Ama').getByText('Pay 12.50 EUR').waitFor()
      const views = await everyView(page, { payments: payment?.id ?? '', story: payment?.trace ?? '' })
      expect(views.length).toBeGreaterThan(11)
      await page.setViewportSize({ width, height: 740 })
      for (const view of views) {
        await visit(page, view)
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme })
          expect(await hindrances(page), `${view}, ${colorScheme}`).toEqual([])
        }
        expect(await page.evaluate('document.documentElement.scrollWidth'), view).toBe(width)
      }
    },
    // A dozen views, each searched twice.
    180_000,
  )

  it.each([1280, 1024])(
    'shows tabs, the button of those that do not fit, and what may be searched for, whole at %d px',
    async (width) => {
      const sim = await simulator()
      const within = await context({ viewport: { width, height: 800 } })
      const page = await open(sim.url, { within, view: 'timeline' })
      await page.getByText('Live', { exact: true }).waitFor()
      const cut = `(() => {
      const nav = document.querySelector('nav').getBoundingClientRect()
      const shown = [...document.querySelectorAll('nav > ul > li:not([data-over=true]) a, nav > button')]
      return shown.filter((each) => each.getBoundingClientRect().right > nav.right).length
    })()`
      // What does not fit goes behind the button once it was measured, a frame later.
      await expect.poll(() => page.evaluate(cut)).toBe(0)
      const room = `(() => {
      const input = document.querySelector('input[type=search]')
      const { font, paddingLeft, paddingRight } = getComputedStyle(input)
      const pen = Object.assign(document.createElement('canvas').getContext('2d'), { font })
      const inner = input.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight)
      return inner - pen.measureText(input.placeholder).width
    })()`
      await expect.poll(() => page.evaluate(room)).toBeGreaterThanOrEqual(0)
    },
  )

  it('says that the server is lost, keeps what it shows, and goes on without a gap', async () => {
    const data = dataFile()
    const first = await startSimulator({ clock: 'frozen', port: 0, data })
    const url = first.url ?? ''
    const page = await open(url, { view: 'timeline', lossy: true })
    await lineOf(page, 'Ama').fill('*165#')
    await page.keyboard.press('Enter')
    await phoneOf(page, 'Ama').getByText('Approvals').waitFor()
    await first.close()
    await page.getByText('Connection lost').waitFor()
    await phoneOf(page, 'Ama').getByText('Approvals').waitFor()
    const again = await simulator({ data, port: Number(new URL(url).port) })
    await again.phone('+46733000002').dial('*165#')
    await page.getByText('Live', { exact: true }).waitFor()
    await railOf(page, 'Ben').getByText('in a session').waitFor()
    await expect.poll(() => page.getByText('dialled *165#').count()).toBe(2)
  })

  it('asks for the admin token from another machine, and again when it is wrong', async () => {
    const sim = await simulator({ adminToken: 'open sesame' })
    // A tunnel’s header makes every request one from elsewhere.
    const within = await context({ extraHTTPHeaders: { 'X-Forwarded-For': '203.0.113.9' } })
    const page = await open(sim.url, { within, lossy: true })
    await page.getByLabel('Admin token').fill('open says me')
    await page.keyboard.press('Enter')
    await page.getByText('did not take this token').waitFor()
    await page.getByLabel('Admin token').fill('open sesame')
    await page.keyboard.press('Enter')
    await phoneOf(page, 'Ama').waitFor()
    await page.getByText('Live', { exact: true }).waitFor()
  })

  it('is opened by a link with the admin token, which is in no address, no cookie and no log afterwards', async () => {
    const lines: string[] = []
    const logger = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
    const sim = await simulator({ adminToken: 'open-sesame', behindProxy: true, logger })
    const within = await context()
    const page = await open(sim.url, { within, lossy: true })
    await page.getByLabel('Admin token').waitFor()
    await page.goto(`${sim.url}/?token=open-sesame`)
    await phoneOf(page, 'Ama').waitFor()
    await page.getByText('Live', { exact: true }).waitFor()
    expect(page.url()).toBe(`${sim.url}/`)
    expect(await within.cookies()).toEqual([])
    // What the tab could go back to.
    expect(await page.evaluate('history.length')).toBe(3)
    await page.goBack()
    expect(page.url()).toBe(`${sim.url}/#/`)
    expect(JSON.stringify([lines, await sim.timeline()])).not.toContain('sesame')
    // A tab of its own asks again: the ticket is used up.
    const other = await open(sim.url, { within, lossy: true })
    await other.getByLabel('Admin token').waitFor()
  })

  it('asks for the token where a link has another one', async () => {
    const sim = await simulator({ adminToken: 'open-sesame', behindProxy: true })
    const page = await open(sim.url, { within: await context(), lossy: true })
    await page.goto(`${sim.url}/?token=open-says-me`)
    await page.getByLabel('Admin token').waitFor()
    expect(page.url()).toBe(`${sim.url}/`)
  })

  it('draws only what is in view of 10,000 entries, and opens one by its link', async () => {
    const data = dataFile()
    await (await startSimulator({ clock: 'frozen', data })).close()
    const database = new Database(data)
    const insert = database.prepare('INSERT INTO events (kind, phone, at, data) VALUES (?, ?, ?, ?)')
    database.transaction(() => {
      for (let index = 1; index <= 10_000; index += 1) {
        insert.run(
          'ussd.hop',
          '+46733000001',
          1_767_603_600_000 + index,
          JSON.stringify({ screen: `Screen ${index}` }),
        )
      }
    })()
    database.close()
    const sim = await simulator({ data })
    const page = await open(sim.url, { view: 'timeline?kind=ussd' })
    await page.getByLabel('Show how it came about').check()
    await page
      .getByText(/Screen 10000/)
      .first()
      .waitFor()
    const list = page.getByRole('region', { name: /\d+ lines/ })
    expect(await list.getByRole('listitem').count()).toBeLessThan(60)
    await list.focus()
    // The newest stand first, and what is older is read as its end comes into sight.
    const old = page.getByText(/Screen 8\d\d\d\b/)
    await expect
      .poll(async () => {
        await page.keyboard.press('End')
        return old.count()
      })
      .toBeGreaterThan(0)
    await old.last().click()
    expect(await list.getByRole('listitem').count()).toBeLessThan(60)
    const address = page.url()
    expect(address).toContain('entry=')
    const shared = await open(sim.url, { view: address.split('#/')[1] ?? '' })
    await shared
      .getByRole('region', { name: 'The entry as it was recorded' })
      .getByText(/"Screen 8\d\d\d"/)
      .waitFor()
    await shared.getByPlaceholder('Words or a request’s id').fill('screen 777')
    await shared.getByRole('region', { name: /11 lines/ }).waitFor()
  })

  it.each(['constructor', '__proto__', 'toString'])(
    'opens at #/%s as at any view it does not have',
    async (view) => {
      const sim = await simulator()
      const page = await open(sim.url, { view })
      await phoneOf(page, 'Ama').waitFor()
      await page.getByRole('region', { name: 'Payments', exact: true }).waitFor()
    },
  )

  it('may load nothing but its own files', async () => {
    const sim = await simulator()
    const { headers } = await fetch(`${sim.url}/`)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('unsafe')
    expect(await (await fetch(`${sim.url}/page/callback`, { method: 'PUT' })).text()).toBe('')
  })
})
