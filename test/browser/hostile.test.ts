import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { builtInWorld } from '../../src/control/index.ts'
import { context, hindrances, open, simulator } from './browser.fixture.ts'
import { everyView, visit } from './every-view.fixture.ts'

/** As people, programs and tests write; each is cut where the server takes no more. */
const texts = {
  'without a space': 'Donaudampfschifffahrt'.repeat(12),
  'with spaces': 'a long line of words '.repeat(10).trim(),
  'from the right': 'محمد 12 Ali שלום 34 עולם '.repeat(8).trim(),
  'in pictures': '👩‍👩‍👧‍👦🇬🇭🏳️‍🌈👍🏿'.repeat(9),
  'of markup': '<img src=x onerror="document.title=1">'.repeat(6),
  'with marks': 'Z̸̢̛͓͇̤̲͗̈́͒a̵̡̨͉̬̽̃͋l̴̰̖̼̀̊̚g̶̦̪͑o̷͔͛ '.repeat(4),
} as const
const phones = [
  '+46733000001',
  '+46733000002',
  '+46733000003',
  '+46733000011',
  '+46733000012',
  '+46733000013',
]

/** The first so many UTF-16 units, which is how the server counts, and no half of a sign. */
function cut(text: string, most: number): string {
  let taken = ''
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (taken.length + segment.length > most) break
    taken += segment
  }
  return taken.trim()
}

async function hostileWorld() {
  const { people, momo, onepipe } = builtInWorld
  const all = Object.values(texts)
  const named = phones.map((phone, index) => {
    const known = people.find((person) => person.phone === phone)
    const fresh = { ...(people[1] as (typeof people)[number]), partyCode: undefined, email: undefined }
    return { ...(known ?? fresh), phone, name: cut(all[index] ?? '', 60) }
  })
  const sim = await simulator({
    world: {
      ...builtInWorld,
      people: [...named, ...people.slice(3)],
      momo: {
        ...momo,
        apiUsers: momo.apiUsers.map((user, at) => ({ ...user, name: cut(all[at + 2] ?? '', 60) })),
      },
      onepipe: {
        ...onepipe,
        apps: onepipe.apps.map((app, at) => ({ ...app, name: cut(all[at] ?? '', 60) })),
      },
    },
  })
  for (const [index, text] of all.entries()) {
    const phone = sim.phone(phones[index] ?? '')
    const words = { message: cut(text, 160), note: cut(text, 160), externalId: text }
    // A merchant is named by the host of its callbacks where it has no other name.
    const merchant = sim.merchant(index === 0 ? { name: `${'long-'.repeat(38)}shop.test` } : {})
    const order = await merchant.requestToPay({
      payer: phone.msisdn,
      amount: '1.50',
      currency: 'EUR',
      ...words,
    })
    await phone.prompted()
    if (index < 4) {
      await phone.reply('1')
      await phone.reply(phone.pin)
      await order.notify(cut(text, 160)).catch(() => undefined)
    }
    await merchant.transfer({ payee: phone.msisdn, amount: '1', currency: 'EUR', ...words })
    await phone.text('22384', text)
  }
  for (const { name } of onepipe.apps.map((app, at) => ({ ...app, name: cut(all[at] ?? '', 60) })))
    await sim.onepipeApp(name).getBalance({ source: '6200000766' })
  const json = { 'Content-Type': 'application/json' }
  const plans = all.map((id) => ({
    id: cut(id, 60),
    point: 'ussd-hop',
    do: 'app-time-out',
    match: { phone: '+46700000000' },
  }))
  const faults = await fetch(`${sim.url}/_sim/faults`, {
    method: 'PUT',
    headers: json,
    body: JSON.stringify(plans),
  })
  expect(await faults.text()).toContain('محمد')
  await sim.snapshots.take('s'.repeat(64))
  const name = 'r'.repeat(64)
  await fetch(`${sim.url}/_sim/recordings`, { method: 'POST', headers: json, body: JSON.stringify({ name }) })
  await sim.worlds.open('w'.repeat(40))
  await sim.settle()
  // One call more is held, with such texts in its body.
  await sim.holds.add({ point: 'callback', first: 1 })
  await sim.phone(phones[4] ?? '').reply('2')
  return sim
}

