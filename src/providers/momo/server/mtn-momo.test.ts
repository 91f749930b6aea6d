import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { create, type PayerType } from 'mtn-momo'
import { afterEach, expect, it } from 'vitest'
import { keys, openWorld, type World } from './world.fixture.ts'

const closing: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** The unmodified client of sparkplug/momoapi-node against a listening world. */
async function clientOf(world: World) {
  const server: Server = createServer(world.listener).listen(0, '127.0.0.1')
  closing.push(() => server.close())
  await once(server, 'listening')
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { Users, Collections, Disbursements } = create({ callbackHost: 'cb.example', baseUrl })
  const users = Users({ primaryKey: keys.collection })
  const userId = await users.create('cb.example')
  const { apiKey: userSecret } = await users.login(userId)
  return {
    collections: Collections({ primaryKey: keys.collection, userId, userSecret }),
    disbursements: Disbursements({ primaryKey: keys.disbursement, userId, userSecret }),
  }
}
const payment = {
  amount: '12.50',
  currency: 'EUR',
  externalId: '123456',
  payer: { partyIdType: 'MSISDN' as PayerType.MSISDN, partyId: '46733000001' },
  payerMessage: 'Order 17',
  payeeNote: 'seventeen',
  callbackUrl: 'http://cb.example/hook',
}

it('the client mtn-momo provisions, asks for money, and sees it paid', async () => {
  const world = await openWorld()
  const { collections } = await clientOf(world)
  expect(await collections.getBalance()).toEqual({ availableBalance: '1000', currency: 'EUR' })
  expect(await collections.isPayerActive('46733000001')).toEqual({ result: true })
  const id = await collections.requestToPay(payment)
  expect(await collections.getTransaction(id)).toMatchObject({ status: 'PENDING', amount: '12.5' })
  await world.answer('approve')
  expect(await collections.getTransaction(id)).toMatchObject({ status: 'SUCCESSFUL', externalId: '123456' })
  expect(await collections.getBalance()).toEqual({ availableBalance: '1012.5', currency: 'EUR' })
  expect(world.callbacks).toHaveLength(1)
})

it('the client mtn-momo throws its typed errors', async () => {
  const world = await openWorld()
  const { collections } = await clientOf(world)
  const rejected = await collections.requestToPay(payment)
  await world.answer('reject')
  await expect(collections.getTransaction(rejected)).rejects.toMatchObject({ name: 'ApprovalRejectedError' })
  const unfunded = await collections.requestToPay({ ...payment, amount: '50.01' })
  await world.answer('approve')
  await expect(collections.getTransaction(unfunded)).rejects.toMatchObject({ name: 'NotEnoughFundsError' })
  const late = await collections.requestToPay(payment)
  await world.kernel.advance(300_000)
  await expect(collections.getTransaction(late)).rejects.toMatchObject({ name: 'ExpiredError' })
  await expect(collections.requestToPay({ ...payment, currency: 'XOF' })).rejects.toMatchObject({
    name: 'InvalidCurrencyError',
  })
  await expect(
    collections.requestToPay({ ...payment, callbackUrl: 'http://other.example' }),
  ).rejects.toMatchObject({ name: 'InvalidCallbackUrlHostError' })
  await expect(collections.getTransaction('a1b2c3d4-0000-4000-8000-0000000000ff')).rejects.toMatchObject({
    name: 'ResourceNotFoundError',
  })
})

it('the client mtn-momo sends money, and sees it arrive', async () => {
  const world = await openWorld()
  const { disbursements } = await clientOf(world)
  const { payer: payee, ...terms } = payment
  expect(await disbursements.isPayerActive('46733000001')).toBe(true)
  const id = await disbursements.transfer({ ...terms, payee })
  await world.kernel.settle()
  expect(await disbursements.getTransaction(id)).toMatchObject({
    status: 'SUCCESSFUL',
    amount: '12.5',
    payee,
  })
  expect(await disbursements.getBalance()).toEqual({ availableBalance: '987.5', currency: 'EUR' })
  expect(world.callbacks).toHaveLength(1)
  const unfunded = await disbursements.transfer({ ...terms, payee, amount: '1000' })
  await world.kernel.settle()
  await expect(disbursements.getTransaction(unfunded)).rejects.toMatchObject({ name: 'NotEnoughFundsError' })
  await expect(disbursements.transfer({ ...terms, payee, currency: 'XOF' })).rejects.toMatchObject({
    name: 'InvalidCurrencyError',
  })
})
