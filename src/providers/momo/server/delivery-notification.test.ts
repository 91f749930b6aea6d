import { describe, expect, it } from 'vitest'
import { readTimeline } from '../../../kernel/index.ts'
import { ama, type Call, openWorld, order, reference, shop } from './world.fixture.ts'

/** A merchant with one successful request to pay, the first. */
async function world(quirks?: Record<string, string>) {
  const opened = await openWorld(quirks)
  const { ask, answer, call, bearer, kernel } = opened
  await ask(1)
  await answer('approve')
  const notify = (
    n: number,
    { headers = {}, body }: Call,
    name = 'deliverynotification',
    product = 'collection',
  ) =>
    call('POST', `/${product}/v1_0/requesttopay/${reference(n)}/${name}`, {
      headers: { ...bearer, ...headers },
      body,
    })
  const sent = async () =>
    (await kernel.read((rx) => readTimeline(rx, { kind: 'request-to-pay.notification' }))).map(
      ({ phone, data }) => ({ phone, message: data.message, referenceId: data.referenceId }),
    )
  return { ...opened, notify, sent }
}
const body = { notificationMessage: 'Thank you' }

describe('a delivery notification', () => {
  it.each(['deliverynotification', 'Deliverynotification', 'deliveryNotification'])(
    'reaches the payer from the body of %s',
    async (name) => {
      const { notify, sent } = await world()
      expect(await notify(1, { body, headers: { Language: 'eng' } }, name)).toMatchObject({
        status: 200,
        text: '',
      })
      expect(await sent()).toEqual([{ phone: ama, message: 'Thank you', referenceId: reference(1) }])
    },
  )

  it.each<[string, unknown]>([
    ['no body', undefined],
    ['an empty body', ''],
    ['a broken body', '{'],
    ['another text in the body', body],
  ])('reaches the payer from the header, with %s', async (_what, given) => {
    const { notify, sent } = await world()
    const text = Buffer.from('Merci, à bientôt').toString('latin1')
    expect((await notify(1, { body: given, headers: { notificationMessage: text } })).status).toBe(200)
    expect(await sent()).toMatchObject([{ message: 'Merci, à bientôt' }])
  })

  it('is sent once, and a refused one does not count', async () => {
    const { notify, sent } = await world()
    expect((await notify(1, { body: {} })).status).toBe(400)
    const answers = await Promise.all([notify(1, { body }), notify(1, { body }), notify(1, { body })])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 429, 429])
    expect(await notify(1, { headers: body })).toMatchObject({
      status: 429,
      text: '',
      why: `The payer of ${reference(1)} was notified in collection before; there is one notification of each product.`,
    })
    expect(await sent()).toHaveLength(1)
  })

  it('may have 160 characters', async () => {
    const { notify } = await world()
    const long = (length: number) => ({ notificationMessage: 'x'.repeat(length) })
    expect((await notify(1, { body: long(161) })).status).toBe(400)
    expect((await notify(1, { headers: long(161) })).status).toBe(400)
    expect((await notify(1, { body: long(160) })).status).toBe(200)
  })

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['no JSON', 'Thank you'],
    ['a list', []],
    ['no text', {}],
    ['an empty text', { notificationMessage: '' }],
    ['a list', { notificationMessage: ['Thank you'] }],
  ])('is a bad request with %s', async (_what, given) => {
    const { notify, sent } = await world()
    expect(await notify(1, { body: given })).toMatchObject({ status: 400, text: '' })
    expect(await sent()).toEqual([])
  })

  it('is for successful requests only', async () => {
    const { notify, ask, answer } = await world()
    const conflict = { status: 409, json: { code: 'TRANSACTION_NOT_COMPLETED' } }
    await ask(2, { body: { ...order, amount: '1' } })
    expect(await notify(2, { body })).toMatchObject(conflict)
    await answer('reject')
    expect(await notify(2, { body })).toMatchObject(conflict)
  })

  it('comes too late an hour after the payment, whether one was sent or not', async () => {
    const { notify, ask, answer, kernel, signed } = await world()
    await ask(2, { body: { ...order, amount: '1' } })
    await answer('approve')
    await kernel.advance(3_599_999)
    expect((await notify(1, { body })).status).toBe(200)
    await kernel.advance(1)
    // The first token has expired too.
    const headers = await signed()
    for (const n of [1, 2]) {
      expect(await notify(n, { body, headers })).toMatchObject({ status: 410, json: { code: 'EXPIRED' } })
    }
  })

  it('finds no request that is unknown, or another merchant’s', async () => {
    const { notify, kernel, momo, signed, call, bearer } = await world()
    const missing = { status: 404, json: { code: 'RESOURCE_NOT_FOUND' } }
    expect(await notify(2, { body })).toMatchObject(missing)
    const other = { ...shop, id: reference(80) }
    await kernel.transact((tx) => momo.addApiUser(tx, other))
    expect(await notify(1, { body, headers: await signed('collection', other) })).toMatchObject(missing)
    const path = '/collection/v1_0/requesttopay/17/deliverynotification'
    expect(await call('POST', path, { headers: bearer, body })).toMatchObject({ status: 400 })
  })

  // https://github.com/MTN-Group: the SDKs for Java, PHP and JavaScript send it so, for a request of the collection.
  it.each(['disbursement', 'remittance'] as const)(
    'may be sent by %s, for a request to pay of the same API user',
    async (product) => {
      const { notify, sent, signed, call } = await world()
      const headers = await signed(product)
      const path = `/${product}/v1_0/requesttopay/${reference(1)}b/deliverynotification`
      expect(await call('POST', path, { headers, body })).toMatchObject({ status: 400, text: '' })
      const send = (n: number, given: unknown) =>
        notify(n, { headers: { ...headers, Language: 'eng' }, body: given }, undefined, product)
      expect((await send(1, {})).status).toBe(400)
      expect((await send(2, body)).status).toBe(404)
      expect(await send(1, body)).toMatchObject({ status: 200, text: '' })
      expect(await send(1, body)).toMatchObject({ status: 429 })
      const one = { phone: ama, message: 'Thank you', referenceId: reference(1) }
      expect(await sent()).toEqual([one])
      // MTN's PHP SDK tests one request in both products.
      const other = product === 'disbursement' ? 'remittance' : 'disbursement'
      const again = { headers: await signed(other), body }
      expect((await notify(1, again, undefined, other)).status).toBe(200)
      expect((await notify(1, { body })).status).toBe(200)
      expect(await sent()).toEqual([one, one, one])
    },
  )

  it.each(['disbursement', 'remittance'] as const)('opens with the key of %s there', async (product) => {
    const { notify, key } = await world()
    expect((await notify(1, { body }, undefined, product)).status).toBe(401)
    expect((await notify(1, { headers: key(product), body }, undefined, product)).status).toBe(200)
  })

  it('is not for transfers', async () => {
    const { notify, transfer, kernel, signed } = await world()
    await transfer(3)
    await kernel.settle()
    const headers = await signed('disbursement')
    expect((await notify(3, { headers, body }, undefined, 'disbursement')).status).toBe(404)
  })

  it('needs its header where the world says so', async () => {
    const { notify } = await world({ 'notification-header': 'required' })
    expect((await notify(1, { body })).status).toBe(400)
    expect((await notify(1, { headers: body })).status).toBe(200)
  })
})
