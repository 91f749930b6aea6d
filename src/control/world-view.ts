import { ownHost, type Rx, screenAmount } from '../kernel/index.ts'
import type { Network } from '../network/index.ts'
import type { OpenProvider } from '../providers/index.ts'
import type { ServiceCode, ShortCode } from '../terms/sim/network.ts'
import type { WorldView } from '../terms/sim/world.ts'
import type { Wallet } from '../wallet/index.ts'
import type { World } from './world-schema.ts'

/** The present world: phones with their balances, and every key that a newcomer needs. */
export async function viewWorld(
  rx: Rx,
  {
    world,
    wallet,
    network,
    providers,
    baseUrl,
  }: {
    world: World
    wallet: Wallet
    network: Network
    providers: readonly OpenProvider[]
    baseUrl: string
  },
): Promise<WorldView> {
  const people = new Map((await wallet.holders.people(rx)).map((person) => [person.phone, person]))
  const handsets = new Map((await network.phones(rx)).map((handset) => [handset.msisdn, handset]))
  const listed = new Map(world.people.map((person) => [person.phone, person]))
  const parts: Record<string, object> = {}
  for (const { api, view } of providers) if (view) parts[api.name] = await view(rx)
  const numbers = [...new Set([...people.keys(), ...handsets.keys()])].filter((number) => number !== null)
  return {
    phones: numbers.map((msisdn) => {
      const person = people.get(msisdn)
      return {
        msisdn,
        name: person?.name ?? handsets.get(msisdn)?.name ?? null,
        pin: person ? (listed.get(msisdn)?.pin ?? '1234') : null,
        language: person?.language ?? null,
        network: handsets.get(msisdn)?.network ?? world.network.networkCode,
        environment: person?.balances[0]?.environment ?? listed.get(msisdn)?.environment ?? null,
        balances: (person?.balances ?? []).map(({ currency, amount }) => ({
          currency,
          amount: screenAmount(amount, currency),
        })),
      }
    }),
    network: {
      username: world.network.username,
      apiKey: world.network.apiKey,
      accounts: network.accounts(),
      networkCode: world.network.networkCode,
      senderIds: world.network.senderIds,
      serviceCodes: await viewServiceCodes(rx, network, baseUrl),
      shortCodes: await viewShortCodes(rx, network, baseUrl),
    },
    ...parts,
  } as WorldView
}

/** Service codes; an app in this simulator gets its address instead of its name. */
export async function viewServiceCodes(rx: Rx, network: Network, baseUrl: string): Promise<ServiceCode[]> {
  return (await network.serviceCodes(rx)).map(({ code, callbackUrl, eventsUrl }) => ({
    code,
    callbackUrl: reachable(callbackUrl, baseUrl),
    eventsUrl: eventsUrl === null ? null : reachable(eventsUrl, baseUrl),
  }))
}

/** The same for short codes. */
export async function viewShortCodes(rx: Rx, network: Network, baseUrl: string): Promise<ShortCode[]> {
  const url = (stored: string | null) => (stored === null ? null : reachable(stored, baseUrl))
  return (await network.shortCodes(rx)).map(({ code, callbackUrl, deliveryReportUrl, optOutUrl }) => ({
    code,
    callbackUrl: url(callbackUrl),
    deliveryReportUrl: url(deliveryReportUrl),
    optOutUrl: url(optOutUrl),
  }))
}

function reachable(url: string, baseUrl: string): string {
  const own = `http://${ownHost}/`
  return url.startsWith(own) ? `${baseUrl}/${url.slice(own.length)}` : url
}
