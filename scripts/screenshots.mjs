// Takes the pictures in docs/ of the page as it was built: two phones, and a merchant who asks one of them for money.
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { startSimulator } from '../dist/index.js'
import { findChromium, howToGetOne } from '../test/browser/chromium.ts'

const docs = (name) => fileURLToPath(new URL(`../docs/${name}`, import.meta.url))
const executablePath = findChromium()
if (executablePath === undefined) throw new Error(`No Chromium or Chrome here. ${howToGetOne}`)
const simulator = await startSimulator({ clock: 'frozen', port: 0, seed: 'screenshots' })
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox'],
})
try {
  for (const [name, width, height, colorScheme] of [
    ['page.png', 1440, 900, 'light'],
    ['page-dark.png', 1440, 900, 'dark'],
    ['page-small.png', 360, 740, 'light'],
  ]) {
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme,
      reducedMotion: 'reduce',
    })
    const page = await context.newPage()
    await page.goto(`${simulator.url}/#/merchant`)
    await page.getByRole('button', { name: 'Send request to pay' }).click()
    await page.getByText('PENDING', { exact: true }).waitFor()
    if (width < 1024) await page.getByRole('link', { name: 'Phones' }).click()
    await page
      .getByRole('region', { name: /^Phone of/ })
      .getByText('Pay 12.50 EUR')
      .waitFor()
    await page.screenshot({ path: docs(name) })
    await context.close()
    await simulator.reset()
  }
} finally {
  await browser.close()
  await simulator.close()
}
