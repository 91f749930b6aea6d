// Takes the pictures in docs/ of the page as it was built. With --all FOLDER it takes every view instead, at four widths, in both themes, of an
// empty world and of a busy one; what opens on a view; and the page in French. --only WORDS takes of these the pictures whose names have the words.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { startSimulator } from '../dist/index.js'
import { findChromium, howToGetOne } from '../test/browser/chromium.ts'
import { use } from './world-in-use.mjs'

const { values } = parseArgs({ options: { all: { type: 'string' }, only: { type: 'string', default: '' } } })
const docs = (name) => fileURLToPath(new URL(`../docs/${name}`, import.meta.url))
const executablePath = findChromium()
if (executablePath === undefined) throw new Error(`No Chromium or Chrome here. ${howToGetOne}`)
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })

const heights = { 390: 844, 1024: 768, 1440: 900, 2560: 1440 }

async function shoot(path, { simulator, width, colorScheme = 'light', locale = 'en-US', view, act }) {
  const context = await browser.newContext({
    viewport: { width, height: heights[width] },
    colorScheme,
    reducedMotion: 'reduce',
    locale,
  })
  context.setDefaultTimeout(10_000)
  try {
    const page = await context.newPage()
    await page.goto(`${simulator.url}/#/${view}`)
    await page.locator('[data-connection=live]').waitFor()
    await still(page)
    if (act) {
      await act(page)
      await still(page)
    }
    await page.screenshot({ path })
  } catch (error) {
    throw new Error(`${path}: ${error.message}`, { cause: error })
  } finally {
    await context.close()
  }
}

/** What is read from the server has come, and what moves has settled, once two frames in a row look alike. */
async function still(page) {
  let before = Buffer.alloc(0)
  for (let tries = 0; tries < 20; tries += 1) {
    const now = await page.screenshot()
    if (now.equals(before)) return
    before = now
    await page.evaluate(() => new Promise((next) => setTimeout(next, 150)))
  }
}

/** Every picture of --all: its name, and how it is made. */
function* pictures({ busy, empty, paid, failed }) {
  const views = [
    ...['', 'phones', 'payments', 'timeline', 'story', 'merchant', 'onepipe'],
    ...['machine', 'ledger', 'controls', 'connect'],
  ]
  const ofBusy = [
    `payments/${paid.id}`,
    `payments/${failed.id}`,
    `story/${paid.trace}`,
    `story/${failed.trace}`,
  ]
  const named = {
    [ofBusy[0]]: 'payment',
    [ofBusy[1]]: 'payment-failed',
    [ofBusy[2]]: 'a-story',
    [ofBusy[3]]: 'a-story-failed',
  }
  for (const [name, simulator] of Object.entries({ empty, busy }))
    for (const view of simulator === busy ? [...views, ...ofBusy] : views)
      for (const width of [390, 1024, 1440, 2560])
        for (const colorScheme of ['light', 'dark'])
          yield [
            `${name}-${named[view] ?? (view || 'first')}-${width}-${colorScheme}`,
            { simulator, width, colorScheme, view },
          ]

  for (const view of [...views, ...ofBusy])
    for (const width of [390, 1440])
      yield [
        `french-${named[view] ?? (view || 'first')}-${width}`,
        { simulator: busy, width, locale: 'fr-FR', view },
      ]
  yield ['french-empty-390', { simulator: empty, width: 390, locale: 'fr-FR', view: '' }]
  yield ['french-empty-1440', { simulator: empty, width: 1440, locale: 'fr-FR', view: '' }]

  for (const [name, of] of Object.entries(opened({ busy, empty })))
    for (const width of of.widths ?? [390, 1440])
      for (const colorScheme of ['light', 'dark'])
        yield [
          `open-${name}-${width}-${colorScheme}`,
          { simulator: busy, view: 'payments', ...of, width, colorScheme },
        ]
}

