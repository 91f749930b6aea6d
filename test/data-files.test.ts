import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startSimulator } from '../src/index.ts'
import { schemaVersion } from '../src/kernel/store/db-schema.ts'
import { recordOf } from './data-files/record.ts'
import {
  ama,
  ben,
  cleo,
  control,
  esi,
  type Fetch,
  momo,
  ngozi,
  party,
  preApprovals,
  requestsToPay,
  stranger,
  validate,
  worldFile,
} from './data-files/requests.ts'
import { newFile, schema, schemaOf } from './data-files/schema.ts'

const files = new URL('data-files/', import.meta.url)
const howToMake = 'Make it with `npx tsx test/data-files/make.ts`, and commit both files that it writes.'
/** The first version that knew steps by their numbers. */
const firstVersion = 7
/** On main these steps came together with the next one: no program ever left a file of theirs. */
const neverAlone = [11, 13, 20, 21, 22, 23, 25, 27, 28]

const kept = readdirSync(files)
  .flatMap((name) => /^schema-(\d+)\.db\.gz$/.exec(name)?.[1] ?? [])
  .map(Number)
  .sort((one, other) => one - other)

let folder: string
let data: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'payersim-'))
  data = join(folder, 'payersim.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

const bytesOf = (version: number) => gunzipSync(readFileSync(new URL(`schema-${version}.db.gz`, files)))

/** What the program that made the file said of it, with the name that step 13 gives to who opened by itself. */
function recorded(version: number): string[] {
  const lines = readFileSync(new URL(`schema-${version}.txt`, files), 'utf8')
    .trimEnd()
    .split('\n')
  const nameless = [`: "${stranger}" "${stranger}"`, `phone ${stranger}: null`]
  const named = [`: "Sand Box" "${stranger}"`, `phone ${stranger}: "Sand Box"`]
  return lines.map((line) => nameless.reduce((text, old, at) => text.replace(old, named[at] ?? ''), line))
}

/** Opens a copy of the file with this version of the simulator. */
async function opened(version: number) {
  writeFileSync(data, bytesOf(version))
  const sim = await startSimulator({ data, world: worldFile })
  const fetch: Fetch = (request) => sim.port.fetch(request)
  return { sim, fetch }
}

function mustBeKept(version: number): void {
  expect(kept, `No data file of schema ${version} is kept. ${howToMake}`).toContain(version)
}

it('there is a file of every schema', () => {
  for (let version = firstVersion; version <= schemaVersion(schema); version++) {
    if (!neverAlone.includes(version)) mustBeKept(version)
  }
})

it('laws and views change with a step only', () => {
  const version = schemaVersion(schema)
  mustBeKept(version)
  writeFileSync(data, bytesOf(version))
  const newest = new Sqlite(data)
  expect(
    schemaOf(newest),
    'A file of this schema was made with other tables, laws or views, and opening it would not change them. ' +
      `Leave its steps as they were and add a step, an empty one for laws and views; then keep a file of it. ${howToMake}`,
  ).toEqual(schemaOf(newFile()))
  newest.close()
})

describe.each(kept)('a data file of schema %i', (version) => {
  it('keeps all that its program left there', async () => {
    const { sim, fetch } = await opened(version)
    await using _ = sim
    expect(await recordOf(fetch)).toEqual(recorded(version))
  })

  it('goes on with what was open, and can be reset', async () => {
    const { sim, fetch } = await opened(version)
    const collection = await momo(fetch, 'collection')
    const statusOf = async (id: string) => {
      const { status } = (await collection({ path: `/v1_0/requesttopay/${id}` })) as { status: string }
      return status
    }

    // The PIN question, the menu, and two prompts.
    const payer = sim.phone(ama)
    await payer.look()
    await payer.reply('1234')
    expect(payer.screen).toMatchObject({ status: 'ended', text: expect.stringContaining('489.75 EUR') })
    expect(await statusOf(requestsToPay.atPin)).toBe('SUCCESSFUL')
    const browsing = sim.phone(ben)
    await browsing.look()
    await browsing.reply('3')
    expect(browsing.screen).toMatchObject({ status: 'open', text: expect.stringContaining('Kiosk 24') })
    for (const [phone, id] of [
      [cleo, requestsToPay.prompted],
      [stranger, requestsToPay.ofStranger],
    ] as const) {
      const prompted = sim.phone(phone)
      await prompted.look()
      await prompted.reply('1')
      await prompted.reply('1234')
      expect(await statusOf(id)).toBe('SUCCESSFUL')
    }

    const [sms] = await sim.phone(ngozi).messages()
    expect(await validate(fetch, sms?.code ?? '')).toMatchObject({
      status: 'Successful',
      data: { provider_response: { available_balance: 2_077_099 } },
    })

    // Step 14 began to count, and the file has two calls.
    const calls = version < 14 ? 1 : 3
    expect(await sim.onepipeApp('Lagos Ledger').statement()).toMatchObject({
      services: [{ service: 'get_balance', calls }],
    })

    // The messages that waited for a phone that is off, one of them about a pre-approval.
    await control(fetch, 'PATCH', `/phones/${esi}`, { online: true })
    await sim.clock.advance('PT1S')
    const waiting = sim.phone(esi)
    expect((await waiting.messages()).map(({ text }) => text)).toEqual([
      'Call us',
      expect.stringContaining('Kiosk 24'),
    ])
    await waiting.dial('*165#')
    await waiting.choose('Approvals')
    await waiting.choose('Kiosk 24')
    await waiting.choose('Accept')
    await waiting.reply('1234')
    expect(await collection({ path: `/v2_0/preapproval/${preApprovals.pending}` })).toMatchObject({
      status: 'SUCCESSFUL',
    })

    // The callback that found nobody was tried again a second later.
    const callbacks = (await control(fetch, 'GET', '/callbacks')) as Array<{ url: string }>
    expect(callbacks.filter(({ url }) => url === 'http://localhost:9/callbacks')).toMatchObject([
      { status: 'pending', attempts: 2 },
    ])

    // The payer of this one was notified then, which can be done once.
    const again = collection({
      method: 'POST',
      path: `/v1_0/requesttopay/${requestsToPay.approved}/deliverynotification`,
      body: { notificationMessage: 'Once more' },
    })
    await expect(again).rejects.toThrow(': 429 ')

    // A debit by the pre-approval of then.
    const debit = 'da7af11e-0000-4000-8000-000000000099'
    await collection({
      method: 'POST',
      path: '/v1_0/requesttopay',
      referenceId: debit,
      body: { amount: '6', currency: 'EUR', externalId: 'after', payer: party(ben) },
    })
    expect(await statusOf(debit)).toBe('SUCCESSFUL')
    expect(await sim.audit()).toMatchObject({ ok: true, problems: [] })

    await control(fetch, 'POST', '/reset')
    const balances = (await sim.world()).phones.map(({ msisdn, balances: [own] }) => [msisdn, own?.amount])
    expect(Object.fromEntries(balances)).toMatchObject({ [ama]: '500.00', [ben]: '120.00' })
    expect(await sim.audit()).toMatchObject({ ok: true, problems: [] })
    await sim.close()
    const left = new Sqlite(data, { readonly: true })
    expect(schemaOf(left)).toEqual(schemaOf(newFile()))
    left.close()
  })
})
