import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe from 'axe-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { prettyReporter, runScripts } from '../../src/sessions/index.ts'
import { startSimulator } from '../../src/simulator/index.ts'
import { approve, open, send, simulator } from './browser.fixture.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'page-recordings-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** What the runner says of a script in a fresh world; empty where it passes. */
async function failureOf(file: string): Promise<string> {
  let output = ''
  const write = (more: string) => {
    output += more
  }
  const { failed, passed } = await runScripts([file], {
    reporter: prettyReporter({ write, colours: false }),
    newSimulator: async () => {
      const client = await startSimulator({ clock: 'frozen' })
      return { client, close: () => client.close() }
    },
  })
  return failed === 0 && passed === 1 ? '' : output
}

describe('a session recorded on the page', () => {
  it('is approved on the phone, stopped, downloaded, and replays green', async () => {
    const sim = await simulator()
    const page = await open(sim.url, { view: 'controls' })
    await page.getByLabel('Name of the script').fill('pay-order')
    await page.getByRole('button', { name: 'Start recording' }).click()
    const underWay = page.getByRole('article', { name: 'Recording pay-order' })
    await underWay.waitFor()
    // Lit on the other views too.
    await page.getByRole('link', { name: 'Merchant' }).click()
    await page.getByRole('button', { name: 'Recording pay-order', exact: true }).waitFor()
    await page.getByRole('button', { name: 'Send request to pay' }).click()
    await approve(page)
    await page
      .getByRole('article', { name: /Request to pay/ })
      .getByText('SUCCESSFUL', { exact: true })
      .waitFor()
    await page.getByRole('button', { name: 'Recording pay-order', exact: true }).click()
    await page.getByRole('link', { name: 'All recordings' }).click()
    await underWay.getByRole('button', { name: 'Stop recording pay-order' }).click()
    const script = page.getByRole('region', { name: 'The script pay-order.yaml' })
    await script.getByText('chooses: Approve').waitFor()
    await page.getByRole('button', { name: 'Not recording' }).waitFor()

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('pay-order.yaml')
    const file = join(folder, 'pay-order.yaml')
    await download.saveAs(file)
    const text = await readFile(file, 'utf8')
    expect(text.trimEnd()).toBe((await script.innerText()).trimEnd())
    expect(text).not.toMatch(/1234\b/)
    expect(text).toContain('expect: { request: order, status: SUCCESSFUL, callbacks: 1 }')
    expect(await failureOf(file)).toBe('')

    await page.evaluate(axe.source)
    const { violations } = (await page.evaluate('axe.run()')) as axe.AxeResults
    expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])

    // It is the server's: another look at the page shows it again, until it is deleted.
    await page.reload()
    await script.getByText('chooses: Approve').waitFor()
    await page.getByRole('button', { name: 'Delete the recording pay-order' }).click()
    await script.waitFor({ state: 'detached' })
  }, 180_000)

  it('says why it cannot begin, and why there is no script', async () => {
    const sim = await simulator()
    const page = await open(sim.url, { view: 'controls', lossy: true })
    await page.getByLabel('Name of the script').fill('../<b>pay</b>')
    await page.getByRole('button', { name: 'Start recording' }).click()
    await page.getByText('"../<b>pay</b>" is no name of a script.').waitFor()
    await page.getByLabel('Name of the script').fill('nothing')
    await page.getByRole('button', { name: 'Start recording' }).click()
    await page.getByRole('button', { name: 'Stop recording nothing' }).click()
    await page.getByText('Nothing happened that a script can hold.').waitFor()
    expect(await page.getByRole('button', { name: 'Download' }).count()).toBe(0)
  })

  it('is not taken for one of its name that another tab put in its place in the same instant', async () => {
    const sim = await simulator()
    const page = await open(sim.url, { view: 'controls' })
    const script = page.getByRole('region', { name: 'The script pay-order.yaml' })
    const ask = (path: string, body: object) =>
      fetch(`${sim.url}/_sim/recordings${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    await page.getByLabel('Name of the script').fill('pay-order')
    await page.getByRole('button', { name: 'Start recording' }).click()
    await page.getByRole('button', { name: 'Stop recording pay-order' }).waitFor()
    await send(page, 'Ama', '*165#')
    await page.getByRole('button', { name: 'Stop recording pay-order' }).click()
    await script.getByText('+46733000001').waitFor()
    let done = (): void => undefined
    const meanwhile = new Promise<void>((resolve) => {
      done = resolve
    })
    // The page is not to see the second one under way.
    await page.route('**/_sim/recordings', (route) => meanwhile.then(() => route.continue()))
    await ask('', { name: 'pay-order' })
    await sim.phone('+46733000002').dial('*165#')
    await ask('/pay-order/stop', {})
    done()
    await page.getByLabel('Name of the script').fill('another')
    await page.getByRole('button', { name: 'Start recording' }).click()
    await script.getByText('+46733000002').waitFor()
  })

  it('of a world that was used says so', async () => {
    const sim = await simulator()
    await sim.phone('+46733000001').dial('*165#')
    const page = await open(sim.url, { view: 'controls' })
    await page.getByLabel('Name of the script').fill('later')
    await page.getByRole('button', { name: 'Start recording' }).click()
    const underWay = page.getByRole('article', { name: 'Recording later' })
    await underWay.getByText('reset the world, and record again').waitFor()
  })
})
