import { describe, expect, it } from 'vitest'
import { answerOf } from '../kernel/http/front-door.fixture.ts'
import { FrontDoor, readTimeline } from '../kernel/index.ts'
import { ama, code, payerWorld, pin } from './payer.fixture.ts'

async function served(options?: Parameters<typeof payerWorld>[0]) {
  const made = await payerWorld(options)
  const door = new FrontDoor([made.payer.api()])
  const post = (url: string, form: Record<string, string>) =>
    answerOf(door, { method: 'POST', url, payload: new URLSearchParams(form).toString() })
  const timeline = async (kind: string) => made.kernel.read((rx) => readTimeline(rx, { kind }))
  const abandoned = async () =>
    (await timeline('payer.session-abandoned')).map(({ phone, data }) => ({ phone, ...data }))
  return { ...made, post, timeline, abandoned }
}

/** Fields in the order of the vendor's documentation. */
const event = (fields: Record<string, string> = {}) => ({
  date: '2026-01-05 09:00:45',
  sessionId: 's',
  serviceCode: code,
  networkCode: '99999',
  phoneNumber: ama,
  status: 'Incomplete',
  cost: '0.00',
  durationInMillis: '45000',
  hopsCount: '3',
  hopsMetadata: 'menu|pin',
  input: `2*${pin}`,
  lastAppResponse: 'CON Enter your PIN to see your balance',
  ...fields,
})

describe('POST /ussd/events', () => {
  it('ends an abandoned session, which resumes nothing, and tells it once', async () => {
    const { hop, post, abandoned, kernel } = await served()
    await hop('s', '2')
    const answer = await post('/ussd/events', event())
    expect(answer).toMatchObject({ statusCode: 200, body: '' })
    await post('/ussd/events', event({ status: 'Failed' }))
    expect((await hop('s', `2*${pin}`)).body).toBe('END This session is over. Dial *165# to start again.')
    expect(await abandoned()).toEqual([{ phone: ama, sessionId: 's', status: 'Incomplete' }])
    const rows = await kernel.read((rx) =>
      rx.db<{ payer_sessions: object }>().selectFrom('payer_sessions').selectAll().execute(),
    )
    expect(rows).toMatchObject([{ status: 'over', snapshot: null, abandoned: 'Incomplete' }])
    expect(JSON.stringify(rows)).not.toContain(pin)
  })

  it('records that the last screen never arrived, and leaves what was done', async () => {
    const { hop, post, abandoned, ask, request } = await served()
    const { id } = await ask()
    await hop('s', `1*1*1*${pin}`)
    const errorMessage = `Received unexpected response code: 415 ${'x'.repeat(300)}`
    await post('/ussd/events', event({ status: 'Failed', errorMessage }))
    expect(await request(id)).toMatchObject({ status: 'SUCCESSFUL' })
    expect(await abandoned()).toEqual([
      { phone: ama, sessionId: 's', status: 'Failed', error: errorMessage.slice(0, 200) },
    ])
  })

  it.each([
    ['of a session that ended well', event({ status: 'Success' })],
    ['of a session that nobody began here', event({ sessionId: 'other' })],
    ['of another phone', event({ phoneNumber: '+46733000002' })],
  ])('takes the event %s, and changes nothing', async (_, fields) => {
    const { hop, post, abandoned } = await served()
    await hop('s', '2')
    expect((await post('/ussd/events', fields)).statusCode).toBe(200)
    expect(await abandoned()).toEqual([])
    expect((await hop('s', `2*${pin}`)).body).toMatch(/50\.00 EUR/)
  })

  it('takes the event as the sandbox sends it: spaces as +, and an errorMessage that is empty', async () => {
    const { hop, post, abandoned } = await served()
    await hop('s', '')
    const errorMessage = ''
    await post('/ussd/events', event({ errorMessage }))
    expect(await abandoned()).toEqual([{ phone: ama, sessionId: 's', status: 'Incomplete' }])
  })

  it('does without what may be absent, and refuses what is no event', async () => {
    const { hop, post, abandoned } = await served()
    await hop('s', '')
    const { input, lastAppResponse, hopsMetadata, cost, ...least } = event()
    expect((await post('/ussd/events', least)).statusCode).toBe(200)
    expect(await abandoned()).toHaveLength(1)
    const refused = await post('/ussd/events', { ...least, status: '<b>', sessionId: '' })
    expect(refused.statusCode).toBe(400)
    expect(refused.json()).toMatchObject({ fields: ['sessionId', 'status'] })
    const unknown = await post('/ussd/events', { ...least, status: 'Failled' })
    expect(unknown.statusCode).toBe(400)
    expect(unknown.json().detail).toContain(
      'status is not one of Success, Incomplete, Failed; did you mean Failed?',
    )
    expect(await abandoned()).toHaveLength(1)
  })
})

