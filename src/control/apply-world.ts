import { ownHost, type Tx } from '../kernel/index.ts'
import type { Momo } from '../momo/index.ts'
import type { Network, NetworkConfig } from '../network/index.ts'
import type { PayerConfig } from '../payer/index.ts'
import type { PayerAnswer, Wallet, WalletConfig } from '../wallet/index.ts'
import { durationSeconds, type World } from './world-schema.ts'

/** Fills an empty store: phones, wallets, merchants, service codes. */
export async function applyWorld(
  tx: Tx,
  world: World,
  { wallet, network, momo }: { wallet: Wallet; network: Network; momo: Momo },
): Promise<void> {
  for (const person of world.people) {
    const balances = Object.entries(person.balances).map(([currency, amount]) => ({ currency, amount }))
    await wallet.openPerson(tx, { ...person, balances })
    await network.addHandset(tx, {
      msisdn: person.phone,
      name: person.name,
      network: person.network ?? null,
    })
  }
  for (const user of world.momo.apiUsers) await momo.addApiUser(tx, user)
  await network.putServiceCode(tx, {
    code: world.payerApp.serviceCode,
    callbackUrl: `http://${ownHost}/ussd`,
    eventsUrl: null,
  })
  for (const serviceCode of world.network.serviceCodes) await network.putServiceCode(tx, serviceCode)
}

function payerAnswer(payers: World['payers']): PayerAnswer {
  if (typeof payers === 'string') return { answer: payers, delaySeconds: 0 }
  return { answer: payers.answer, delaySeconds: durationSeconds(payers.delay ?? 'PT0S') }
}

export function walletConfig(world: World): WalletConfig {
  const own = world.people.flatMap(({ phone, payers }) =>
    payers === undefined ? [] : [[phone, payerAnswer(payers)] as const],
  )
  return {
    environments: world.environments,
    openPhones: world.phones === 'open',
    pin: '1234',
    openingBalance: world.openingBalance,
    merchantBalance: world.merchantBalance,
    fees: world.fees,
    limits: world.limits,
    expirySeconds: durationSeconds(world.expiry),
    payers: payerAnswer(world.payers),
    payersByPhone: Object.fromEntries(own),
  }
}

export function networkConfig(world: World): NetworkConfig {
  const { username, apiKey, networkCode, idleTimeout, sessionTimeout, dialects } = world.network
  return {
    username,
    apiKey,
    openPhones: world.phones === 'open',
    networkCode,
    idleSeconds: idleTimeout === undefined ? undefined : durationSeconds(idleTimeout),
    sessionSeconds: sessionTimeout === undefined ? undefined : durationSeconds(sessionTimeout),
    dialects,
    answerTimeoutMs: 10_000,
    smsCost: 'KES 0.8000',
    senderIds: ['*'],
  }
}

export function payerConfig(world: World): PayerConfig {
  return { serviceCode: world.payerApp.serviceCode, prompt: world.prompt, appName: world.payerApp.name }
}
