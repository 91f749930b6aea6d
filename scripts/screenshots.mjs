// Takes the pictures in docs/ of the page as it was built. With --all FOLDER it takes every view instead, at four widths, in both themes, of an
// empty world and of a busy one.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { startSimulator } from '../dist/index.js'
import { findChromium, howToGetOne } from '../test/browser/chromium.ts'

const { values } = parseArgs({ options: { all: { type: 'string' } } })
const docs = (name) => fileURLToPath(new URL(`../docs/${name}`, import.meta.url))
const executablePath = findChromium()
if (executablePath === undefined) throw new Error(`No Chromium or Chrome here. ${howToGetOne}`)
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })

const ama = '+46733000001'
const ben = '+46733000002'

/** A world in use: paid, rejected, refused for lack of money, waiting, given back, and a callback that nobody answered. */
async function use(simulator) {
  const kiosk = simulator.merchant()
  const ask = (payer, amount, message) => kiosk.requestToPay({ payer, amount, currency: 'EUR', message })
  const answer = async (payer, choice, pin) => {
    const phone = simulator.phone(payer)
    await phone.prompted()
    await phone.choose(choice)
    if (pin) await phone.reply(pin)
    await simulator.settle()
  }
  const paid = await ask(ama, '12.50', 'Order 17')
  await answer(ama, 'Approve', '1234')
  await simulator.clock.advance('PT2M')
  await ask(ben, '48', 'Order 18')
  await answer(ben, 'Reject')
  await simulator.clock.advance('PT1M')
  await simulator.faults.set([{ point: 'callback', do: 'failing-dns', when: { first: 1 } }])
  await ask('+46733000003', '3', 'Order 19')
  await answer('+46733000003', 'Approve', '1234')
  await simulator.faults.clear()
  await simulator.snapshots.take('before-lunch')
  await simulator.clock.advance('PT4M')
  await ask(ben, '7.20', 'Order 20')
  await simulator.phone(ben).prompted()
  const payments = await simulator.payments()
  const first = payments.find(({ reference }) => reference === paid.referenceId) ?? payments.at(-1)
  return { id: first.id, trace: first.trace }
}

async function open(simulator, { width, height = 900, colorScheme = 'light', view }) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    reducedMotion: 'reduce',
    locale: 'en-US',
  })
  const page = await context.newPage()
  await page.goto(`${simulator.url}/#/${view}`)
  await page.getByText('Live', { exact: true }).first().waitFor()
  await page.waitForLoadState('networkidle').catch(() => undefined)
  return { page, close: () => context.close() }
}

async function shoot(simulator, path, of) {
  const { page, close } = await open(simulator, of)
  // What is read from the server has come once two frames in a row look alike.
  let before = Buffer.alloc(0)
  for (let tries = 0; tries < 20; tries += 1) {
    const now = await page.screenshot()
    if (now.equals(before)) break
    before = now
    await page.evaluate(() => new Promise((next) => setTimeout(next, 150)))
  }
  await page.screenshot({ path })
  await close()
}

const start = () => startSimulator({ clock: 'frozen', port: 0, seed: 'screenshots' })
const busy = await start()
const empty = await start()
try {
  const { id, trace } = await use(busy)
  if (values.all === undefined) {
    await shoot(busy, docs('page.png'), { width: 1440, view: `story/${trace}` })
    await shoot(busy, docs('page-payments.png'), { width: 1440, view: 'payments' })
    await shoot(busy, docs('page-dark.png'), { width: 1440, view: 'timeline', colorScheme: 'dark' })
    await shoot(empty, docs('page-empty.png'), { width: 1440, view: '' })
    await shoot(busy, docs('page-small.png'), { width: 390, height: 844, view: 'phones' })
  } else {
    mkdirSync(values.all, { recursive: true })
    const views = [
      '',
      'phones',
      'payments',
      'timeline',
      'story',
      'merchant',
      'onepipe',
      'machine',
      'ledger',
      'controls',
      'connect',
    ]
    const ofBusy = [`payments/${id}`, `story/${trace}`]
    for (const [name, simulator] of Object.entries({ empty, busy }))
      for (const view of simulator === busy ? [...views, ...ofBusy] : views)
        for (const width of [390, 1024, 1440, 2560])
          for (const colorScheme of ['light', 'dark']) {
            const file = `${name}-${view.split('/').join('-of-').slice(0, 24) || 'first'}-${width}-${colorScheme}.png`
            const height = width === 390 ? 844 : width === 2560 ? 1440 : width === 1024 ? 768 : 900
            await shoot(simulator, join(values.all, file), { width, height, view, colorScheme })
          }
  }
} finally {
  await browser.close()
  await busy.close()
  await empty.close()
}
