import { afterAll, expect, it } from 'vitest'
import { operationOf } from './conformance.fixture.ts'
import { type OperationName, operationList } from './operations.ts'
import {
  bill,
  cashTransfer,
  consent,
  openWorld,
  order,
  payout,
  reference,
  refund,
  shop,
} from './world.fixture.ts'

const world = await openWorld()
afterAll(() => world.kernel.close())
const seen = new Map<string, number>()

/** Calls and counts; the fixture has checked the body against MTN's schema. */
async function call(method: string, path: string, { n = 0, body }: { n?: number; body?: unknown } = {}) {
  const product = (['disbursement', 'remittance'] as const).find((name) => path.startsWith(`/${name}/`))
  const identity = path.endsWith('/token/') ? world.basic(shop.id, shop.apiKey) : {}
  const headers = { ...(await world.signed(product)), 'X-Reference-Id': reference(n), ...identity }
  const answer = await world.call(method, path, { headers, body })
  seen.set(`${operationOf(method, path)?.[0]} ${answer.status}`, answer.status)
  return answer
}

it('every operation answers at all of its places with the status and the body of MTN’s schema', async () => {
  const bodies: Partial<Record<OperationName, object>> = {
    createRequestToPay: { ...order, amount: '1' },
    createPreApproval: consent,
    createTransfer: { ...payout, amount: '1' },
    createDeposit: { ...payout, amount: '1' },
    createRefund: { ...refund, amount: '1', referenceIdToRefund: reference(1) },
    createCashTransfer: { ...cashTransfer, amount: '1' },
    createPayment: { ...bill, money: { amount: '1', currency: 'EUR' } },
    notifyPayer: { notificationMessage: 'Thank you' },
    createApiUser: { providerCallbackHost: 'cb.example' },
  }
  // What is refunded.
  await call('POST', '/collection/v1_0/requesttopay', { n: 1, body: order })
  await world.answer('approve')
  let n = 100
  for (const [name, operation] of operationList) {
    for (const { path } of operation.at) {
      n += 1
      // The order that the operation needs, created by an earlier operation of the same API.
      const about = name.startsWith('create') ? n : await prepare(name, path, n)
      const filled = path
        .replace('{accountHolderIdType}', 'msisdn')
        .replace('{accountHolderId}', '46733000001')
        .replace('{currency}', 'EUR')
        .replace('{preapprovalid}', String(about))
        .replace('{apiUser}', shop.id)
        .replace('{referenceId}', reference(Number(about)))
      const body = bodies[name]
      const { status } = await call(operation.method, filled, { n, ...(body && { body }) })
      expect(status, `${operation.method} ${filled}`).toBe(operation.success)
    }
  }
  expect([...seen.keys()].map((key) => key.split(' ')[0])).toEqual(
    expect.arrayContaining(operationList.map(([name]) => name)),
  )
})

async function prepare(name: OperationName, path: string, n: number): Promise<number | string> {
  const own = path.replace(/\/\{referenceId\}.*$/, '')
  // Every product can notify of a request to pay, but only collection creates one.
  const created = name === 'notifyPayer' ? '/collection/v1_0/requesttopay' : own
  if (name === 'getRequestToPay' || name === 'notifyPayer') {
    await call('POST', created, { n, body: { ...order, amount: '1' } })
    await world.answer('approve')
  }
  if (name === 'getTransfer' || name === 'getDeposit')
    await call('POST', created, { n, body: { ...payout, amount: '1' } })
  if (name === 'getRefund') await call('POST', created, { n, body: { ...refund, amount: '1' } })
  if (name === 'getCashTransfer') await call('POST', created, { n, body: { ...cashTransfer, amount: '1' } })
  if (name === 'getPayment') await call('POST', created, { n, body: bill })
  if (name === 'getPreApproval') await call('POST', created, { n, body: consent })
  if (name === 'cancelPreApproval') {
    await world.answer('approve')
    const { json } = await call('GET', '/collection/v1_0/preapprovals/msisdn/46733000001')
    return (json as Array<{ preApprovalId: string; status: string }>).find((one) => one.status === 'APPROVED')
      ?.preApprovalId as string
  }
  return n
}
