import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { builtInWorld } from '../src/control/index.ts'
import { readWorldFile } from '../src/control/world-file.ts'
import { type SimulatorOptions, startSimulator } from '../src/index.ts'
import { authority, makeCertificate, secureApp } from '../src/kernel/http/certificates.fixture.ts'

const ama = '+46733000001'
const code = '*384*77#'
const certificate = makeCertificate({})

const closing: Array<() => unknown> = []
let folder: string
let caFile: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'payersim-ca-'))
  caFile = join(folder, 'ca.pem')
  writeFileSync(caFile, authority)
  closing.push(() => rmSync(folder, { recursive: true }))
})
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function start(options: SimulatorOptions) {
  const sim = await startSimulator({ clock: 'frozen', ...options })
  closing.push(() => sim.close())
  return sim
}

async function app(answer?: string) {
  const made = await secureApp(certificate, answer)
  closing.push(made.close)
  return made
}

type Simulator = Awaited<ReturnType<typeof start>>

const user = '5a1e0001-0000-4000-8000-000000000001'
const apiKey = '5a1e000100000000000000000000a001'
const subscription = { 'Ocp-Apim-Subscription-Key': 'c0113c7104c0113c7104c0113c710401' }

/** A request to pay that the payer approves, told at this URL: Kiosk 24's callback host is localhost. */
async function paid(sim: Simulator, callbackUrl: string): Promise<void> {
  const basic = `Basic ${Buffer.from(`${user}:${apiKey}`).toString('base64')}`
  const token = await sim.port.fetch({
    method: 'POST',
    path: '/collection/token/',
    headers: { ...subscription, Authorization: basic },
  })
  await sim.port.fetch({
    method: 'POST',
    path: '/collection/v1_0/requesttopay',
    headers: {
      ...subscription,
      Authorization: `Bearer ${JSON.parse(token.text).access_token}`,
      'X-Target-Environment': 'sandbox',
      'X-Reference-Id': '6f1c2b1e-0000-4000-8000-000000000001',
      'X-Callback-Url': callbackUrl,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({
      amount: '1',
      currency: 'EUR',
      externalId: '1',
      payer: { partyIdType: 'MSISDN', partyId: ama.slice(1) },
    }),
  })
  const phone = sim.phone(ama)
  await phone.prompted()
  await phone.choose('Approve')
  await phone.reply(phone.pin)
  await sim.settle()
}

async function control(sim: Simulator, method: string, path: string, body?: object) {
  const answer = await sim.port.fetch({
    method,
    path,
    headers: { 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  expect(answer.status).toBeLessThan(300)
  return JSON.parse(answer.text)
}

describe('a callback to https://localhost with a certificate of the developer’s own', () => {
  it('fails with a reason that names the flag, in the callback log and on the timeline', async () => {
    const sim = await start({})
    const { url, asked } = await app()
    await paid(sim, `${url}/paid`)
    expect(asked).toEqual([])
    const why = expect.stringMatching(/authority that is not known here.*payersim serve --callback-ca FILE/)
    expect(await sim.callbacks()).toMatchObject([{ status: 'failed', result: { error: why } }])
    const { entries } = await control(sim, 'GET', '/_sim/timeline/all?kind=callback')
    const failed = {
      kind: 'callback.failed',
      data: expect.objectContaining({ url: `${url}/paid`, error: why }),
    }
    expect(entries).toContainEqual(expect.objectContaining(failed))
  })

  it('arrives where startSimulator is given its authority', async () => {
    const sim = await start({ callbackCa: caFile })
    const { url, asked } = await app()
    await paid(sim, `${url}/paid`)
    expect(asked).toMatchObject([{ path: '/paid', body: expect.stringContaining('SUCCESSFUL') }])
  })

  it('arrives where a world file names it, relative to itself', async () => {
    const world = join(folder, 'world.yaml')
    writeFileSync(world, 'callbackCa: ca.pem\n')
    expect(readWorldFile(world).callbackCa).toBe(caFile)
    const sim = await start({ world })
    const { url, asked } = await app()
    await paid(sim, `${url}/paid`)
    expect(asked).toHaveLength(1)
  })

  it('and so does every other call: a hop, its end, an SMS, and what a OnePipe provider is asked', async () => {
    const { url, asked } = await app('END Bye')
    const onepipe = { ...builtInWorld.onepipe, providerUrl: `${url}/provider` }
    const world = { ...builtInWorld, onepipe } as typeof builtInWorld
    const sim = await start({ callbackCa: caFile, world })
    await sim.network.serviceCode(code, { callbackUrl: `${url}/ussd`, eventsUrl: `${url}/ended` })
    await sim.network.shortCode('22384', { callbackUrl: `${url}/sms` })
    expect(await sim.phone(ama).dial(code)).toMatchObject({ status: 'ended', text: 'Bye' })
    await sim.settle()
    await control(sim, 'POST', `/_sim/phones/${ama}/messages`, { to: '22384', text: 'hello' })
    await sim.settle()
    await sim.onepipeApp().getBalance({ source: '6200000766' })
    expect([...new Set(asked.map(({ path }) => path))]).toEqual(['/ussd', '/ended', '/sms', '/provider'])
  })
})

describe('a file that cannot be used is refused at the start', () => {
  it('by startSimulator', async () => {
    await expect(startSimulator({ callbackCa: join(folder, 'no.pem') })).rejects.toThrow(
      /no\.pem cannot be used: it is not there/,
    )
  })

  it('in a world file with its line', () => {
    const world = join(folder, 'world.yaml')
    mkdirSync(join(folder, 'certs'))
    writeFileSync(world, 'phones: open\ncallbackCa: certs\n')
    expect(() => readWorldFile(world)).toThrow(
      `${world}:2:13: The certificate file ${join(folder, 'certs')} cannot be used: it is a folder.`,
    )
  })
})
