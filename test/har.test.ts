import { readdirSync, readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../src/simulator/index.ts'
import type { Har } from '../src/terms/sim/har.ts'

/** The published JSON schemas of HAR 1.2. */
function harValidator() {
  const folder = new URL('../node_modules/har-schema/lib/', import.meta.url)
  const ajv = new Ajv({ strict: false, allErrors: true })
  ajv.addFormat('uri', (text: string) => URL.canParse(text))
  for (const unused of ['ipv4', 'ipv6', 'email']) ajv.addFormat(unused, true)
  ajv.addFormat('date-time', (text: string) => new Date(text).toISOString() === text)
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    // They are of draft 6, and use nothing that draft 7 changed.
    const { $schema: _, ...schema } = JSON.parse(readFileSync(new URL(file, folder), 'utf8'))
    ajv.addSchema(schema)
  }
  return ajv.getSchema('har.json#') ?? ajv.getSchema('har.json')
}

describe('the HTTP archive', () => {
  let sim: Simulator
  beforeEach(async () => {
    sim = await startSimulator({ clock: 'frozen', port: 0 })
  })
  afterEach(() => sim.close())
  const archive = async (query = '') => {
    const answer = await fetch(`${sim.url}/_sim/timeline.har${query}`)
    return { answer, har: (await answer.json()) as Har }
  }

  it('is valid, has requests, hops and callbacks with their direction, and no secret', async () => {
    const ama = sim.phone('+46733000001')
    const kiosk = sim.merchant()
    await kiosk.requestToPay({ payer: ama, amount: '12.50', currency: 'EUR' })
    await ama.prompted()
    await ama.choose('Approve')
    await ama.reply('1234')
    await sim.settle()
    await kiosk.requestToPay({ payer: '+46733000002', amount: '7', currency: 'EUR' })
    await fetch(`${sim.url}/collection/token/?x=1&x=%C3%A9`, { method: 'POST' })
    const { answer, har } = await archive()
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="payersim.har"')
    const validate = harValidator()
    expect(validate).toBeDefined()
    validate?.(har)
    expect(validate?.errors ?? []).toEqual([])
    const { entries } = har.log
    const ways = new Set(entries.map((entry) => `${entry._purpose} ${entry._direction}`))
    // An SMS is asked of the network by a request too.
    expect([...ways].sort()).toEqual(['callback out', 'hop out', 'request in', 'request out'])
    const refused = entries.at(-1)
    expect(refused?.request.url).toBe(`${sim.url}/collection/token/?x=1&x=%C3%A9`)
    expect(refused?.request.queryString).toEqual([
      { name: 'x', value: '1' },
      { name: 'x', value: 'é' },
    ])
    expect(refused?.response.status).toBe(401)
    const { subscriptionKeys, apiUsers } = (await sim.world()).momo
    const text = JSON.stringify(har)
    for (const secret of [
      ...Object.values<string>(subscriptionKeys),
      String(apiUsers[0]?.apiKey),
      '1*1234',
      '1%2A1234',
    ])
      expect(text).not.toContain(secret)
  })

  it('has one trace alone, or one kind, and refuses a field that is given twice', async () => {
    const kiosk = sim.merchant()
    await kiosk.requestToPay({ payer: '+46733000001', amount: '12.50', currency: 'EUR' })
    await kiosk.requestToPay({ payer: '+46733000002', amount: '7', currency: 'EUR' })
    await sim.settle()
    const all = (await archive()).har.log.entries
    const [first] = all.filter(({ _operation }) => _operation === 'momo.createRequestToPay')
    const { har, answer } = await archive(`?trace=${first?._trace}`)
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="payersim-${first?._trace}.har"`,
    )
    expect(har.log.entries).toEqual(all.filter(({ _trace }) => _trace === first?._trace))
    expect(har.log.entries.length).toBeGreaterThan(1)
    expect((await archive('?kind=callback')).har.log.entries).toEqual([])
    expect((await archive('?trace=000000000000')).har.log.entries).toEqual([])
    expect((await archive('?limit=1')).har.log.entries).toEqual(all.slice(-1))
    expect((await fetch(`${sim.url}/_sim/timeline.har?limit=0`)).status).toBe(400)
    const twice = await fetch(`${sim.url}/_sim/timeline.har?trace=a&trace=b`)
    expect(twice.status).toBe(400)
    expect(twice.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  })
})
