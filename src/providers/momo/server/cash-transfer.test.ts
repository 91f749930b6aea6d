import { describe, expect, it } from 'vitest'
import { cashTransfer, openWorld, reference } from './world.fixture.ts'

const path = '/remittance/v2_0/cashtransfer'
async function world(quirks?: Record<string, string>) {
  const opened = await openWorld(quirks)
  const send = (n: number, wanted: object = {}, headers = {}) =>
    opened.post(path, n, { headers, body: { ...cashTransfer, ...wanted } })
  const shown = (n: number) => opened.get(`${path}/${reference(n)}`)
  return { ...opened, send, shown }
}

describe('a cash transfer', () => {
  it('pays out, and its status tells who paid it in, in the order of the export', async () => {
    const { send, shown, get, kernel, callbacks } = await world()
    const hook = { 'X-Callback-Url': 'http://cb.example/hook' }
    expect(await send(1, {}, hook)).toMatchObject({ status: 202, text: '' })
    await kernel.settle()
    const { text, json } = await shown(1)
    expect(json).toEqual({
      ...cashTransfer,
      amount: '90',
      status: 'SUCCESSFUL',
      financialTransactionId: expect.stringMatching(/^\d{10}$/),
    })
    const keys = Object.keys(json as object)
    expect(keys.slice(0, 9)).toEqual([
      ...['financialTransactionId', 'status', 'amount', 'currency', 'payee', 'externalId'],
      ...['orginatingCountry', 'originalAmount', 'originalCurrency'],
    ])
    expect(callbacks.map(({ method, body }) => [method, body])).toEqual([['PUT', text]])
    expect((await get('/remittance/v1_0/account/balance')).json).toMatchObject({ availableBalance: '910' })
  })

  it('needs none of what is for compliance', async () => {
    const { post, shown, kernel } = await world()
    const { amount, currency, payee } = cashTransfer
    expect(
      (await post(path, 1, { body: { amount, currency, payee, payerEmail: '', payerGender: null } })).status,
    ).toBe(202)
    await kernel.settle()
    expect(Object.keys((await shown(1)).json as object)).toEqual([
      ...['financialTransactionId', 'status', 'amount', 'currency', 'payee'],
    ])
  })

  it.each([
    ['orginatingCountry', 'Uganda'],
    ['orginatingCountry', 'ug'],
    ['originalAmount', 'many'],
    ['originalAmount', '-1'],
    ['originalCurrency', 'Shilling'],
    ['payerIdentificationType', 'PASSPORT'],
    ['payerLanguageCode', 'English'],
    ['payerEmail', 'yaw'],
    ['payerMsisdn', '+256 774'],
    ['payerGender', 'X1'],
    ['payerFirstName', ['Yaw']],
    ['amount', '0'],
    ['payee', { partyIdType: 'ALIAS', partyId: '1' }],
  ])('with %s %j is refused, and says which', async (name, value) => {
    const { send, shown } = await world()
    const answer = await send(1, { [name]: value })
    expect(answer.status).toBe(400)
    expect(answer.why).toContain(name)
    expect((await shown(1)).status).toBe(404)
  })

  it('says why it failed as a text, whatever the form of reasons elsewhere', async () => {
    const { send, shown, kernel } = await world({ 'reason-form': 'object' })
    await send(1, { payee: { partyIdType: 'EMAIL', partyId: 'nobody@example.com' } })
    await kernel.settle()
    expect((await shown(1)).json).toMatchObject({ status: 'FAILED', reason: 'PAYEE_NOT_FOUND' })
  })

  it('of the test amount 2000 fails in the sandbox', async () => {
    const { send, shown, kernel } = await world()
    await send(1, { amount: '2000' })
    await kernel.settle()
    expect((await shown(1)).json).toMatchObject({ status: 'FAILED', reason: 'INTERNAL_PROCESSING_ERROR' })
  })

  it('of the form of a JSON number or an empty payee is read as elsewhere', async () => {
    const { send, post, shown, kernel } = await world()
    expect((await send(1, { amount: 90, originalAmount: 380000, payerMsisdn: 256774290781 })).status).toBe(
      202,
    )
    await kernel.settle()
    expect((await shown(1)).json).toMatchObject({ originalAmount: '380000', payerMsisdn: '256774290781' })
    expect((await post(path, 2, { body: {} })).status).toBe(400)
    expect((await post(path, 2, { body: { payee: {} } })).status).toBe(500)
  })
})
