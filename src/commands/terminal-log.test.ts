import { afterEach, expect, it } from 'vitest'
import { linesOf } from '../../test/log-lines.fixture.ts'
import { type Simulator, startSimulator } from '../simulator/index.ts'
import { type LogLevel, logForMachines, logForPeople } from './terminal-log.ts'

const opened: Simulator[] = []
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close()
})

/** A payment that is approved, a callback that reaches nobody, and a request with a wrong key. */
async function happen(log: ReturnType<typeof logForPeople>, tellIn: 'en' | 'fr' = 'en'): Promise<void> {
  const sim = await startSimulator({ clock: 'frozen', tellIn, ...log })
  opened.push(sim)
  const ama = sim.phone('+46733000001')
  await sim.faults.set([{ point: 'callback', do: 'failing-dns' }])
  const order = await sim.merchant().requestToPay({ payer: ama, amount: '12.5', currency: 'EUR' })
  await ama.prompted()
  await ama.choose('Approve')
  await ama.reply('1234')
  await order.settled()
  await sim.settle()
  const key = '\u001b[2Jd15b'
  const headers = { 'Ocp-Apim-Subscription-Key': key }
  await sim.port.fetch({ method: 'POST', path: '/collection/token/', headers })
  await opened.pop()?.close()
}

async function linesAt(level: LogLevel, colours = false): Promise<string[]> {
  const lines: string[] = []
  await happen(logForPeople(level, { write: (line) => void lines.push(line), colours }))
  return lines
}

it('tells what happens, and what was wrong with a request, one line each', async () => {
  expect(await linesAt('info')).toMatchInlineSnapshot(`
    [
      "09:00:00 Faults are planned for a callback to a merchant: the name of the host was not found",
      "09:00:00 shop-1.test asked Ama Lindqvist for 12.50 EUR",
      "09:00:00 The phone of Ama Lindqvist rang: a question by *165#",
      "09:00:00 Ama Lindqvist approved 12.50 EUR for shop-1.test",
      "09:00:00 A fault struck a callback to a merchant: the name of the host was not found",
      "09:00:00 A fault struck a callback to a merchant: the name of the host was not found",
      "09:00:00 Ama Lindqvist got an SMS from AFRICASTKNG: “You paid 12.50 EUR to shop-1.test. Id 1365064233 New balance 487.50 EUR”",
      "09:00:00 POST /collection/token/ was refused with 401: No subscription key of this world is the one that was sent, which has 8 characters; /collection wants the collection key of this world, which begins with c011. GET /_sim/world shows the keys.",
    ]
  `)
})

it('tells it in French where it is asked to, and why a request was refused', async () => {
  const lines: string[] = []
  await happen(logForPeople('info', { write: (line) => void lines.push(line), colours: false }), 'fr')
  expect(lines[1]).toBe('09:00:00 shop-1.test a demandé 12,50 EUR à Ama Lindqvist')
  expect(lines[3]).toBe('09:00:00 Ama Lindqvist a approuvé 12,50 EUR pour shop-1.test')
  expect(lines.at(-1)).toContain(
    'POST /collection/token/ a été refusé par 401 : Aucune clé d’abonnement de ce monde n’est celle',
  )
})

it('tells at warn what went wrong, and nothing when it is silent', async () => {
  const wrong = await linesAt('warn')
  expect(wrong).toHaveLength(3)
  expect(wrong[0]).toMatch(/^09:00:00 A fault struck a callback to a merchant: /)
  expect(wrong[2]).toMatch(/^09:00:00 POST \/collection\/token\/ was refused with 401: /)
  expect(await linesAt('error')).toEqual([])
  expect(await linesAt('silent')).toEqual([])
})

it('colours the time and what went wrong where it is asked to, and obeys nothing that a request brings', async () => {
  const lines = await linesAt('info', true)
  expect(lines[0]?.startsWith('\u001b[2m09:00:00\u001b[22m ')).toBe(true)
  expect(lines.at(-1)).toContain('\u001b[31mPOST /collection/token/')
  expect(lines.join('')).not.toContain('\u001b[2J')
})

it('is JSON for machines, with the facts beside the sentence', async () => {
  const { lines, logger } = linesOf('info')
  await happen(logForMachines('info', logger))
  const told = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(told.find(({ kind }) => kind === 'request-to-pay.settled')).toMatchObject({
    level: 30,
    msg: expect.stringMatching(/^Ama Lindqvist approved 12\.50 EUR for /),
    phone: '+46733000001',
    trouble: false,
    at: '2026-01-05T09:00:00.000Z',
  })
  expect(told.filter(({ msg }) => msg === 'a MoMo request was refused')).toHaveLength(1)
  expect(told.filter(({ kind }) => String(kind).startsWith('request.'))).toEqual([])
})
