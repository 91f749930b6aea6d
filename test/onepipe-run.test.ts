import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../src/index.ts'
import { has, run } from './run/payersim-run.fixture.ts'

let sim: Simulator
beforeAll(async () => {
  sim = await startSimulator({ clock: 'frozen', port: 0 })
})
afterAll(() => sim.close())

/** Made with other tools than ours: openssl, and md5sum. */
const secure = 'o3iwLOvmVis5yYmaNeIq+A=='
const signature = 'f485b1c0a088f84fc4b9e5b94717243c'

it.skipIf(!has('curl'))(
  'curl to https://api.onepipe.io asks this simulator, under payersim run',
  async () => {
    const { lines, err } = await run(sim.url, [
      'curl',
      '-s',
      'https://api.onepipe.io/v2/transact',
      ...['-H', 'Authorization: Bearer op_lagos_ledger_0001', '-H', `Signature: ${signature}`],
      ...['-H', 'Content-Type: application/json', '-d'],
      JSON.stringify({
        request_ref: 'req-0001',
        request_type: 'get_balance',
        auth: { type: 'bank.account', secure, auth_provider: 'Beeceptor', route_mode: null },
        transaction: {
          transaction_ref: 'tx-1',
          amount: 0,
          customer: { customer_ref: '2348022221408' },
          details: null,
        },
      }),
    ])
    expect(err).toBe('')
    expect(lines()).toMatchObject([{ status: 'WaitingForOTP', data: { provider: 'Beeceptor' } }])
    expect(await sim.phone('+2348022221408').nextSms()).toMatchObject({
      code: expect.stringMatching(/^\d{6}$/),
    })
  },
)
