import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FaultPoint, faultWords } from '../client/index.ts'
import { faultPoints } from '../kernel/index.ts'
import { openTelco, type Telco } from './telco.fixture.ts'

const to = '+46733000001'
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

  it('have the same words in the client as here', async () => {
    const here = Object.entries(faultPoints).map(([point, { deeds, match }]) => [
      point,
      { do: Object.keys(deeds), match: Object.keys(match) },
    ])
    expect(faultWords).toEqual(Object.fromEntries(here))
    for (const point of Object.keys(faultWords) as FaultPoint[]) {
      for (const deed of faultWords[point].do) {
        const args = ['delayed', 'late', 'late-answer'].includes(deed) ? { delay: 'PT5S' } : {}
        expect(await telco.ask('PUT', '/faults', [{ point, do: deed, args }])).toMatchObject({ status: 200 })
      }
    }
  })
})
