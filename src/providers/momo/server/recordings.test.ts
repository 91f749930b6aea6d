import { STATUS_CODES } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Recording, type RecordingName, recordings } from './recordings.fixture.ts'
import { openSharedWorld, order, payout, reference, shop, type World } from './world.fixture.ts'

type Asked = [method: string, path: string, headers?: Record<string, string>, body?: unknown]

let world: World
let disbursement: Record<string, string>
let remittance: Record<string, string>
beforeAll(async () => {
  world = await openSharedWorld()
  disbursement = await world.signed('disbursement')
  remittance = await world.signed('remittance')
  for (const n of [1, 6, 7]) await world.ask(n, { body: { ...order, amount: '1' } })
  await world.answer('approve')
  await world.transfer(2)
  await world.ask(3)
  await world.ask(4, { body: { ...order, amount: '1', payer: party('46733000005') } })
  await world.transfer(5, { body: { ...payout, payee: party('46733123453') } })
})
afterAll(() => world.kernel.close())

const party = (partyId: string) => ({ partyIdType: 'MSISDN', partyId })
const about = (n: number) => ({ 'X-Reference-Id': reference(n) })
const notify = (product: string, n: number) =>
  `/${product}/v1_0/requesttopay/${reference(n)}/deliverynotification`
const message = { notificationMessage: 'string' }
const holder = '/v1_0/accountholder/msisdn'

/** The requests that produce each recording here; some use other means, where MTN's sandbox failed on its own. */
const asked: Record<RecordingName, () => Asked[]> = {
  token: () => [
    ['POST', '/collection/token/', signIn('collection')],
    ['POST', '/disbursement/token/', signIn('disbursement')],
    ['POST', '/remittance/token/', signIn('remittance')],
  ],
  tokenOfAWrongPair: () => [['POST', '/collection/token/', { ...world.key(), ...world.basic(shop.id, '') }]],
  tokenWithoutItsSlash: () => [
    ['POST', '/collection/token', signIn('collection')],
    ['POST', '/disbursement/token', signIn('disbursement')],
    ['POST', '/remittance/token', signIn('remittance')],
  ],
  wrongKey: () => [
    ['POST', '/disbursement/token', { ...signIn('disbursement'), 'Ocp-Apim-Subscription-Key': 'x' }],
    ['POST', '/disbursement/v1_0/transfer', { ...disbursement, 'Ocp-Apim-Subscription-Key': 'x' }],
  ],
  tokenThatRanOut: () => [
    [
      'GET',
      `/collection/v1_0/requesttopay/${reference(1)}`,
      { ...world.bearer, Authorization: 'Bearer x.y.z' },
    ],
  ],
  postOfNothing: () => [
    ['POST', '/collection/v1_0/requesttopay', { ...world.bearer, ...about(70) }],
    ['POST', '/disbursement/v1_0/transfer', { ...disbursement, ...about(70) }],
  ],
  malformedReferenceId: () => [
    ['GET', `/disbursement/v1_0/transfer/${reference(2)}b`, disbursement],
    ['GET', `/remittance/v1_0/transfer/${reference(2)}b`, remittance],
    ['GET', `/collection/v1_0/requesttopay/${reference(2)}b`, world.bearer],
  ],
  foreignEnvironment: () => [
    ['GET', '/remittance/v1_0/account/balance', { ...remittance, 'X-Target-Environment': 'mtnivorycoast' }],
  ],
  internalError: () => [['GET', `/collection${holder}/46733123454/active`, world.bearer]],
  unavailable: () => [['GET', `/collection${holder}/46733123455/active`, world.bearer]],
  gatewayFailure: () => [['GET', `/collection${holder}/46733000009/active`, world.bearer]],
  active: () => [
    ['GET', `/collection${holder}/0243656543/active`, world.bearer],
    ['GET', `/disbursement${holder}/0243656543/active`, disbursement],
    ['GET', `/remittance${holder}/0243656543/active`, remittance],
  ],
  statusOfARequestToPay: () => [['GET', `/collection/v1_0/requesttopay/${reference(1)}`, world.bearer]],
  statusOfAPendingRequestToPay: () => [
    ['GET', `/collection/v1_0/requesttopay/${reference(3)}`, world.bearer],
  ],
  statusOfATransfer: () => [['GET', `/disbursement/v1_0/transfer/${reference(2)}`, disbursement]],
  statusOfAPendingTransfer: () => [['GET', `/disbursement/v1_0/transfer/${reference(5)}`, disbursement]],
  accepted: () => [
    ['POST', '/collection/v1_0/requesttopay', { ...world.bearer, ...about(71) }, order],
    ['POST', '/disbursement/v1_0/transfer', { ...disbursement, ...about(72) }, payout],
    ['POST', '/remittance/v1_0/transfer', { ...remittance, ...about(73) }, payout],
  ],
  notified: () => [
    ['POST', notify('collection', 1), world.bearer, message],
    ['POST', notify('disbursement', 6), disbursement, message],
    ['POST', notify('remittance', 7), remittance, message],
  ],
  balance: () => [
    ['GET', '/collection/v1_0/account/balance', world.bearer],
    ['GET', '/disbursement/v1_0/account/balance', disbursement],
    ['GET', '/remittance/v1_0/account/balance', remittance],
  ],
  basicUserInfo: () => [
    ['GET', `/collection${holder}/0248888736/basicuserinfo`, world.bearer],
    ['GET', `/disbursement${holder}/0248888736/basicuserinfo`, disbursement],
    ['GET', `/remittance${holder}/0248888736/basicuserinfo`, remittance],
  ],
  apiUser: () => [['GET', `/v1_0/apiuser/${shop.id}`, world.key()]],
  foreignCallbackHost: () => [
    [
      'POST',
      '/collection/v1_0/requesttopay',
      { ...world.bearer, ...about(74), 'X-Callback-Url': 'https://other.example/momo' },
      order,
    ],
  ],
  unknownRoute: () => [['POST', '/disbursement/v2_0/transfer', disbursement, payout]],
}

