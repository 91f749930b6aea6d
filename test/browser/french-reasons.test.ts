import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { TimelineEntries } from '../../src/terms/sim/timeline-entry.ts'
import { context, open, simulator } from './browser.fixture.ts'

const ama = '+46733000001'

/** An app whose answers are wrong, each in a way of its own. */
const app = createServer(({ url }, response) => {
  if (url === '/bom') response.writeHead(200, { 'Content-Type': 'text/plain' }).end('\ufeffCON Menu')
  else if (url === '/large') response.writeHead(200).end(`CON ${'x'.repeat(20_000)}`)
  else response.writeHead(200, { 'Content-Type': 'text/html' }).end(`END Ça va — ${'oui '.repeat(60)}`)
})
const [bom, large, warned, nobody] = ['*384*1#', '*384*2#', '*384*3#', '*384*4#']

beforeAll(() => new Promise<void>((listening) => app.listen(0, '127.0.0.1', listening)))
afterAll(() => {
  app.closeAllConnections()
  app.close()
})

async function entriesOf({ url }: { url: string }): Promise<TimelineEntries['entries']> {
  const read = await fetch(`${url}/_sim/timeline/all?last=500`)
  return ((await read.json()) as TimelineEntries).entries
}

/** With a callback, a request and an answer that were lost, each for another reason, and a refused one. */
async function busyWorld() {
  const sim = await simulator()
  const at = `http://127.0.0.1:${(app.address() as AddressInfo).port}`
  for (const [code, callbackUrl] of [
    [bom, `${at}/bom`],
    [large, `${at}/large`],
    [warned, `${at}/warned`],
    [nobody, 'http://127.0.0.1:1/ussd'],
  ] as const)
    await sim.network.serviceCode(code, { callbackUrl })

  const callbacks = await sim.holds.add({ point: 'callback', first: 1 })
  await sim.merchant().requestToPay({ payer: ama, amount: '12.50', currency: 'EUR' })
  await sim.phone(ama).prompted()
  await sim.phone(ama).reply('2')
  await (await callbacks.next()).drop()
  await sim.settle()

  const balance = `${sim.url}/collection/v1_0/account/balance`
  const requests = await sim.holds.add({ point: 'request', first: 1 })
  const dropped = fetch(balance).catch(() => {})
  await (await requests.next()).drop()
  await dropped
  await sim.faults.set([
    { id: 'coupure', point: 'operation', do: 'lost-answer', when: { first: 1 } },
    { point: 'callback', do: 'failing-dns', when: { first: 1 } },
  ])
  await fetch(balance).catch(() => {})
  await fetch(balance)

  await sim.merchant().requestToPay({ payer: ama, amount: '7', currency: 'EUR' })
  await sim.phone(ama).prompted()
  await sim.phone(ama).reply('2')
  await sim.settle()

  const entries = await entriesOf(sim)
  const held = entries.find(({ kind }) => kind === 'callback.failed')
  const request = entries.find(({ kind }) => kind === 'request.failed')
  const payments = await sim.payments()
  const idOf = (amount: string) => payments.find((each) => each.amount === amount)?.id
  if (!held || !request) throw new Error('The calls failed.')
  return { sim, story: held.trace, held: idOf('12.50'), unresolved: idOf('7.00'), request: request.id }
}

const byHand = 'L’appel a été retenu, puis abandonné à la main : il n’a pas été exécuté.'
const notSent = 'L’appel a été retenu, puis abandonné à la main : il n’est pas parti'

it('has in French why a call got no answer and what is wrong with an app, wherever it is shown', async () => {
  const { sim, story, held, unresolved, request } = await busyWorld()
  const page = await open(sim.url, {
    view: `timeline?entry=${request}`,
    within: await context({ locale: 'fr-FR' }),
  })
  const entry = page.getByRole('complementary', { name: `Entrée ${request}` })
  await entry.getByText(`n’a pas eu de réponse : ${byHand}`).waitFor()
  await entry.getByText(`Aucune réponse : ${byHand}`).waitFor()

  await page.goto(`${sim.url}/#/connect`)
  const errors = page.getByRole('region', { name: 'Dernières erreurs' })
  await errors.getByText(byHand).waitFor()
  await errors.getByText('La panne coupure : momo.getBalance a été exécuté').waitFor()
  expect(await errors.textContent()).not.toMatch(/\b(was|the|not)\b/)

  await page.goto(`${sim.url}/#/story/${story}`)
  const steps = page.getByRole('list', { name: 'Ce qui s’est passé, dans l’ordre' })
  await steps.getByRole('button', { name: `Aucune réponse : ${notSent}` }).waitFor()
  await page.goto(`${sim.url}/#/payments/${held}`)
  await page.getByText(notSent).filter({ visible: true }).first().waitFor()
  await page.goto(`${sim.url}/#/payments/${unresolved}`)
  await page.getByText('est injoignable : getaddrinfo ENOTFOUND').filter({ visible: true }).first().waitFor()

  const phone = page.getByRole('region', { name: `Téléphone de Ama Lindqvist, ${ama}` })
  const dial = async (code: string) => {
    await phone.getByRole('textbox').fill(code)
    await page.keyboard.press('Enter')
    await phone.getByRole('button', { name: 'OK', exact: true }).waitFor()
  }
  const leave = () => phone.getByRole('button', { name: 'OK', exact: true }).click()
  await dial(nobody)
  await phone.getByText('127.0.0.1:1 est injoignable : connect ECONNREFUSED 127.0.0.1:1.').waitFor()
  await phone.getByText('Rien n’écoute là : démarrez l’application').waitFor()
  await leave()
  await dial(large)
  await phone.getByText('a répondu par plus de 16384 octets.').waitFor()
  await phone.getByText('La passerelle ne lit pas plus de 16384 octets.').waitFor()
  await leave()
  await dial(warned)
  const warnings = phone.getByRole('list', { name: 'Avertissements' })
  await warnings.getByText('Le type de contenu est text/html ; la documentation dit text/plain.').waitFor()
  await warnings.getByText('Hors de l’alphabet GSM 7 bits').waitFor()
  await warnings.getByText('L’écran a').waitFor()
  await leave()
  await dial(bom)
  const diagnosis = 'Une marque d’ordre des octets (EF BB BF) est devant le premier mot.'
  await phone.getByText(diagnosis).waitFor()
  // The words of Africa's Talking stay.
  await phone.getByText('Response should start with a CON or an END').waitFor()
  const hop = (await entriesOf(sim)).findLast(({ kind }) => kind === 'ussd.hop')
  await page.goto(`${sim.url}/#/story/${hop?.trace}`)
  await steps.getByRole('button', { name: diagnosis }).waitFor()
})
