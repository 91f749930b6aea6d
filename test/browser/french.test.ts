import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { builtInWorld } from '../../src/control/index.ts'
import { frenchStates } from '../../src/control/machine-words.ts'
import { englishPayments } from '../../src/control/payment-words.ts'
import { context, hindrances, open, send, simulator } from './browser.fixture.ts'

it('speaks the language of the browser, and another where somebody chooses it', async () => {
  const sim = await simulator()
  const within = await context({ locale: 'fr-CI' })
  const page = await open(sim.url, { view: 'timeline', within })
  await page.getByRole('button', { name: 'Ajouter' }).waitFor()
  expect(await page.evaluate('document.documentElement.lang')).toBe('fr')
  const ama = page.getByRole('region', { name: 'Téléphone de Ama Lindqvist, +46733000001' })
  await sim.merchant().requestToPay({ payer: '+46733000001', amount: '1250.5', currency: 'EUR' })
  await ama.getByText('Pay 1250.50 EUR').waitFor()
  await page.getByText('Le téléphone d’Ama Lindqvist a sonné').waitFor()
  // The space between the thousands is a narrow one that does not break.
  await page.getByText(/a demandé 1\s250,50 EUR à Ama Lindqvist/).waitFor()
  await ama.getByRole('textbox').fill('2')
  await ama.getByRole('button', { name: 'Envoyer', exact: true }).click()
  await page.getByText(/Ama Lindqvist a refusé 1\s250,50 EUR/).waitFor()
  expect(await hindrances(page)).toEqual([])

  await page.goto(`${sim.url}/#/controls`)
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('button', { name: 'Add phone' }).waitFor()
  expect(await page.evaluate('document.documentElement.lang')).toBe('en')
  await send(page, 'Ama', '*165#')
  // It stays so in this browser, whatever the browser itself speaks.
  const other = await open(sim.url, { view: 'timeline', within })
  await other.getByText('Ama Lindqvist rejected 1,250.50 EUR').waitFor()
})

it('has every view in French, and none that is wider than the screen for it', async () => {
  const sim = await simulator()
  await sim.merchant().requestToPay({ payer: '+46733000002', amount: '7', currency: 'EUR' })
  const within = await context({ locale: 'fr-FR', viewport: { width: 390, height: 844 } })
  const page = await open(sim.url, { within })
  for (const [view, words] of [
    ['phones', 'Ajouter'],
    ['payments', 'En attente'],
    ['timeline', 'Afficher comment c’est arrivé'],
    ['story', 'Récits'],
    ['merchant', 'Envoyer : demande de paiement'],
    ['onepipe', 'Demander le solde'],
    ['machine', 'Jamais fait dans ce monde'],
    ['ledger', 'Équilibré'],
    ['controls', 'Réinitialiser le monde'],
    ['connect', 'Passer une première commande'],
  ]) {
    await page.goto(`${sim.url}/#/${view}`)
    await page
      .getByText(words as string, { exact: true })
      .filter({ visible: true })
      .first()
      .waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth'), view).toBe(390)
  }
})

const catalogue = JSON.parse(
  readFileSync(new URL('../../src/web/words/fr.json', import.meta.url), 'utf8'),
) as Record<string, string>

/** Every text that a reader of the view sees or hears, but what a vendor, a program or a user wrote. */
const textsOf = (page: Page): Promise<string[]> =>
  page.evaluate(`(() => {
    const own = 'pre, code, kbd, textarea, script, style, noscript, svg'
    const texts = []
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT)
    for (let node = walk.currentNode; node; node = walk.nextNode()) {
      const element = node.nodeType === 3 ? node.parentElement : node
      if (element.closest(own)) continue
      if (node.nodeType === 3) texts.push(node.data)
      else for (const name of ['aria-label', 'title', 'placeholder']) texts.push(node.getAttribute(name) ?? '')
    }
    return texts.map((text) => text.trim()).filter((text) => text !== '')
  })()`)

