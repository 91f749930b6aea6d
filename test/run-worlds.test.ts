import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../src/index.ts'
import { findWay } from '../src/redirect/sealed/ways.ts'
import { has, program, startRunWith } from './run/payersim-run.fixture.ts'

/** Whether a command can be sealed on this machine. */
function canSeal(): boolean {
  try {
    findWay()
    return true
  } catch {
    return false
  }
}

const ama = '+46733000001'
let sim: Simulator
let url: string
beforeAll(async () => {
  sim = await startSimulator({ clock: 'frozen', port: 0 })
  url = sim.url ?? ''
  await sim.worlds.open('suite-1')
  await sim.worlds.open('other')
})
afterAll(() => sim.close())

async function runWith(flags: readonly string[], command: readonly string[]) {
  const { ended, said, lines } = startRunWith(flags, command)
  return { code: await ended, ...said, lines }
}

/** Asks a vendor’s host over TLS for paths as they stand, and prints status and body of each. */
const asIs = (...paths: string[]) => [
  'node',
  '-e',
  `for (const path of process.argv.slice(1))
    require('node:https').get({ host: 'sandbox.momodeveloper.mtn.com', path }, (answer) => {
      let body = ''
      answer.on('data', (chunk) => { body += chunk })
      answer.on('end', () => console.log(JSON.stringify({ path, status: answer.statusCode, body })))
    })`,
  ...paths,
]

async function kindsOf(world: string): Promise<string[]> {
  const client = world === 'default' ? sim : sim.worlds.client(world)
  return (await client.timeline()).map(({ kind }) => kind)
}