function signIn(product: 'collection' | 'disbursement' | 'remittance') {
  return { ...world.key(product), ...world.basic(shop.id, shop.apiKey) }
}

describe('an answer of ours is as MTN’s recorded one:', () => {
  it.each(Object.entries<Recording>(recordings))('%s', async (name, recorded) => {
    const { isActive } = world.wallet.holders
    if (name === 'gatewayFailure') world.wallet.holders.isActive = () => Promise.reject(new Error('broken'))
    for (const [method, url, headers = {}, body] of asked[name as RecordingName]()) {
      const answer = await world.send(method, url, {
        headers: body === undefined ? headers : { ...headers, 'Content-Type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const said = String(answer.body)
      const head: Record<string, string> = {}
      for (const [header, value] of Object.entries(answer.headers)) head[header.toLowerCase()] = value
      expect({ url, status: answer.status }).toEqual({ url, status: recorded.status })
      if (recorded.reason !== undefined)
        expect(answer.reason ?? STATUS_CODES[answer.status]).toBe(recorded.reason)
      for (const [header, value] of Object.entries(recorded.headers)) {
        expect(head[header], header).toBe(value ?? undefined)
      }
      if (recorded.body !== undefined) expect(said).toBe(recorded.body)
      if (recorded.bytes !== undefined) expect(Buffer.byteLength(said)).toBe(recorded.bytes)
      if (recorded.keys !== undefined) expect(keysOf(JSON.parse(said))).toEqual(recorded.keys)
      // The log has the explanation; a header has it only on request.
      expect(head).not.toHaveProperty('x-payersim-explanation')
    }
    world.wallet.holders.isActive = isActive
  })
})

function keysOf(value: object): string[] {
  return Object.entries(value).flatMap(([name, inner]) =>
    typeof inner === 'object' && inner !== null ? [name, ...keysOf(inner)] : [name],
  )
}
