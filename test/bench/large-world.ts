import { frozenStart, Kernel } from '../../src/kernel/index.ts'
import { nameHandset } from '../../src/network/handset.ts'
import { startSimulator } from '../../src/simulator/index.ts'
import { dbSchemasOf } from '../../src/simulator/open-world.ts'
import { loadProviders, withOwn } from '../../src/simulator/providers.ts'
import { Wallet, type WalletConfig } from '../../src/wallet/index.ts'

const config: WalletConfig = {
  environments: { sandbox: { currencies: ['EUR'], country: null, language: 'en' } },
  openPhones: true,
  pin: '1234',
  openingBalance: '1000',
  merchantBalance: '1000',
  fees: [],
  limits: [],
  expirySeconds: 300,
  payers: { answer: 'by-hand', delaySeconds: 0 },
  payersByPhone: {},
}

/** Units that wait for one another's commit are committed together. */
const atOnce = 500

const numberOf = (person: number) => `+46734${String(person).padStart(6, '0')}`
const nameOf = (person: number) => `Person ${person}`
/** The external id of a payment, by its place among all: the oldest is 0. */
export const externalIdOf = (payment: number) => `order-${payment}-of-many`

/**
 * Makes a data file of the built-in world with more phones, and with payments that their owners approved: by the wallet's
 * own functions, many units a commit, and without a phone that rings for each.
 */
export async function makeLargeWorld(
  file: string,
  { phones, payments }: { phones: number; payments: number },
): Promise<void> {
  await (await startSimulator({ clock: 'frozen', data: file })).close()
  const kernel = await Kernel.open({ file, dbSchemas: dbSchemasOf(await loadProviders(withOwn([]))) })
  await kernel.freeze(frozenStart)
  const wallet = new Wallet({ kernel, config })
  const holders = await inGroups(phones, (person) =>
    kernel.transact(async (tx) => {
      const phone = numberOf(person)
      const name = nameOf(person)
      await nameHandset(tx, { msisdn: phone, name, network: null })
      return wallet.openPerson(tx, {
        phone,
        name,
        language: 'en',
        pin: '1234',
        environment: 'sandbox',
        balances: [{ currency: 'EUR', amount: '1000.00' }],
      })
    }),
  )
  const merchantId = await kernel.transact((tx) =>
    wallet.merchants.open(tx, { name: 'Large shop', environment: 'sandbox', products: ['collection'] }),
  )
  await inGroups(payments, async (payment) => {
    const person = payment % phones
    const id = await kernel.transact(async (tx) => {
      const asked = await wallet.paymentRequests.create(tx, {
        merchantId,
        product: 'collection',
        referenceId: tx.random.uuid(),
        environment: 'sandbox',
        payer: { type: 'MSISDN', id: numberOf(person).slice(1) },
        amount: 1 + (payment % 100),
        currency: 'EUR',
        externalId: externalIdOf(payment),
        payerMessage: 'Thank you',
        payeeNote: null,
      })
      if (asked.outcome !== 'accepted') throw new Error(asked.outcome)
      return asked.request.id
    })
    const { outcome } = await kernel.transact((tx) =>
      wallet.paymentRequests.approve(tx, { id, holderId: holders[person] ?? 0, pin: '1234' }),
    )
    if (outcome !== 'approved') throw new Error(outcome)
  })
  await kernel.close()
}

async function inGroups<Made>(count: number, make: (index: number) => Promise<Made>): Promise<Made[]> {
  const made: Made[] = []
  for (let from = 0; from < count; from += atOnce) {
    const group = Array.from({ length: Math.min(atOnce, count - from) }, (_, index) => make(from + index))
    made.push(...(await Promise.all(group)))
  }
  return made
}
