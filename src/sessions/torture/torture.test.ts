import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Port } from '../../client/index.ts'
import { startSimulator } from '../../simulator/index.ts'
import { parseScript, readScript } from '../parse.ts'
import { type RestartableSimulator, torture } from './torture.ts'

const folder = mkdtempSync(join(tmpdir(), 'payersim-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let files = 0

/** For a restart it uses a data file, which is all that it keeps. */
const newSimulator =
  (over: (port: Port) => Port = (port) => port) =>
  async ({ restarts }: { restarts: boolean }): Promise<RestartableSimulator> => {
    const file = restarts ? { data: join(folder, `${files++}.db`) } : {}
    const open = async (): Promise<RestartableSimulator> => {
      const sim = await startSimulator({ clock: 'frozen', ...file })
      const restart = async () => {
        await sim.close()
        return open()
      }
      return { port: over(sim.port), restart, close: () => sim.close() }
    }
    return open()
  }

const script = (steps: string) => parseScript('torture.yaml', `session: Torture\nsteps:\n${steps}`)
const dialled = script(`
  - request-to-pay: { as: order, payer: "+46733000001", amount: "12.50", currency: EUR }
  - phone: "+46733000001"
    dials: "*165#"
  - chooses: Approvals
  - chooses: "12.50"
  - chooses: Approve
  - types: "{{pin}}"
    ends: approved
  - expect: { request: order, status: SUCCESSFUL, callbacks: 1 }
  - sms: { contains: "12.50" }
`)
const short = script(`
  - request-to-pay: { as: order, payer: "+46733000001", amount: "12.50", currency: EUR }
  - phone: "+46733000001"
    prompted: true
  - chooses: Approve
  - types: "{{pin}}"
    ends: approved
  - expect: { request: order, status: SUCCESSFUL, callbacks: 1 }
`)

/** Changes the answers of a route, from the n-th one on. */
const tampered =
  (path: RegExp, change: (text: string) => string, from = 1) =>
  (port: Port): Port => {
    let times = 0
    return {
      listen: (receive, wish) => port.listen(receive, wish),
      async fetch(request) {
        const response = await port.fetch(request)
        if (!path.test(request.path) || request.method !== 'GET' || ++times < from) return response
        return { ...response, text: change(response.text) }
      },
    }
  }

describe('torture', () => {
  it('of a happy script is clean, with every mishap at every step of a phone', async () => {
    const runs = await torture(dialled, { newSimulator: newSimulator() })
    expect(runs.filter(({ wrong }) => wrong.length > 0)).toEqual([])
    const pinLine = runs.findLast(({ mishap }) => mishap === 'the hop is repeated')?.line
    const atPin = runs.filter(({ line }) => line === pinLine)
    expect(atPin.map(({ mishap }) => mishap)).toEqual([
      'the app times out',
      'the answer is lost',
      'the session drops',
      'the payer hangs up',
      'the payer redials',
      'the hop is repeated',
      'the server restarts',
      'a callback is lost',
      'a callback is doubled',
      // The receipt.
      'africastalking.sendSms: its answer is lost',
      'africastalking.sendSms: the gateway answers 503',
      'africastalking.sendSms: it is never answered',
      'africastalking.sendSms: its answer is late',
    ])
  }, 240_000)

  it('lets each call of an API go wrong, at each step that makes it, and the caller asks again', async () => {
    const runs = await torture(short, { newSimulator: newSimulator() })
    const at = (line: number) => runs.filter((run) => run.line === line).map(({ mishap }) => mishap)
    const [first = 0, , , , last = 0] = short.steps.map((step) => step.at().line)
    for (const operation of ['createApiUser', 'createApiKey', 'createToken', 'createRequestToPay'])
      for (const what of ['its answer is lost', 'the gateway answers 503', 'it is never answered'])
        expect(at(first)).toContain(`momo.${operation}: ${what}`)
    expect(at(last)).toContain('momo.getRequestToPay: the token dies')
    expect(runs.filter(({ wrong }) => wrong.length > 0)).toEqual([])
  }, 240_000)

  it('finds a shop that pays twice, since it asks again under a new reference id', async () => {
    const careless = (port: Port): Port => {
      const sent = new Set<string>()
      return {
        listen: (receive, wish) => port.listen(receive, wish),
        fetch(request) {
          const id = request.headers?.['X-Reference-Id'] ?? ''
          if (!/\/v1_0\/transfer$/.test(request.path) || !sent.has(id)) {
            sent.add(id)
            return port.fetch(request)
          }
          return port.fetch({ ...request, headers: { ...request.headers, 'X-Reference-Id': randomUUID() } })
        },
      }
    }
    const wages = script(`
  - transfer: { as: wages, payee: "+46733000001", amount: "3", currency: EUR }
`)
    const runs = await torture(wages, { newSimulator: newSimulator(careless) })
    const lost = runs.find(({ mishap }) => mishap === 'momo.createTransfer: its answer is lost')
    expect(lost?.wrong).toContain('+46733000001 EUR has 506, and ought to have 503')
  }, 240_000)

  it.each([
    'prompt-by-push',
    'reject',
    'transfer',
    'snapshot',
    'consent-rejected',
    'refund',
    'invoice-paid-by-number',
  ])(
    'of sessions/%s.yaml is clean',
    async (name) => {
      const runs = await torture(await readScript(`sessions/${name}.yaml`), { newSimulator: newSimulator() })
      expect(runs.length).toBeGreaterThan(20)
      expect(runs.filter(({ wrong }) => wrong.length > 0)).toEqual([])
    },
    240_000,
  )

  it('finds money that no payment explains', async () => {
    // Simulates that each payment is debited twice: the second read of the world shows 475 euros.
    const twice = tampered(/\/_sim\/world$/, (text) => text.replace('"487.50"', '"475.00"'))
    const [first] = await torture(short, { newSimulator: newSimulator(twice) })
    expect(first).toEqual({
      mishap: 'nothing goes wrong',
      line: 0,
      wrong: ['+46733000001 EUR has 475, and ought to have 487.5'],
    })
  })

  it('finds a status that never ends, and a callback that tells otherwise', async () => {
    const forgetful = tampered(
      /\/v1_0\/requesttopay\//,
      (text) => text.replace('"SUCCESSFUL"', '"PENDING"'),
      2,
    )
    const [first] = await torture(short, { newSimulator: newSimulator(forgetful) })
    expect(first?.wrong).toEqual([
      'order is still PENDING',
      'order is PENDING, but its callback said SUCCESSFUL',
      '+46733000001 EUR has 487.5, and ought to have 500',
    ])
  })

  it('finds a consent that nobody answers, and that never runs out', async () => {
    const asked = script(`
  - consent: { as: consent, payer: "+46733000001", scopes: [profile] }
`)
    const patient = (port: Port): Port => ({
      listen: (receive, wish) => port.listen(receive, wish),
      async fetch(request) {
        const response = await port.fetch(request)
        return { ...response, text: response.text.replace('"expired_token"', '"authorization_pending"') }
      },
    })
    const [first] = await torture(asked, { newSimulator: newSimulator(patient) })
    expect(first?.wrong).toEqual(['consent is still PENDING'])
  })

  it('finds a restart that loses what was acknowledged, and names the line', async () => {
    // In memory, so that no data is left for the restart.
    const amnesia = () => newSimulator()({ restarts: false })
    const runs = await torture(short, { newSimulator: amnesia })
    const wrong = runs.filter((run) => run.wrong.length > 0)
    expect(new Set(wrong.map(({ mishap }) => mishap))).toEqual(new Set(['the server restarts']))
    expect(wrong.map(({ line }) => line)).toEqual(
      runs.filter(({ mishap, line }) => mishap === 'the server restarts' && line > 4).map(({ line }) => line),
    )
  }, 240_000)

  it('does not begin where the script fails by itself', async () => {
    const wrong = script(`
  - phone: "+46733000001"
    dials: "*165#"
    shows: Lottery
`)
    const runs = await torture(wrong, { newSimulator: newSimulator() })
    expect(runs).toHaveLength(1)
    expect(runs[0]?.wrong[0]).toMatch(/^line 4: .*Lottery/)
  })
})
