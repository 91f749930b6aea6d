import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { ownHost, type Tx } from '../kernel/index.ts'
import { type Network, type NetworkConfig, resolveNetworkQuirks } from '../network/index.ts'
import type { PayerConfig } from '../payer/index.ts'
import type { OpenProvider } from '../providers/index.ts'
import { parseDuration } from '../terms/index.ts'
import type { Language, PayerAnswer, Stranger, Wallet, WalletConfig } from '../wallet/index.ts'
import { networkAsOwner, quirksOf } from './provider-settings.ts'
import { liveAccount, type World } from './world-schema.ts'

/** Who opens a wallet for a phone that no world names: the person that MTN's sandbox tells of any number. */
export const stranger: Stranger = { name: 'Sand Box', birthdate: '1976-08-13', gender: 'MALE' }

/** Fills an empty store: phones, wallets, merchants, service codes. */
export async function applyWorld(
  tx: Tx,
  world: World,
  { wallet, network, providers }: { wallet: Wallet; network: Network; providers: readonly OpenProvider[] },
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
  for (const provider of providers) await provider.fill?.(tx)
  await network.addServiceCode(tx, {
    code: world.payerApp.serviceCode,
    callbackUrl: `http://${ownHost}/ussd`,
    eventsUrl: `http://${ownHost}/ussd/events`,
  })
  for (const serviceCode of world.network.serviceCodes) await network.addServiceCode(tx, serviceCode)
  for (const shortCode of world.network.shortCodes) await network.addShortCode(tx, shortCode)
}

/** The durations of a parsed world are valid; seconds may have a fraction. */
const secondsOf = (duration: string) => (parseDuration(duration) ?? 0) / 1_000

function payerAnswer(payers: World['payers']): PayerAnswer {
  if (typeof payers === 'string') return { answer: payers, delaySeconds: 0 }
  return { answer: payers.answer, delaySeconds: secondsOf(payers.delay ?? 'PT0S') }
}

/** @param anyNumber whether payers of an environment may have numbers that no country's plan has */
export function walletConfig(world: World, anyNumber: (environment: string) => boolean): WalletConfig {
  const payersByPhone: Record<string, PayerAnswer> = {}
  for (const { phone, payers } of world.people) {
    if (payers !== undefined) payersByPhone[phone] = payerAnswer(payers)
  }
  return {
    environments: Object.fromEntries(
      Object.entries(world.environments).map(([name, { currencies, country, language }]) => [
        name,
        { currencies, country, language, anyNumber: anyNumber(name) },
      ]),
    ),
    openPhones: world.phones === 'open',
    pin: '1234',
    stranger,
    openingBalance: world.openingBalance,
    merchantBalance: world.merchantBalance,
    fees: world.fees,
    limits: world.limits,
    expirySeconds: secondsOf(world.expiry),
    payers: payerAnswer(world.payers),
    payersByPhone,
  }
}

/** The accounts besides the world's own; the built-in one is left out if the world uses its name. */
function otherAccounts({ network: { username, accounts } }: World): World['network']['accounts'] {
  return accounts.filter((one) => one.username !== username || one.apiKey !== liveAccount.apiKey)
}

export function networkConfig(world: World): NetworkConfig {
  const { username, apiKey, networkCode, idleTimeout, sessionTimeout, dialects, smsCost, senderIds, sms } =
    world.network
  return {
    username,
    apiKey,
    accounts: otherAccounts(world),
    openPhones: world.phones === 'open',
    strangerName: world.phones === 'open' ? stranger.name : undefined,
    networkCode,
    idleSeconds: idleTimeout === undefined ? undefined : secondsOf(idleTimeout),
    sessionSeconds: sessionTimeout === undefined ? undefined : secondsOf(sessionTimeout),
    dialects,
    answerTimeoutMs: 10_000,
    smsCost,
    senderIds,
    // A value that is not given changes nothing.
    sms: Object.fromEntries(Object.entries(sms).filter(([, value]) => value !== undefined)),
    quirks: resolveNetworkQuirks(quirksOf(networkAsOwner, world.quirks)),
  }
}

export function payerConfig(world: World): PayerConfig {
  const { serviceCode, name } = world.payerApp
  return {
    serviceCode,
    prompt: world.prompt,
    promptInvoices: world.promptInvoices,
    promptShows: world.promptShows,
    appName: name,
    languageOf: (phone) => homeOf(world, phone)?.language ?? 'en',
  }
}

/** The environment of a phone's country, with its currency; undefined if the world has none. */
export function homeOf(
  world: World,
  phone: string,
): { environment: string; currency: string; language: Language } | undefined {
  const country = parsePhoneNumberFromString(phone)?.country
  if (country === undefined) return undefined
  for (const [environment, { currencies, language, country: own }] of Object.entries(world.environments)) {
    const [currency] = currencies
    if (own === country && currency !== undefined) return { environment, currency, language }
  }
  return undefined
}
