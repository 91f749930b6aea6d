import { expect, it } from 'vitest'
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