/** English that the page and the server have in French, with anything in the place of values. */
const translated = [
  ...Object.entries(catalogue).flatMap(([english, french]) => (english === french ? [] : [english])),
  ...Object.keys(frenchStates),
  ...Object.values(englishPayments.what),
  ...Object.values(englishPayments.sentences.pending),
]
  // One word may be the same in French, such as a name, and plurals have a form of their own.
  .filter((words) => /[a-z]+ [a-z]+/i.test(words.replaceAll(/\{\w+\}/g, '')) && !words.includes(', plural,'))
  .map((words) => words.split(/\{\w+\}/))

/** Words of English that French does not have. */
const english =
  /\b(the|was|were|with|has|have|and|of|to|is|are|not|by|from|its|nobody|nothing|answered|failed|lines?)\b/i
/** Of a vendor: an SMS, a line of HTTP. */
const vendors = /SMS de .*|^.*: (\d{3} |(GET|POST|PUT|PATCH|DELETE) ).*/s
const quotes = /« [^»]* »|“[^”]*”/g

it('leaves no English on any view of a busy world', { timeout: 240_000 }, async () => {
  const sim = await simulator({
    world: {
      ...builtInWorld,
      people: builtInWorld.people.map((each) => ({ ...each, language: 'fr' as const })),
    },
  })
  const [ama, other] = ['+46733000001', '+46733000002']
  await sim.merchant().requestToPay({ payer: ama, amount: '1250.50', currency: 'EUR' })
  await sim.phone(ama).prompted()
  await sim.phone(ama).reply('2')
  await sim.merchant().requestToPay({ payer: ama, amount: '12.50', currency: 'EUR' })
  await sim.phone(ama).prompted()
  await sim.phone(ama).reply('1')
  await sim.phone(ama).reply(sim.phone(ama).pin)
  await sim.settle()
  await sim.merchant().transfer({ payee: other, amount: '3', currency: 'EUR' })
  await sim.merchant().preApprove({ payer: ama })
  await sim.faults.set([
    { point: 'sms', do: 'delayed', args: { delay: 'PT5M' } },
    { point: 'callback', do: 'dropped' },
  ])
  await sim.merchant().requestToPay({ payer: other, amount: '7', currency: 'EUR' })
  await sim.onepipeApp().getBalance({ source: '6200000766' })
  await sim.clock.advance('PT2H')
  await sim.settle()
  const page = await open(sim.url, { within: await context({ locale: 'fr-FR' }) })
  const payments = await sim.payments()
  for (const view of [
    'payments',
    ...payments.map(({ id }) => `payments/${id}`),
    'timeline',
    'story',
    ...payments.slice(0, 3).map(({ trace }) => `story/${trace}`),
    'merchant',
    'onepipe',
    'machine',
    'ledger',
    'controls',
    'connect',
  ]) {
    await page.goto(`${sim.url}/#/${view}`)
    const shown = page.locator('#view').locator('h2, article, section, button').filter({ visible: true })
    await shown.first().waitFor()
    await page.evaluate("for (const each of document.querySelectorAll('#view details')) each.open = true")
    // What is read from the server comes later.
    let before = ''
    const isStill = async () => {
      const [last, now] = [before, (await textsOf(page)).join()]
      before = now
      return now === last
    }
    await expect.poll(isStill, { interval: 700, timeout: 20_000 }).toBe(true)
    expect(englishIn(await textsOf(page)), view).toEqual([])
  }
})

/** Whether the pieces stand in the text, one after the other, from its beginning to its end. */
function isMadeOf(text: string, pieces: readonly string[]): boolean {
  let end = 0
  for (const [index, piece] of pieces.entries()) {
    const at = text.indexOf(piece, end)
    if (at < 0 || (index === 0 && at > 0)) return false
    end = at + piece.length
  }
  return text.endsWith(pieces.at(-1) ?? '')
}

function englishIn(texts: readonly string[]): string[] {
  return texts.filter((text) => {
    const own = text.replace(vendors, '').replaceAll(quotes, '')
    // Without a space it is a name, such as that of a kind of event.
    if (!own.includes(' ')) return false
    return english.test(own) || translated.some((pieces) => isMadeOf(own, pieces))
  })
}
