import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { faultPointNames, faultPoints, type MatchKind } from '../terms/index.ts'
import { openTelco, type Telco } from './telco.fixture.ts'

const to = '+46733000001'
const written: Record<MatchKind, string> = {
  phone: ' 46733000001',
  serviceCode: '*165#',
  code: 'MoMo',
  host: 'Shop.test:8080',
  address: 'Ngozi@example.com',
  operation: 'africastalking.sendSms',
}
const rejected = (reason: string) => [{ point: 'sms', do: 'rejected', args: { reason } }]

describe('faults under control', () => {
  let telco: Telco
  beforeEach(async () => {
    telco = await openTelco()
  })
  afterEach(() => telco.close())

  it.each(['GatewayError', 'UserInBlacklist'])('reject an SMS at once for %s', async (reason) => {
    expect(await telco.ask('PUT', '/faults', rejected(reason))).toMatchObject({ status: 200 })
    expect(await telco.sms({ to, message: 'Hello' })).toMatchObject({ status: reason, messageId: 'None' })
  })

  it('reject one that was accepted for a reason of delivery reports', async () => {
    await telco.ask('PUT', '/network/short-codes/*', { deliveryReportUrl: 'http://app.test/reports' })
    await telco.ask('PUT', '/faults', rejected('UserIsInactive'))
    expect(await telco.sms({ to, message: 'Hello' })).toMatchObject({ status: 'Success' })
    expect(telco.called).toMatchObject([{ fields: { status: 'Rejected', failureReason: 'UserIsInactive' } }])
  })

  it('are refused for an unknown reason, with the nearest known one, and those before stay', async () => {
    await telco.ask('PUT', '/faults', rejected('GatewayError'))
    expect(await telco.ask('PUT', '/faults', rejected('GatewayEror'))).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('the nearest known word is "GatewayError"') },
    })
    expect((await telco.ask('GET', '/faults')).body).toMatchObject(rejected('GatewayError'))
  })

  const everyPair = faultPointNames.flatMap((point) =>
    Object.entries(faultPoints[point].actions).map(([action, delay]) => ({ point, action, delay })),
  )

  it.each(everyPair)('at $point may be $action, whatever it matches', async ({ point, action, delay }) => {
    const args = delay === 'no-delay' ? {} : { args: { delay: 'PT0.5S' } }
    const match = Object.fromEntries(
      Object.entries(faultPoints[point].match).map(([word, kind]) => [word, written[kind]]),
    )
    const plan = { point, do: action, match, ...args }
    expect(await telco.ask('PUT', '/faults', [plan])).toMatchObject({ status: 200 })
    expect(await telco.ask('PUT', '/faults', [{ point, do: action, ...args }])).toMatchObject({ status: 200 })
  })
})