/** What is wider than its place, covered by something else, or written the wrong way round. */
const troubles = `(() => {
  const found = []
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  const words = (element) => (element.getAttribute('aria-label') ?? element.innerText ?? '').slice(0, 60)
  const places = '#view, #stage, main > div, dialog[open], :popover-open'
  for (const scroller of [document.documentElement, ...document.querySelectorAll(places)])
    if (shown(scroller) && scroller.scrollWidth > scroller.clientWidth + 1)
      found.push('wider than its place by ' + (scroller.scrollWidth - scroller.clientWidth) + ': ' + (scroller.id || scroller.tagName))
  const layer = document.querySelector('dialog[open], :popover-open')
  for (const control of (layer ?? document).querySelectorAll('button, a, input, select, textarea, summary')) {
    if (!shown(control) || control.disabled || getComputedStyle(control).clipPath !== 'none') continue
    control.scrollIntoView({ block: 'center', inline: 'center' })
    const { left, top, width, height } = control.getClientRects()[0] ?? {}
    if (!(width > 4 && height > 4)) continue
    const hit = document.elementFromPoint(left + width / 2, top + height / 2)
    if (hit && (control.contains(hit) || hit.contains(control) || hit.closest('label')?.control === control)) continue
    found.push('covered by ' + (hit ? hit.tagName + ' ' + words(hit) : 'nothing, out of sight') + ': ' + control.tagName + ' ' + words(control))
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const range = document.createRange()
  const leftOf = (node, at) => {
    range.setStart(node, at)
    range.setEnd(node, at + 1)
    return range.getBoundingClientRect()
  }
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement || !shown(node.parentElement)) continue
    // A sum, and the number of a phone.
    for (const { 0: text, index } of node.data.matchAll(/\\d[\\d.,]*\\.\\d\\d [A-Z]{3}|\\+\\d{8,}/g)) {
      const first = leftOf(node, index)
      const last = leftOf(node, index + text.length - 1)
      if (first.width > 0 && last.width > 0 && Math.abs(first.top - last.top) < 4 && first.left > last.left)
        found.push('turned around: ' + text + ' in ' + node.data.slice(0, 80))
    }
  }
  return [...new Set(found)]
})()`

/** All that can be said against what is shown now. */
async function against(page: Page, where: string): Promise<string[]> {
  const found = (await page.evaluate(troubles)) as string[]
  return [...found, ...(await hindrances(page))].map((each) => `${where}: ${each}`)
}

/** What opens above the page, each by its button. */
async function* openings(page: Page): AsyncGenerator<string> {
  const status = page.getByRole('list', { name: 'What holds in this world' })
  for (const button of await status.locator(':scope > li > button').all()) {
    await button.click()
    await page.locator(':popover-open h2').first().waitFor()
    yield `the popover of ${await button.getAttribute('title')}`
    await page.keyboard.press('Escape')
    await page.locator(':popover-open').waitFor({ state: 'detached' })
  }
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog', { name: 'Search or do' }).getByRole('combobox').fill('a')
  await page.getByRole('option').first().waitFor()
  yield 'Search or do'
  await page.keyboard.press('Escape')
  await page.getByRole('dialog', { name: 'Search or do' }).waitFor({ state: 'detached' })
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Shortcuts' }).waitFor()
  yield 'Shortcuts'
  await page.keyboard.press('Escape')
}

describe('a world with hostile texts', () => {
  it.each([1440, 390])(
    'is shown whole in every view at %d px, and is turned around nowhere',
    async (width) => {
      const sim = await hostileWorld()
      const payments = await sim.payments()
      const [payment] = payments.filter(({ phone }) => phone === phones[2])
      const page = await open(sim.url, { within: await context() })
      const views = await everyView(page, { payments: payment?.id ?? '', story: payment?.trace ?? '' })
      await page.setViewportSize({ width, height: 844 })
      const found: string[] = []
      const look = async (where: string) => {
        found.push(...(await against(page, where)))
      }
      for (const view of views) {
        await visit(page, view)
        await look(view)
      }
      await visit(page, 'ledger')
      await page.getByLabel('Merchants and the simulator').check()
      await page
        .getByRole('button', { name: /shop\.test/ })
        .first()
        .click()
      await look('the ledger of a merchant')
      await visit(page, 'merchant')
      await page.getByText('Statement', { exact: true }).click()
      await page.getByRole('region', { name: 'Lines of the statement' }).waitFor()
      await look('a statement')
      await visit(page, 'timeline')
      await page
        .getByRole('button', { name: /sent an SMS to/ })
        .first()
        .click()
      await look('a line of the timeline')
      for await (const what of openings(page)) await look(what)
      expect(found).toEqual([])
      expect(await page.title()).toMatch(/^(\(\d+\) )?payersim$/)
      expect(await page.locator('img').count()).toBe(0)
      // Who looks sees it: a sum in a line that is written from the right.
      await page.evaluate(
        `document.querySelector('#view').insertAdjacentHTML('afterbegin', '<p dir="rtl">12.50 EUR</p>')`,
      )
      expect(await page.evaluate(troubles)).toEqual(['turned around: 12.50 EUR in 12.50 EUR'])
    },
    400_000,
  )
})