describe('payersim run --world', () => {
  it('has a payer of that world approve for an unmodified Node client, and no other world sees it', async () => {
    const here = sim.worlds.client('suite-1')
    const { subscriptionKeys } = (await here.world()).momo
    const { child, says, ended, lines, said } = startRunWith(
      ['--url', url, '--world', 'suite-1', '--quiet'],
      ['node', program('mtn-momo-client.mjs'), 'collection', subscriptionKeys.collection],
    )
    await says('"waiting"')
    const payer = here.phone(ama)
    await payer.prompted()
    await payer.choose('Approve')
    await payer.reply(payer.pin)
    child.stdin?.end('go on\n')
    expect(await ended, said.err).toBe(0)
    const status = lines().find(({ name }) => name === 'requestToPayTransactionStatus')
    expect(status?.value).toMatchObject({ status: 'SUCCESSFUL', amount: '12.5' })
    expect((await here.world()).phones[0]?.balances[0]?.amount).toBe('487.50')
    expect(await kindsOf('suite-1')).toContain('request-to-pay.settled')
    for (const world of ['default', 'other']) expect(await kindsOf(world)).toEqual([])
    expect((await sim.world()).phones[0]?.balances[0]?.amount).toBe('500.00')
  })

  it.skipIf(!has('curl'))(
    'lands what curl sends there, by the base URL of the world too',
    { timeout: 60_000 },
    async () => {
      const { momo } = await sim.worlds.client('suite-1').world()
      const [user] = momo.apiUsers
      const curl = [
        'curl',
        '-s',
        '-o',
        '/dev/null',
        '-w',
        '{"status":%{http_code}}',
        '-X',
        'POST',
        '-u',
        `${user?.id}:${user?.apiKey}`,
        '-H',
        `Ocp-Apim-Subscription-Key: ${momo.subscriptionKeys.collection}`,
        'https://sandbox.momodeveloper.mtn.com/collection/token/',
      ]
      for (const flags of [
        ['--url', `${url}/w/suite-1`],
        ['--url', `${url}/w/suite-1/`, '--world', 'suite-1'],
        ['--url', url.replace('127.0.0.1', 'suite-1.localhost')],
        ['--url', `${url}/w/default`, '--world', 'default'],
      ]) {
        const { code, err, lines } = await runWith(flags, curl)
        const world = flags.includes('default') ? 'default' : 'suite-1'
        expect({ code, answers: lines() }, err).toEqual({ code: 0, answers: [{ status: 200 }] })
        expect(err).toContain(`payersim run: Taken over by the world ${world}:\n`)
      }
    },
  )

  it.skipIf(!canSeal())('lands what a sealed command sends there', async () => {
    const [before, beforeDefault] = [await timesAsked('suite-1'), await timesAsked('default')]
    const { code, err, lines } = await runWith(
      ['--url', url, '--world', 'suite-1', '--sealed'],
      asIs('/v1_0/apiuser/nobody'),
    )
    expect({ code, answers: lines() }, err).toMatchObject({ code: 0, answers: [{ status: 401 }] })
    expect(await timesAsked('suite-1')).toBe(before + 1)
    expect(await timesAsked('default')).toBe(beforeDefault)
  })

  it('lets no client reach another world, or control, by a path', async () => {
    const paths = [
      '/w/other/_sim/world',
      '/w/other/collection/token/',
      '/%77/other/_sim/world',
      '/../other/_sim/world',
      '/x/..%2f..%2fother/_sim/world',
      '/_sim/worlds',
    ]
    for (const flags of [['--world', 'suite-1'], []]) {
      const { lines } = await runWith(['--url', url, '--quiet', ...flags], asIs(...paths))
      const body = (path: string) => `payersim run: sandbox.momodeveloper.mtn.com has no ${path}.\n`
      expect(lines()).toHaveLength(paths.length)
      for (const path of paths) expect(lines()).toContainEqual({ path, status: 404, body: body(path) })
    }
  })

  it('is refused before the command starts where the world is not there', async () => {
    const { code, out, err } = await runWith(['--url', url, '--world', 'none'], ['echo', 'ran'])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toBe(
      `payersim: There is no world none at ${url}. Open it first: payersim worlds open none --url ${url}\n`,
    )
  })

  it('is refused where the name can be none, and where two worlds are named', async () => {
    const none = await runWith(['--url', url, '--world', 'Suite-1'], ['echo', 'ran'])
    expect({ code: none.code, out: none.out }).toEqual({ code: 2, out: '' })
    expect(none.err).toContain('"Suite-1" is no name of a world: small letters, digits')
    const two = await runWith(['--url', `${url}/w/other`, '--world', 'suite-1'], ['echo', 'ran'])
    expect({ code: two.code, out: two.out }).toEqual({ code: 2, out: '' })
    expect(two.err).toContain('--url names the world other, and --world suite-1. Name one of them.')
  })

  it('finds a world of a simulator that refuses its control routes, and tells where there is none', async () => {
    const guarded = await startSimulator({
      clock: 'frozen',
      port: 0,
      behindProxy: true,
      adminToken: 'open sesame',
    })
    await guarded.worlds.open('suite-1')
    const there = await runWith(['--url', guarded.url ?? '', '--world', 'suite-1', '--quiet'], asIs('/x'))
    expect(there.lines()).toMatchObject([{ status: 404, body: expect.stringContaining('No route GET /x.') }])
    const none = await runWith(['--url', guarded.url ?? '', '--world', 'none', '--quiet'], ['echo', 'ran'])
    expect(none).toMatchObject({ code: 2, out: '', err: expect.stringContaining('There is no world none') })
    await guarded.close()
  })

  it('leaves a name of localhost that the server has for its own to the server', async () => {
    const named = await startSimulator({ clock: 'frozen', port: 0, allowHosts: ['shop.localhost'] })
    const at = new URL(named.url ?? '')
    at.hostname = 'shop.localhost'
    const { err } = await runWith(['--url', at.origin], asIs('/x'))
    // Where the machine resolves no name below localhost, no simulator answers there; it is no world in either case.
    expect(err).toMatch(/Taken over:|No simulator answers at http:\/\/shop\.localhost/)
    await named.close()
  })
})

/** How many requests a world was sent. */
async function timesAsked(world: string): Promise<number> {
  const response = await fetch(`${url}/w/${world}/_sim/timeline/all?kind=request`)
  const { entries } = (await response.json()) as { entries: unknown[] }
  return entries.length
}