describe('POST /sms/delivery', () => {
  it('puts the report on the timeline', async () => {
    const { post, timeline } = await served()
    const report = { id: 'ATXid_1', phoneNumber: ama, networkCode: '99999' }
    expect((await post('/sms/delivery', { ...report, status: 'Success' })).statusCode).toBe(200)
    const failed = { ...report, status: 'Failed', failureReason: 'UserInBlackList', retryCount: '0' }
    await post('/sms/delivery', failed)
    expect(await timeline('payer.sms-reported')).toMatchObject([
      { phone: ama, data: { messageId: 'ATXid_1', status: 'Success' } },
      { phone: ama, data: { messageId: 'ATXid_1', status: 'Failed', failureReason: 'UserInBlackList' } },
    ])
    expect((await post('/sms/delivery', { id: 'ATXid_1' })).statusCode).toBe(400)
  })
})

describe('a path with a secret segment', () => {
  it('is answered like the plain one, and alone where a tunnel leads here', async () => {
    const { post, payer, form, timeline } = await served({ payer: { secretPathsOnly: true } })
    const { hop, events, reports } = payer.secretPaths
    const secrets = [hop, events, reports].map((path) => /^(.+)\/([0-9a-f]{32})$/.exec(path))
    expect(secrets.map((found) => found?.[1])).toEqual(['/ussd', '/ussd/events', '/sms/delivery'])
    expect(new Set(secrets.map((found) => found?.[2])).size).toBe(3)
    const dialled = form('s', '') as unknown as Record<string, string>
    expect((await post(`${hop}?x=1`, dialled)).body).toMatch(/^CON MoMo/)
    expect((await post(events, event())).statusCode).toBe(200)
    expect((await post(reports, { id: 'a', status: 'Success', phoneNumber: ama })).statusCode).toBe(200)
    const before = (await timeline('payer')).length
    const closed = ['/ussd', '/ussd?x=1', '/ussd/events', '/sms/delivery', `${hop}0`, hop.slice(0, -1)]
    for (const path of closed) expect((await post(path, dialled)).statusCode).toBe(404)
    expect(await timeline('payer')).toHaveLength(before)
  })

  it('is there for everybody else too, beside the plain one', async () => {
    const { post, payer, form } = await served()
    const dialled = form('s', '') as unknown as Record<string, string>
    for (const path of ['/ussd', payer.secretPaths.hop])
      expect((await post(path, dialled)).body).toMatch(/^CON MoMo/)
  })
})

describe('where no network tells the end of a session', () => {
  it('ends by the app’s own clock, counted from the last hop', async () => {
    const { hop, abandoned, kernel } = await served({ payer: { idleSeconds: 180 } })
    await hop('left', '')
    await hop('ended', '2')
    await hop('ended', `2*${pin}`)
    await kernel.advance(179_000)
    await hop('left', '2')
    await kernel.advance(179_999)
    expect(await abandoned()).toEqual([])
    await kernel.advance(1)
    expect(await abandoned()).toEqual([{ phone: ama, sessionId: 'left', status: 'Idle' }])
    expect((await hop('left', `2*${pin}`)).body).toMatch(/^END This session is over/)
  })
})

describe('a phone without an account', () => {
  const stranger = '+2250700000009'

  it('is told so in the language that is spoken there, where that is known', async () => {
    const languageOf = (phone: string) => (phone === stranger ? 'fr' : 'en')
    const { play } = await served({ payer: { languageOf } })
    expect((await play([], { phone: stranger })).body).toBe("END Ce téléphone n'a pas de compte ici.")
    expect((await play([], { phone: '+46733000009' })).body).toBe('END This phone has no account here.')
  })

  it('gets one where anybody may dial', async () => {
    const { play, timeline } = await served({
      payer: {
        strangers: (phone) => ({
          phone,
          name: 'New',
          language: 'fr',
          pin,
          environment: 'sandbox',
          balances: [{ currency: 'EUR', amount: '1000' }],
        }),
      },
    })
    expect((await play(['2', pin], { phone: stranger })).body).toMatch(/^END Solde\n1000\.00 EUR/)
    expect((await play([], { phone: stranger })).body).toMatch(/^CON MoMo/)
    expect(await timeline('account-holder.opened')).toMatchObject([{ phone: stranger }])
  })
})
