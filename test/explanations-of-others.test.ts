import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { parseWorld } from '../src/control/world-file.ts'
import { type Entry, english, french, Teller } from '../src/events/telling.ts'
import { type Simulator, startSimulator } from '../src/simulator/index.ts'
import { storyOf } from '../src/story/index.ts'
import type { TimelineEntries } from '../src/terms/sim/timeline-entry.ts'
import { expectTold } from './told.fixture.ts'

const open: Simulator[] = []
const [inEnglish, inFrench] = [new Teller(english), new Teller(french)]

/** An exchange that is explained is so in each language, in its sentence and its story too. */
function expectToldIn(entry: Entry): void {
  const { explanation, explanationIn } = entry.data as { explanation: string; explanationIn: { fr: string } }
  expectTold(explanation, explanationIn.fr)
  const begin = (text: string) => text.slice(0, 60)
  expect(inEnglish.sentenceOf(entry, () => undefined)).toContain(begin(explanation))
  expect(inFrench.sentenceOf(entry, () => undefined)).toContain(begin(explanationIn.fr))
  const storyIn = (language: 'en' | 'fr') => JSON.stringify(storyOf([entry], {}, language))
  expect(storyIn('en')).toContain(JSON.stringify(explanation))
  expect(storyIn('fr')).toContain(JSON.stringify(explanationIn.fr))
}

afterEach(async () => {
  for (const sim of open.splice(0)) await sim.close()
})
async function start(world = '') {
  const lines: string[] = []
  const warn = (line: unknown) => {
    lines.push(JSON.stringify(line))
  }
  const options = { clock: 'frozen', port: 0, logger: { warn, error: warn } } as const
  const sim = await startSimulator({ ...options, world: parseWorld(world, 'world.yaml') })
  open.push(sim)
  const explanation = async (): Promise<string | undefined> => {
    const answer = await fetch(`${sim.url}/_sim/timeline/all`)
    const { entries } = (await answer.json()) as TimelineEntries
    const last = entries.findLast(({ data }) => data.explanation !== undefined)
    if (last) expectToldIn(last as Entry)
    return last?.data.explanation as string | undefined
  }
  return { sim, lines, explanation }
}

describe("of Africa's Talking's", () => {
  const form = 'application/x-www-form-urlencoded'
  const sms = (sim: Simulator, headers: Record<string, string>, body: Record<string, string>) =>
    fetch(`${sim.url}/version1/messaging`, {
      method: 'POST',
      headers: { 'Content-Type': form, Accept: 'application/json', ...headers },
      body: new URLSearchParams({ username: 'sandbox', to: '+254711000001', message: 'm', ...body }),
    })

  it.each([
    [
      'no key',
      {},
      {},
      /^Neither the header apiKey nor authToken was sent\. The applications of this world are "sandbox"/,
    ],
    [
      'a wrong key',
      { apiKey: 'live_0123456789abcdef' },
      {},
      /^The apiKey that was sent is not its own: it begins with live\./,
    ],
    [
      'a wrong username',
      { apiKey: 'atsk_payersim' },
      { username: 'shop' },
      /^The username that was sent is "shop"\. The applications/,
    ],
    [
      'both wrong',
      { apiKey: 'x' },
      { username: 'shop' },
      /^The username that was sent is "shop"\. The apiKey that was sent is of no application here/,
    ],
    ['a token that is none', { authToken: 'ATAuth_x' }, {}, /^The authToken that was sent has run out/],
  ])('authentication: %s', async (_, headers, body, words) => {
    const { sim, lines, explanation } = await start()
    const answer = await sms(sim, headers, body)
    expect(answer.status).toBe(401)
    expect(await answer.text()).toBe('The supplied authentication is invalid')
    expect(await explanation()).toMatch(words)
    expect(lines.join()).toContain('The applications of this world are')
    expect(lines.join() + (await explanation())).not.toMatch(/live_0|atsk_/)
  })

  it('sender id that nobody has registered', async () => {
    const { sim, explanation } = await start('network: { senderIds: [SHOP] }')
    const answer = await sms(sim, { apiKey: 'atsk_payersim' }, { from: 'FUNFIRM' })
    expect(await answer.json()).toEqual({ SMSMessageData: { Message: 'InvalidSenderId', Recipients: [] } })
    expect(await explanation()).toMatch(
      /^The sender id "FUNFIRM" is not one of this world: it has AFRICASTKNG, SHOP/,
    )
  })

  it('message that is too long for any phone', async () => {
    const { sim, explanation } = await start()
    await sms(sim, { apiKey: 'atsk_payersim' }, { message: 'x'.repeat(100_000) })
    expect(await explanation()).toMatch(/^The message would fill 654 SMS, and a phone joins 255 at most/)
  })

  it('bulk path that the sandbox has not', async () => {
    const { sim, explanation } = await start('network: { accounts: [] }')
    const answer = await fetch(`${sim.url}/version1/messaging/bulk`, { method: 'POST' })
    expect(answer.status).toBe(404)
    expect(await explanation()).toMatch(/^The username sandbox has no \/version1\/messaging\/bulk/)
  })
})

describe('of an app that gives no screen', () => {
  it('is told in each language', async () => {
    const { sim } = await start()
    await sim.network.serviceCode('*384*77#', { callbackUrl: 'http://127.0.0.1:1/ussd' })
    const screen = await sim.phone('+46733000001').dial('*384*77#')
    expectTold(screen.diagnosis, screen.diagnosisIn?.fr)
    const answer = await fetch(`${sim.url}/_sim/timeline/all?kind=ussd.hop`)
    const [hop] = ((await answer.json()) as { entries: Entry[] }).entries
    if (!hop) throw new Error('The app was asked.')
    const nothing = 'Rien n’écoute là : démarrez l’application'
    expect(inFrench.sentenceOf(hop, () => 'Ama')).toContain(`n’a reçu aucun écran : ${nothing}`)
    const withoutError = { ...hop, data: { ...hop.data, error: undefined } }
    const [shown] = storyOf([withoutError], {}, 'fr').items
    expect(shown?.explanation).toContain(nothing)
  })
})

describe('of OnePipe’s', () => {
  const body = JSON.stringify({ request_ref: 'r-1', request_type: 'get_balance' })
  const ask = (sim: Simulator, headers: Record<string, string>) =>
    fetch(`${sim.url}/v2/transact`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body,
    })
  const appOf = async (sim: Simulator) => {
    const { onepipe } = (await (await fetch(`${sim.url}/_sim/world`)).json()) as {
      onepipe: { apps: Array<{ apiKey: string; secret: string }> }
    }
    const [app] = onepipe.apps
    if (!app) throw new Error('The built-in world has an app.')
    return app
  }

  it('bearer token that is the secret', async () => {
    const { sim, explanation } = await start()
    const { secret } = await appOf(sim)
    expect((await ask(sim, { Authorization: `Bearer ${secret}` })).status).toBe(401)
    expect(await explanation()).toMatch(
      /^The secret of .* was sent as the bearer token, where its apiKey belongs\./,
    )
    expect(await explanation()).not.toContain(secret)
  })

  it('Signature, where nothing of it is told on the wire', async () => {
    const { sim, explanation } = await start('quirks: { onepipe-diagnose: "off" }')
    const { apiKey, secret } = await appOf(sim)
    const Signature = createHash('md5').update(`${secret};r-1`).digest('hex')
    const answer = await ask(sim, { Authorization: `Bearer ${apiKey}`, Signature })
    expect(await answer.json()).toMatchObject({ message: null })
    expect(await explanation()).toMatch(/request_ref/)
    expect(await explanation()).not.toContain(secret)
  })
})
