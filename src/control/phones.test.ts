import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTelco, type Telco } from './telco.fixture.ts'

const ama = '/phones/+46733000001'

describe('a phone under control', () => {
  let telco: Telco
  beforeEach(async () => {
    telco = await openTelco()
  })
  afterEach(() => telco.close())

  it('sends an SMS to a short code, and keeps both sides of the thread', async () => {
    expect(await telco.ask('POST', `${ama}/messages`, { to: '22384', text: 'BAL' })).toEqual({
      status: 201,
      body: { id: 1, to: '22384', text: 'BAL', sentAt: '2026-01-05T09:00:00.000Z' },
    })
    await telco.kernel.advance(1_000)
    await telco.sms({ to: '+46733000001', message: 'You have 5 EUR', from: '22384' })
    expect(await telco.ask('GET', `${ama}/threads`)).toEqual({
      status: 200,
      body: [
        {
          with: '22384',
          messages: [
            { direction: 'sent', id: 1, text: 'BAL', at: '2026-01-05T09:00:00.000Z' },
            { direction: 'received', id: 1, text: 'You have 5 EUR', at: '2026-01-05T09:00:01.000Z' },
          ],
        },
      ],
    })
  })

  it.each([
    [{ to: '22384' }, 400, 'text: '],
    [{ to: '22384', text: '' }, 400, 'An SMS has 1 to 1530 characters'],
    [{ to: '22384', text: 'x'.repeat(2_000) }, 400, 'An SMS has 1 to 1530 characters'],
    [{ to: 'SHOP', text: 'Hello' }, 400, '"SHOP" is no short code.'],
    [{ to: '22384', text: 'BAL', from: '1' }, 400, 'from'],
  ])('refuses %j', async (body, status, detail) => {
    expect(await telco.ask('POST', `${ama}/messages`, body)).toMatchObject({
      status,
      body: { detail: expect.stringContaining(detail) },
    })
    expect(await telco.ask('GET', `${ama}/threads`)).toMatchObject({ body: [] })
  })

  it('sends nothing while it is off', async () => {
    await telco.ask('PATCH', ama, { online: false })
    const refused = await telco.ask('POST', `${ama}/messages`, { to: '22384', text: 'BAL' })
    expect(refused).toMatchObject({ status: 409, body: { detail: expect.stringContaining('is off') } })
  })

  it('chooses by a label, and is told of the options where none of them is meant', async () => {
    const app = { callbackUrl: 'http://app.test/ussd', eventsUrl: null }
    await telco.ask('PUT', `/network/service-codes/${encodeURIComponent('*384*1#')}`, app)
    telco.answers = ({ text }) => (text === '' ? 'CON Shop\n1. Pay\n2. Leave' : `END Typed ${text}`)
    await telco.ask('POST', `${ama}/dial`, { code: '*384*1#' })
    const problem = {
      ...{
        type: '/docs/problems#no-such-option',
        title: 'The screen has no such option',
        status: 409,
        msisdn: '+46733000001',
      },
      options: [
        { key: '1', label: 'Pay' },
        { key: '2', label: 'Leave' },
      ],
      detail: 'No option matches "Loans". The screen has: 1 Pay · 2 Leave.',
    }
    expect(await telco.ask('POST', `${ama}/choose`, { label: 'Loans' })).toEqual({
      status: 409,
      body: problem,
    })
    expect(await telco.ask('POST', `${ama}/choose`, { label: 'leave' })).toMatchObject({
      status: 200,
      body: { status: 'ended', text: 'Typed 2', options: [] },
    })
    expect(await telco.ask('POST', `${ama}/choose`, { label: 'leave' })).toMatchObject({
      status: 409,
      body: { options: [], detail: '+46733000001 has no open screen to choose from. Dial first.' },
    })
    for (const body of [{}, { label: 1 }, { text: 'Leave' }, { label: 'x'.repeat(1_001) }])
      expect(await telco.ask('POST', `${ama}/choose`, body)).toMatchObject({ status: 400 })
  })

  it.each([
    ['0733000001', 'begins with 0, as local numbers do'],
    ['+0733000001', 'begins with 0, as local numbers do'],
    ['073%20300', 'is no phone number'],
    ['123456', 'is no phone number'],
    ['123456789012345', 'is no phone number'],
    ['+99999999999', 'is no phone number'],
    ['1234567890123456', 'is no phone number'],
    ['Ama', 'is no phone number'],
  ])('%s is refused by every route, and no phone is made of it', async (number, why) => {
    const phone = `/phones/${number}`
    const code = { code: '*165#' }
    const refused = {
      status: 400,
      body: { detail: expect.stringMatching(`${why}. Write \\+ and the calling code first, such as \\+46`) },
    }
    expect(await telco.ask('GET', phone)).toMatchObject(refused)
    expect(await telco.ask('PATCH', phone, { online: false })).toMatchObject(refused)
    expect(await telco.ask('PATCH', phone, { network: '62001' })).toMatchObject(refused)
    expect(await telco.ask('POST', `${phone}/dial`, code)).toMatchObject(refused)
    expect(await telco.ask('POST', `${phone}/reply`, { text: '1' })).toMatchObject(refused)
    expect(await telco.ask('POST', `${phone}/choose`, { label: 'Pay' })).toMatchObject(refused)
    expect(await telco.ask('POST', `${phone}/cancel`, {})).toMatchObject(refused)
    expect(await telco.ask('GET', `${phone}/messages`)).toMatchObject(refused)
    expect(await telco.ask('POST', `${phone}/messages`, { to: '22384', text: 'x' })).toMatchObject(refused)
    expect(await telco.ask('GET', `${phone}/threads`)).toMatchObject(refused)
    expect((await telco.ask('GET', '/phones')).body).toEqual([])
    const closed = await openTelco('phones: closed')
    expect(await closed.ask('GET', phone)).toMatchObject(refused)
    await closed.close()
  })

  it('of the world file stays what it is, whatever its number', async () => {
    const person = '{ phone: "+99900000001", name: Test, balances: { EUR: "5" } }'
    const own = await openTelco(`people: [${person}]`)
    await own.kernel.transact((tx) => own.network.addHandset(tx, { msisdn: '+99900000001', name: 'Test' }))
    expect(await own.ask('GET', '/phones/+99900000001')).toMatchObject({
      status: 200,
      body: { name: 'Test' },
    })
    expect(await own.sms({ to: '+99900000001', message: 'Hello' })).toMatchObject({ status: 'Success' })
    await own.close()
  })

  it('is unheard of in a closed world', async () => {
    const closed = await openTelco('phones: closed')
    const stranger = '/phones/+46733999999'
    expect(await closed.ask('GET', `${stranger}/threads`)).toMatchObject({ status: 404 })
    const refused = await closed.ask('POST', `${stranger}/messages`, { to: '22384', text: 'BAL' })
    expect(refused).toMatchObject({ status: 404 })
    await closed.close()
  })
})
