import { frozenStart, Kernel } from '../../src/kernel/index.ts'
import { Wallet, type WalletConfig, walletDbSchema } from '../../src/wallet/index.ts'

const config: WalletConfig = {
  environments: { sandbox: { currencies: ['EUR'], country: null, language: 'en' } },
  openPhones: true,
  pin: '1234',
  openingBalance: '1000000',
  merchantBalance: '1000',
  fees: [],
  limits: [],
  expirySeconds: 300,
  payers: { answer: 'by-hand', delaySeconds: 0 },
  payersByPhone: {},
}

/** A wallet with one merchant and one rich payer, over a data file. */
export async function walletWorld(file: string) {
  const kernel = await Kernel.open({ file, dbSchemas: [walletDbSchema] })
  await kernel.freeze(frozenStart)
  const wallet = new Wallet({ kernel, config })
  const { holderId, merchantId } = await kernel.transact(async (tx) => ({
    holderId: await wallet.openPerson(tx, {
      phone: '+46733000001',
      name: 'Ama',
      language: 'en',
      pin: '1234',
      environment: 'sandbox',
      balances: [{ currency: 'EUR', amount: '1000000000.00' }],
    }),
    merchantId: await wallet.merchants.open(tx, {
      name: 'shop',
      environment: 'sandbox',
      products: ['collection'],
    }),
  }))
  const ask = () =>
    kernel.transact(async (tx) => {
      const asked = await wallet.paymentRequests.create(tx, {
        merchantId,
        product: 'collection',
        referenceId: tx.random.uuid(),
        environment: 'sandbox',
        payer: { type: 'MSISDN', id: '46733000001' },
        amount: 1,
        currency: 'EUR',
        externalId: null,
        payerMessage: null,
        payeeNote: null,
      })
      if (asked.outcome !== 'accepted') throw new Error(asked.outcome)
      return asked.request.id
    })
  const approve = async (requestId: number) => {
    const { outcome } = await kernel.transact((tx) =>
      wallet.paymentRequests.approve(tx, { id: requestId, holderId, pin: '1234' }),
    )
    if (outcome !== 'approved') throw new Error(outcome)
  }
  return { kernel, wallet, holderId, merchantId, ask, approve }
}