/** What a person opens on a view. */
const opened = ({ empty }) => ({
  palette: { act: (page) => page.keyboard.press('Control+K') },
  'palette-found': {
    act: async (page) => {
      await page.keyboard.press('Control+K')
      await page.getByRole('dialog').getByRole('combobox').fill('ama')
    },
  },
  shortcuts: {
    act: async (page) => {
      await page.locator('#view').focus()
      await page.keyboard.press('?')
    },
  },
  clock: { act: openChip('Clock') },
  faults: { act: openChip('Faults') },
  recording: { act: openChip('Recording') },
  snapshots: { act: openChip('Snapshots') },
  more: { widths: [390, 1024], act: (page) => page.getByRole('button', { name: /^More/ }).click() },
  worlds: { act: openWorlds },
  keypad: { view: 'phones', act: foldKeypad },
  messages: {
    view: 'phones',
    act: async (page) => {
      await page.getByRole('tab', { name: /Ama Lindqvist/ }).click()
      await shownPhone(page)
        .getByText(/^(Messages|SMS)/)
        .first()
        .click()
    },
  },
  'phone-off': { view: 'phones', act: (page) => page.getByRole('tab', { name: /Cleo Berg/ }).click() },
  'entry-of-a-request': {
    view: 'timeline',
    widths: [390, 1024, 1440, 2560],
    act: async (page) => {
      await page.getByRole('button', { name: /Cleo Berg approved 3.00 EUR/ }).click()
      await page
        .locator('#view')
        .getByRole('button', { name: /fault struck a callback/i })
        .last()
        .click()
    },
  },
  internals: { view: 'timeline', act: (page) => page.getByLabel('Show how it came about').check() },
  'arrow-of-a-story': { view: 'story', act: openArrow },
  'first-order': {
    simulator: empty,
    view: 'connect',
    act: async (page) => page.getByLabel('Language').selectOption({ index: 1 }),
  },
  'refused-order': {
    view: 'merchant',
    act: async (page) => {
      await page.getByLabel('Amount').fill('12.505')
      await page.getByRole('button', { name: /^Send request/ }).click()
    },
  },
  'refused-snapshot': {
    view: 'controls',
    act: async (page) => {
      await page.locator('#view').getByLabel('Name of the snapshot').fill('before/lunch')
      await page.locator('#view').getByRole('button', { name: 'Take snapshot' }).click()
    },
  },
})

const shownPhone = (page) => page.locator('#stage > div:not([hidden])')
const openChip = (name) => (page) =>
  page.getByRole('list', { name: 'What holds in this world' }).locator(`button[title="${name}"]`).click()
/** The menu of worlds, or the chip that has it. */
const openWorlds = (page) => page.locator('[popovertarget=worlds], button[title="Worlds"]').click()
async function foldKeypad(page) {
  await shownPhone(page)
    .getByRole('button', { name: /^(Hide|Show) keys/ })
    .click()
}
async function openArrow(page) {
  await page
    .locator('#view')
    .getByRole('link', { name: /12\.50 EUR/ })
    .click()
  await page.getByRole('list', { name: 'What happened, in its order' }).getByRole('button').first().click()
}

const empty = await startSimulator({ clock: 'frozen', port: 0, seed: 'screenshots' })
const busy = await startSimulator({
  clock: 'frozen',
  at: '2026-01-05T13:00:00Z',
  port: 0,
  seed: 'screenshots',
})
let world
try {
  world = await use(busy)
  const { paid } = world
  if (values.all === undefined) {
    // An English phone in front, for readers of English documents.
    const act = (page) => page.getByRole('tab', { name: /Ben Okoro/ }).click()
    const ofBusy = { simulator: busy, width: 1440, act }
    await shoot(docs('page.png'), { ...ofBusy, view: `story/${paid.trace}` })
    await shoot(docs('page-payments.png'), { ...ofBusy, view: 'payments' })
    await shoot(docs('page-dark.png'), { ...ofBusy, view: 'timeline', colorScheme: 'dark' })
    await shoot(docs('page-empty.png'), { simulator: empty, width: 1440, view: '' })
    await shoot(docs('page-small.png'), { ...ofBusy, width: 390, view: 'phones' })
  } else {
    mkdirSync(values.all, { recursive: true })
    const wanted = new RegExp(values.only)
    const left = [...pictures({ busy, empty, ...world })].filter(([name]) => wanted.test(name)).reverse()
    const failures = []
    // Two at a time: one page draws while another loads.
    const taker = async () => {
      for (let next = left.pop(); next; next = left.pop())
        await shoot(join(values.all, `${next[0]}.png`), next[1]).catch((error) =>
          failures.push(error.message),
        )
    }
    await Promise.all([taker(), taker()])
    if (failures.length > 0) throw new Error(failures.join('\n'))
  }
} finally {
  await browser.close()
  await world?.close()
  await busy.close()
  await empty.close()
}
