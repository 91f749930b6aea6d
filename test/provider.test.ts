import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Simulator, type SimulatorOptions, startSimulator } from '../src/index.ts'
import { failureOf, openStudio } from '../src/sessions/record/recording.fixture.ts'
import type { Connect } from '../src/terms/sim/connect.ts'
import acme from './provider/acme.ts'
import { run } from './run/payersim-run.fixture.ts'

let sim: Simulator
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'payersim-'))
})
afterEach(async () => {
  await sim?.close()
  rmSync(folder, { recursive: true })
})

const ama = '+46733000001'
async function start(options: SimulatorOptions = {}) {
  sim = await startSimulator({ clock: 'frozen', port: 0, providers: [acme], ...options })
  return sim
}
const get = (path: string) => fetch(`${sim.url}${path}`).then((answer) => answer.json())
const post = (path: string, body: unknown) =>
  fetch(`${sim.url}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
async function charge(wanted: object = {}): Promise<string> {
  const answer = await post('/acme/charges', { shop: 'Corner', phone: ama, amount: '12.50', ...wanted })
  expect(answer.status).toBe(201)
  return ((await answer.json()) as { id: string }).id
}
function worldFile(text: string): string {
  const file = join(folder, 'world.yaml')
  writeFileSync(file, text)
  return file
}

describe('a provider from outside', () => {
  it('says how a program reaches it, and its program charges', async () => {
    await start()
    const connects = (await get(`/_sim/connect?url=${sim.url}`)) as Connect[]
    const found = connects.find(({ name }) => name === 'acme')
    expect(found).toMatchObject({ title: 'Acme Pay', host: 'api.acme.example', as: 'Corner' })
    const { stdout } = await promisify(execFile)('sh', ['-c', found?.programs[0]?.text ?? ''])
    const { id } = JSON.parse(stdout) as { id: string }
    expect(await get(`/acme/charges/${id}`)).toEqual({ status: 'PENDING' })
  })

  it('is served: its charge rings at the phone, is approved, and moves money', async () => {
    await start()
    const id = await charge()
    expect(await get(`/acme/charges/${id}`)).toEqual({ status: 'PENDING' })
    const phone = sim.phone(ama)
    expect((await phone.prompted()).text).toContain('Corner')
    await phone.choose('Approve')
    await phone.reply(phone.pin)
    expect(await get(`/acme/charges/${id}`)).toEqual({ status: 'SUCCESSFUL' })
    expect(await get('/_sim/ledger/audit')).toMatchObject({ ok: true })
    await sim.settle()
    const [charged] = await sim.timeline({ kind: 'acme.charged' })
    const story = await get(`/_sim/timeline/all?trace=${charged?.trace}`)
    const { entries } = story as { entries: object[] }
    expect(entries[0]).toMatchObject({ kind: 'request.answered', data: { operation: 'acme.createCharge' } })
    expect(entries).toContainEqual(expect.objectContaining({ kind: 'sms.received', phone: ama }))
    expect(charged).toMatchObject({ phone: ama, data: { charge: id, shop: 'Corner', amount: '12.50' } })
  })

  it('goes wrong on command, each of its operations', async () => {
    await start()
    const operations = await sim.operations()
    expect(operations.filter(({ api }) => api === 'acme').length).toBeGreaterThan(0)
    const match = { operation: 'acme.createCharge' }
    await sim.faults.set([
      { point: 'operation', do: 'lost-answer', match, when: { first: 1 } },
      { point: 'operation', do: 'answers-503', match: { operation: 'acme' }, when: { first: 1 } },
    ])
    await expect(charge()).rejects.toThrow('fetch failed')
    expect(await sim.timeline({ kind: 'acme.charged' })).toHaveLength(1)
    const answer = await post('/acme/charges', { shop: 'Corner', phone: ama, amount: '12.50' })
    expect([answer.status, await answer.text()]).toEqual([503, 'Service Unavailable'])
    expect(await charge()).toMatch(/./)
    const dying = { point: 'operation', do: 'token-dies', match } as const
    await expect(sim.faults.set([dying])).rejects.toThrow('neither takes nor gives an access token')
  })

  it('answers a bad body, an unknown shop, another method and another path in plain words', async () => {
    await start()
    expect(await (await post('/acme/charges', { shop: 'Corner', phone: ama })).json()).toMatchObject({
      status: 400,
      detail: 'The body is not as it should be: amount: is missing.',
    })
    expect(await (await post('/acme/charges', '{')).json()).toMatchObject({
      detail: 'The body is no JSON in UTF-8.',
    })
    expect(await (await post('/acme/charges', { shop: 'X', phone: ama, amount: '1' })).json()).toMatchObject({
      status: 404,
      detail: 'Acme has no shop X.',
    })
    expect(await get('/acme/charges')).toMatchObject({ detail: 'acme has no GET /acme/charges.' })
    const other = await fetch(`${sim.url}/acme/charges`, { method: 'DELETE' })
    expect([other.status, other.headers.get('allow')]).toEqual([405, 'POST'])
    expect((await fetch(`${sim.url}/acme/else`)).status).toBe(404)
  })

  it('has its part of the world file, checked with the rest', async () => {
    await start({ world: worldFile('acme: { shops: [Harbour] }\n') })
    expect(await sim.world()).toMatchObject({ acme: { shops: ['Harbour'] } })
    await charge({ shop: 'Harbour' })
    await expect(start({ world: worldFile('acme: { shops: [""] }\n') })).rejects.toThrow(
      /world\.yaml:1:\d+: acme\.shops\.0: "" is empty/,
    )
    await expect(startSimulator({ world: worldFile('acme: { shops: [X] }\n') })).rejects.toThrow(/acme/)
  })

  it('has its quirk, which no other may have', async () => {
    await start({ world: worldFile('quirks: { acme-created: "200" }\n') })
    expect((await post('/acme/charges', { shop: 'Corner', phone: ama, amount: '1' })).status).toBe(200)
    await expect(start({ world: worldFile('quirks: { acme-created: "202" }\n') })).rejects.toThrow(
      /The Acme Pay quirk acme-created cannot be "202": it is one of 201, 200/,
    )
    const twice = { name: 'other', title: 'Other', quirks: acme.quirks }
    await expect(startSimulator({ providers: [acme, twice] })).rejects.toThrow(
      /The quirk acme-created is one of Acme Pay too/,
    )
  })

  it('is in the documents', async () => {
    await start()
    const { paths } = (await get('/openapi.json')) as { paths: Record<string, Record<string, object>> }
    expect(paths['/acme/charges']?.post).toMatchObject({
      operationId: 'acme.createCharge',
      summary: 'Ask a phone to pay a shop',
    })
    expect(paths['/acme/charges/{id}']?.get).toBeDefined()
  })

  it('has objects for tests', async () => {
    await start()
    const own = await sim.client(acme)
    const id = await own.charge({ shop: 'Corner', phone: ama, amount: '1' })
    expect(await own.status(id)).toBe('PENDING')
    await expect(own.charge({ shop: 'X', phone: ama, amount: '1' })).rejects.toThrow(/Acme has no shop X/)
  })

  it('is recorded in its own words, and the recording replays', async () => {
    const studio = await openStudio({ providers: [acme] })
    try {
      const text = await studio.recorded(async () => {
        const own = await studio.sim.client(acme)
        await own.charge({ shop: 'Corner', phone: ama, amount: '12.50' })
        await studio.approve()
      })
      expect(text).toContain(
        '- acme-charge: { as: charge-1, phone: "+46733000001", shop: Corner, amount: "12.50" }',
      )
      expect(text).toContain('expect: { acme-charge: charge-1, status: SUCCESSFUL }')
      expect(await failureOf(text, studio, { providers: [acme] })).toBe('')
      const other = text.replace('status: SUCCESSFUL', 'status: FAILED')
      expect(await failureOf(other, studio, { providers: [acme] })).toContain(
        'The charge charge-1 is SUCCESSFUL, not FAILED.',
      )
    } finally {
      await studio.close()
    }
  })

  it('is taken over by payersim run, at its own host', async () => {
    await start()
    const asked = `fetch('https://api.acme.example/acme/charges', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ shop: 'Corner', phone: '${ama}', amount: '12.50' }),
    }).then(async (answer) => console.log(answer.status, await answer.text()))`
    const { out } = await run(sim.url ?? '', ['node', '-e', asked])
    expect(out).toMatch(/^201 \{"id":"/)
  })

  it('keeps what it has over a restart, and through a snapshot, a fork and a reset', async () => {
    const data = join(folder, 'payersim.db')
    await start({ data })
    const id = await charge()
    await sim.close()
    await start({ data })
    expect(await get(`/acme/charges/${id}`)).toEqual({ status: 'PENDING' })
    await sim.close()
    await start()
    await sim.snapshots.take('before')
    const other = await charge()
    const fork = await sim.fork({ port: 0 })
    expect((await fetch(`${fork.url}/acme/charges/${other}`)).status).toBe(200)
    await fork.close()
    await sim.snapshots.restore('before')
    expect((await fetch(`${sim.url}/acme/charges/${other}`)).status).toBe(404)
    await charge()
    await sim.reset()
    await charge()
  })
})

describe('a provider that cannot be used is refused at the start', () => {
  const refused = (provider: object) =>
    expect(startSimulator({ providers: [provider as { name: string; title: string }] })).rejects
  it.each([
    ['without a name', { title: 'X' }, /undefined is no name of a provider/],
    ['with a name of another', { name: 'momo', title: 'X' }, /There is something named momo already/],
    ['with a name of the world file', { name: 'people', title: 'X' }, /something named people/],
    ['without a title', { name: 'x' }, /The provider x has no title/],
    [
      'with a panel without a title',
      { name: 'x', title: 'X', panel: { file: new URL(import.meta.url) } },
      /The panel of the provider x has no title/,
    ],
    [
      'with a panel that is nowhere',
      { name: 'x', title: 'X', panel: { title: 'X', file: new URL('./nowhere.js', import.meta.url) } },
      /The panel of the provider x is at file:\S*nowhere\.js, where there is no file/,
    ],
    ['with a server that is no function', { name: 'x', title: 'X', server: {} }, /is no function/],
  ])('%s', async (_, provider, words) => {
    await refused(provider).toThrow(words)
  })

  const serving = (api: object, more: object = {}) => ({
    name: 'x',
    title: 'X',
    server: async () => ({
      ...more,
      open: () => ({ api: { name: 'x', owns: () => false, routes: [], ...api } }),
    }),
  })
  const route = (path: string) => ({ operation: 'take', method: 'POST', path, answer: () => ({}) })
  it.each([
    ['whose API has another name', serving({ name: 'y' }), /calls itself "y"\. Name it x/],
    ['at a control route', serving({ routes: [route('/_sim/x')] }), /x\.take cannot be at "\/_sim\/x"/],
    [
      'at a path of MTN’s',
      serving({ routes: [route('/collection/v1_0/requesttopay/')] }),
      /POST \/collection\/v1_0\/requesttopay is served by momo and by x/,
    ],
    [
      'that brings tables',
      serving({}, { dbSchema: { migrations: [] } }),
      /Keep what it has in parts\.records/,
    ],
  ])('%s', async (_, provider, words) => {
    await refused(provider).toThrow(words)
  })
})
