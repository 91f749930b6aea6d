import { expect, it } from 'vitest'
import { builtInWorld } from '../../src/control/built-in-world.ts'
import { context, hindrances, lineOf, open, phoneOf, railOf, simulator } from './browser.fixture.ts'
import { between } from './proxy.fixture.ts'

const bar = /payersim was started again as another version/

it('goes on after the last entry when the machine has slept, and says nothing of it', async () => {
  const sim = await simulator()
  const proxy = await between(sim.url)
  const within = await context()
  await within.clock.install()
  const page = await open(proxy.url, { within, view: 'timeline' })
  await page.getByText('Live', { exact: true }).waitFor()
  await page.evaluate(`
    globalThis.said = []
    new MutationObserver(() => said.push(document.querySelector('[data-connection]')?.textContent))
      .observe(document.body, { subtree: true, childList: true, characterData: true })`)
  await expect.poll(() => page.getByText('Only opening balances').count()).toBe(1)
  proxy.fallSilent()
  await sim.phone('+46733000001').dial('*165#')
  expect(proxy.streams).toEqual([''])
  // A short silence is none.
  await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
  expect(proxy.streams).toHaveLength(1)
  proxy.wake()
  await within.clock.fastForward('01:00:00')
  await page.getByText('Ama Lindqvist dialled *165#').first().waitFor()
  expect(proxy.streams).toHaveLength(2)
  expect(proxy.streams[1]).toMatch(/^[0-9a-f]{8}-\d+-/)
  expect(await page.evaluate('[...new Set(said)]')).toEqual(['Live'])
})

it('connects anew at once when the network is back', async () => {
  const sim = await simulator()
  const proxy = await between(sim.url)
  const page = await open(proxy.url, { view: 'timeline' })
  await page.getByText('Only opening balances').waitFor()
  await page.evaluate("dispatchEvent(new Event('online'))")
  await expect.poll(() => proxy.streams.length).toBe(2)
  expect(proxy.streams[1]).not.toBe('')
})

it('reloads itself when the server is replaced by another version, and only once', async () => {
  const sim = await simulator()
  const proxy = await between(sim.url)
  const page = await open(proxy.url, { lossy: true })
  await phoneOf(page, 'Ama').waitFor()
  let loads = 0
  page.on('load', () => loads++)
  proxy.replace('0123456789ab')
  await expect.poll(() => loads).toBe(1)
  // Here the page that is loaded is the old one again.
  await page.getByText(bar).waitFor()
  expect(loads).toBe(1)
  await page.getByRole('button', { name: 'Reload' }).click()
  await expect.poll(() => loads).toBe(2)
})

it('says that the server was replaced while somebody types, and reloads after that', async () => {
  const sim = await simulator()
  const proxy = await between(sim.url)
  const within = await context({ viewport: { width: 390, height: 844 } })
  const page = await open(proxy.url, { within, lossy: true, view: 'phones' })
  await lineOf(page, 'Ama').fill('*165')
  let loads = 0
  page.on('load', () => loads++)
  proxy.replace('0123456789ab')
  await page.getByText(bar).waitFor()
  expect(await hindrances(page)).toEqual([])
  expect(await lineOf(page, 'Ama').inputValue()).toBe('*165')
  expect(loads).toBe(0)
  proxy.replace(undefined)
  await expect.poll(() => page.getByText(bar).count()).toBe(0)
  proxy.replace('0123456789ab')
  await page.getByText(bar).waitFor()
  await lineOf(page, 'Ama').fill('')
  await expect.poll(() => loads).toBe(1)
})

it('shows in one tab what is done in another', async () => {
  const sim = await simulator()
  const within = await context()
  const one = await open(sim.url, { within })
  const other = await open(sim.url, { within, view: 'controls' })
  await lineOf(other, 'Ama').fill('*165#')
  await other.keyboard.press('Enter')
  await railOf(one, 'Ama').getByText('in a session').waitFor()
  await phoneOf(one, 'Ama').getByRole('button', { name: 'Hang up' }).click()
  await railOf(other, 'Ama').getByText('idle').waitFor()
})

it('shows the payments and the stage of a world with 2,000 phones by few elements', async () => {
  const people = Array.from({ length: 2_000 }, (_, index) => ({
    name: `Person ${index}`,
    phone: `+4673${2_000_000 + index}`,
    pin: '1234',
    language: 'en' as const,
    environment: 'sandbox',
    balances: { EUR: '10.00' },
  }))
  const sim = await simulator({ world: { ...builtInWorld, people } })
  const page = await open(sim.url, { view: 'payments' })
  await phoneOf(page, 'Person 0').waitFor()
  await page.getByText('Nobody has asked for anything yet').waitFor()
  expect(await page.locator('*').count()).toBeLessThan(600)
  await page.getByPlaceholder('Another number…').fill('Person 1999')
  await expect.poll(() => page.locator('datalist option').count()).toBe(1)
})
