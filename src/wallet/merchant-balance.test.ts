import { expect, it } from 'vitest'
import { world } from './wallet.fixture.ts'

const dollars = (merchantId: number) => ({
  merchantId,
  environment: 'sandbox',
  product: 'collection',
  currency: 'USD',
})

it('shows what a merchant’s account will open with, and opens none for it', async () => {
  const { kernel, wallet, merchantId, audit } = await world()
  const before = await audit()
  expect(await kernel.read((rx) => wallet.merchants.balance(rx, dollars(merchantId)))).toEqual({
    currency: 'USD',
    amount: 100_000,
  })
  expect(await audit()).toEqual(before)
})

it('shows what the account holds once a payment has opened it', async () => {
  const { kernel, wallet, merchantId, ask, audit } = await world()
  const { accounts } = await audit()
  const { id } = await ask({ currency: 'USD', payer: { type: 'MSISDN', id: '46733000009' } })
  const payer = await kernel.read((rx) => wallet.holders.byPhone(rx, '+46733000009'))
  await kernel.transact((tx) =>
    wallet.paymentRequests.approve(tx, { id: id, holderId: payer?.id ?? 0, pin: '1234' }),
  )
  expect(await kernel.read((rx) => wallet.merchants.balance(rx, dollars(merchantId)))).toEqual({
    currency: 'USD',
    amount: 101_250,
  })
  // The payer's, the merchant's and the float's in dollars.
  expect(await audit()).toMatchObject({ ok: true, accounts: accounts + 3 })
})

it('knows no balance in a currency that the environment does not have', async () => {
  const { kernel, wallet, merchantId } = await world()
  const wanted = { ...dollars(merchantId), currency: 'XOF' }
  expect(await kernel.read((rx) => wallet.merchants.balance(rx, wanted))).toBeUndefined()
})
