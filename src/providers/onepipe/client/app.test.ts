import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ClientError, type Port, type PortRequest, SimulatorClient } from '../../../client/index.ts'
import * as room from '../server/index.ts'
import { encryptSecure, signatureOf } from './secure.ts'

const world = {
  onepipe: {
    apps: [
      { name: 'Ledger', apiKey: 'key-1', secret: 'secret-1', otpOverride: false },
      { name: 'Office', apiKey: 'key-2', secret: 'secret-2', otpOverride: true },
    ],
    sources: [
      { type: 'bank.account', plaintext: '6200000766;058', phone: '+2348022221408' },
      { type: 'wallet', plaintext: '7000000417;WAL01', phone: '+2348022221409' },
      { type: 'msisdn', plaintext: '7000000417', phone: '+2348022221409' },
    ],
  },
}
const waiting = { status: 'WaitingForOTP', message: 'Please', data: { provider: 'payersim', error: null } }

/** Gives the same answer to every OnePipe call. */
function port(answer: unknown = waiting, status = 200): Port & { seen: PortRequest[] } {
  const seen: PortRequest[] = []
  return {
    seen,
    fetch(request) {
      seen.push(request)
      const body = request.path === '/_sim/world' ? world : answer
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      return Promise.resolve({ status: request.path === '/_sim/world' ? 200 : status, headers: {}, text })
    },
    listen: () => Promise.reject(new Error('nobody is called back')),
  }
}

describe('the client’s own cipher', () => {
  it('makes the very bytes of the room’s, whose vectors are proven', () => {
    const text = fc.string({ minLength: 1, maxLength: 60, unit: 'binary' })
    fc.assert(
      fc.property(text, text, fc.constantFrom('utf8', 'utf16le'), (secret, plaintext, encoding) => {
        expect(encryptSecure(secret, plaintext, encoding)).toBe(
          room.encryptSecure(secret, plaintext, encoding),
        )
        expect(signatureOf(plaintext, secret)).toBe(room.signature(plaintext, secret))
      }),
    )
    expect(encryptSecure('Xy7Qp2Lm9Rt4Vw1Z', '6200000766;058')).toBe('o3iwLOvmVis5yYmaNeIq+A==')
  })
})

describe('an app of OnePipe’s', () => {
  it('asks for a source of the world by its number, signed and encrypted by its own secret', async () => {
    const wire = port()
    const request = await new SimulatorClient(wire).onepipeApp('office').getBalance({ source: '6200000766' })
    expect(request).toMatchObject({ status: 'WaitingForOTP', balance: null, error: null })
    const { path, headers = {}, body = '' } = wire.seen[1] ?? { path: '' }
    const sent = JSON.parse(body)
    expect(path).toBe('/v2/transact')
    expect(headers).toMatchObject({
      authorization: 'Bearer key-2',
      signature: room.signature(sent.request_ref, 'secret-2'),
    })
    expect(sent.auth.type).toBe('bank.account')
    expect(room.decryptSecure('secret-2', sent.auth.secure)).toBe('6200000766;058')
    expect(sent.transaction).toMatchObject({
      transaction_ref: request.transactionRef,
      customer: { customer_ref: '2348022221408' },
    })
  })

  it('validates, asks and reverses the same transaction, each with a request_ref of its own', async () => {
    const wire = port()
    const app = new SimulatorClient(wire).onepipeApp()
    const request = await app.getBalance({
      type: 'card',
      plaintext: '5060;1',
      transactionRef: 't1',
      encoding: 'utf16le',
    })
    await request.validate('123456')
    await request.query()
    await request.reverse()
    const bodies = wire.seen.slice(1).map(({ body }) => JSON.parse(body ?? ''))
    expect(wire.seen.slice(2).map(({ path }) => path)).toEqual([
      '/v2/transact/validate',
      '/v2/transact/query',
      '/v2/transact/reverse',
    ])
    expect(bodies.map(({ transaction }) => transaction.transaction_ref)).toEqual(Array(4).fill('t1'))
    expect(new Set(bodies.map(({ request_ref }) => request_ref)).size).toBe(4)
    expect(bodies[1].auth.secure).toBe(room.encryptSecure('secret-1', '123456', 'utf16le'))
  })

  it('takes a refusal with an envelope as an answer, whatever its HTTP status', async () => {
    const error = { code: '03', message: 'no such key' }
    const wire = port({ status: 'Failed', message: null, data: { error } }, 401)
    const request = await new SimulatorClient(wire).onepipeApp().getBalance({ source: '6200000766' })
    expect(request).toMatchObject({ status: 'Failed', error })
  })

  it.each([
    [
      'no such app',
      'Nobody',
      { source: '6200000766' },
      port(),
      /no OnePipe app "Nobody". It has: Ledger, Office/,
    ],
    ['no such source', undefined, { source: '1' }, port(), /no source 1. It has: bank.account 6200000766/],
    ['two such sources', undefined, { source: '7000000417' }, port(), /wallet 7000000417, msisdn 7000000417/],
    ['no OnePipe there', undefined, { source: '6200000766' }, port('<html>', 404), /answered 404/],
    ['another answer', undefined, { source: '6200000766' }, port({ ok: true }), /does not understand/],
  ])('says so where there is %s', async (_name, app, wanted, wire, words) => {
    const asked = new SimulatorClient(wire).onepipeApp(app).getBalance(wanted)
    await expect(asked).rejects.toThrow(ClientError)
    await expect(asked).rejects.toThrow(words)
    await expect(asked).rejects.not.toThrow(/secret-1|key-1/)
  })
})
