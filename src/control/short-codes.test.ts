import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTelco, type Telco } from './telco.fixture.ts'

const codes = '/network/short-codes'
const urls = {
  callbackUrl: 'http://app.test/inbound',
  deliveryReportUrl: 'http://app.test/reports',
  optOutUrl: 'http://app.test/opt-outs',
}

describe('short codes under control', () => {
  let telco: Telco
  beforeEach(async () => {
    telco = await openTelco()
  })
  afterEach(() => telco.close())

  it('are put, listed, read and deleted; what is left out is null', async () => {
    expect(await telco.ask('PUT', `${codes}/22384`, urls)).toEqual({
      status: 200,
      body: { code: '22384', ...urls },
    })
    const { optOutUrl } = urls
    await telco.ask('PUT', `${codes}/*`, { optOutUrl })
    const all = { code: '*', callbackUrl: null, deliveryReportUrl: null, optOutUrl }
    expect((await telco.ask('GET', codes)).body).toEqual([all, { code: '22384', ...urls }])
    expect((await telco.ask('GET', `${codes}/*`)).body).toEqual(all)
    expect(await telco.ask('DELETE', `${codes}/22384`)).toEqual({ status: 204, body: undefined })
    expect(await telco.ask('GET', `${codes}/22384`)).toMatchObject({ status: 404 })
    expect(await telco.ask('DELETE', `${codes}/22384`)).toMatchObject({ status: 404 })
  })

  it.each([
    ['22384', { callbackUrl: 'app.test' }, 'is no http or https URL'],
    ['22384', { callbackURL: 'http://app.test' }, 'callbackURL'],
    ['a-much-too-long-name', {}, 'is no short code'],
  ])('%s with %j is refused', async (code, body, detail) => {
    expect(await telco.ask('PUT', `${codes}/${code}`, body)).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining(detail) },
    })
    expect((await telco.ask('GET', codes)).body).toEqual([])
  })

  it('tell their app of SMS, and the log has each callback and sends it again', async () => {
    await telco.ask('PUT', `${codes}/*`, urls)
    await telco.ask('POST', '/phones/+46733000001/messages', { to: '22384', text: 'STOP' })
    // A PUT registers a sender id, which has no URL of its own here.
    await telco.ask('PUT', `${codes}/SHOP`, {})
    await telco.sms({ to: '+46733000001', message: 'Sale', from: 'SHOP' })
    expect(telco.called.map(({ path }) => path).sort()).toEqual(['/inbound', '/opt-outs', '/reports'])
    const log = (await telco.ask('GET', '/callbacks')).body as Array<{ id: number; subscriber: string }>
    expect(log).toMatchObject([
      { subscriber: 'network.sms-inbound', kind: 'sms.sent', url: urls.callbackUrl, status: 'done' },
      { subscriber: 'network.sms-opt-out', kind: 'sms.opted-out', url: urls.optOutUrl, status: 'done' },
      {
        subscriber: 'network.sms-report',
        kind: 'sms.received',
        url: urls.deliveryReportUrl,
        result: { status: 200 },
      },
    ])
    const [inbound] = log
    telco.called.splice(0)
    expect(await telco.ask('POST', `/callbacks/${inbound?.id}/resend`, {})).toMatchObject({
      status: 201,
      body: { subscriber: 'network.sms-inbound', status: 'done' },
    })
    expect(telco.called).toMatchObject([{ path: '/inbound', fields: { text: 'STOP', from: '+46733000001' } }])
  })
})
