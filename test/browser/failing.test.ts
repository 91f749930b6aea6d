import { describe, expect, it } from 'vitest'
import { context, hindrances, lineOf, open, phoneOf, railOf, simulator } from './browser.fixture.ts'
import { visit } from './every-view.fixture.ts'
import { between } from './proxy.fixture.ts'

const ama = '+46733000001'

describe('a part that cannot be drawn', () => {
  it.each([
    ['payments', '**/_sim/payments?*', { payments: [{}] }],
    ['payments/request-1', '**/_sim/payments/request-1', {}],
    ['machine', '**/_sim/machines', [{}]],
    ['ledger', '**/_sim/ledger/accounts', [{ kind: 'person' }]],
    ['merchant', '**/_sim/world*', {}],
  ])(
    'says so in its place, and %s is there again at a click (%s)',
    async (view, path, answer) => {
      const sim = await simulator()
      await sim.merchant().requestToPay({ payer: ama, amount: '12.50', currency: 'EUR' })
      await sim.phone(ama).prompted()
      const page = await open(sim.url, { view: 'timeline', failing: true })
      // What the phones need too is spoilt once they have it.
      await phoneOf(page, 'Ama').getByText('Pay 12.50 EUR').waitFor()
      await page.route(path, (route) => route.fulfill({ json: answer }))
      await page.evaluate(`location.hash = '#/${view}'`)
      const notice = page.getByRole('alert').filter({ hasText: 'cannot be shown' })
      await notice.first().waitFor()
      expect(await hindrances(page)).toEqual([])
      // The views, and what holds in this world, stay.
      await page.getByRole('navigation', { name: 'Views' }).getByRole('link').first().waitFor()
      await page.getByRole('button', { name: /Frozen/ }).waitFor()
      if (view !== 'merchant') {
        await lineOf(page, 'Ama').fill('2')
        await page.keyboard.press('Enter')
        await phoneOf(page, 'Ama').getByText('Rejected').first().waitFor()
      }
      await page.unroute(path)
      const again = page.getByRole('button', { name: 'Show it again' })
      for (let left = await again.count(); left > 0; left -= 1) {
        await again.first().click()
        await expect.poll(() => notice.count()).toBe(left - 1)
      }
      await visit(page, view)
    },
    120_000,
  )

  it('is one card of the controls, and not those beside it', async () => {
    const sim = await simulator()
    const page = await open(sim.url, { view: 'timeline', failing: true })
    await page.route('**/_sim/holds', (route) => route.fulfill({ json: { holds: [null], calls: [] } }))
    await visit(page, 'controls')
    await page.getByRole('alert').getByText('Held calls cannot be shown').waitFor()
    await page.getByLabel('Name of the snapshot').fill('before')
    await page.getByRole('button', { name: 'Take snapshot' }).click()
    await page.getByText('before', { exact: true }).first().waitFor()
  })

  it('leaves the way to the other views on a narrow screen', async () => {
    const sim = await simulator()
    const within = await context({ viewport: { width: 390, height: 844 } })
    const page = await open(sim.url, { within, view: 'ledger', failing: true })
    await page.getByText('Adds up').waitFor()
    await page.route('**/_sim/phones?*', (route) => route.fulfill({ json: [null] }))
    const views = page.getByRole('navigation', { name: 'Views' })
    await sim.phone(ama).dial('*165#')
    await views.getByRole('link', { name: 'Phones' }).click()
    await page.getByRole('alert').getByText('The phones cannot be shown').waitFor()
    await views.getByRole('link', { name: 'Payments' }).click()
    await page.getByText('Nobody has asked for anything yet').waitFor()
  })
})

describe('a server that is away for hours', () => {
  it('leaves what was shown, is missed in words, and is followed again in both tabs', async () => {
    const sim = await simulator()
    const proxy = await between(sim.url)
    const within = await context()
    await within.clock.install()
    const page = await open(proxy.url, { within, view: 'timeline', lossy: true, failing: true })
    const other = await open(proxy.url, { within, view: 'ledger', lossy: true, failing: true })
    for (const each of [page, other]) await each.getByText('Live', { exact: true }).waitFor()
    await page.getByText('Only opening balances').waitFor()
    await proxy.goAway()
    for (const each of [page, other]) await each.getByText('Connection lost').waitFor()
    await within.clock.fastForward('03:00:00')
    await phoneOf(page, 'Ama').waitFor()
    await other.getByText('Adds up').waitFor()
    // A view that was never opened cannot be loaded now, and neither can what finds one.
    await page.evaluate("location.hash = '#/machine'")
    await page.getByRole('alert').getByText('The view Machine cannot be shown').waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('alert').getByText('Search or do cannot be shown').waitFor()
    await phoneOf(page, 'Ama').waitFor()
    expect(await hindrances(page)).toEqual([])
    await sim.phone(ama).dial('*165#')
    await proxy.comeBack()
    await within.clock.fastForward('00:00:10')
    for (const each of [page, other]) {
      await each.getByText('Live', { exact: true }).waitFor()
      await railOf(each, 'Ama').getByText('in a session').waitFor()
    }
    const again = page.getByRole('button', { name: 'Show it again' })
    // What finds a view covers the page once it is there, so the view comes first.
    await again.last().click()
    await expect.poll(() => again.count()).toBe(1)
    await again.click()
    await page.getByRole('dialog', { name: 'Search or do' }).waitFor()
    await page.keyboard.press('Escape')
    await visit(page, 'machine')
  }, 120_000)
})
