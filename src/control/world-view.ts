import { ownHost, type Rx, screenAmount } from '../kernel/index.ts'
import type { Network } from '../network/index.ts'
import type { OpenProvider } from '../providers/index.ts'
import type { ServiceCode, ShortCode } from '../terms/sim/network.ts'
import type { PhonesWanted, WorldView } from '../terms/sim/world.ts'
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
  wanted: PhonesWanted = {},
): Promise<WorldView> {
  const some = Object.values(wanted).some((each) => each !== undefined)
  const { holders } = wallet
  const owners = some ? await holders.peopleWanted(rx, wanted) : await holders.people(rx)
  const people = new Map(owners.map((person) => [person.phone, person]))
  const handsets = new Map(
    (await network.phones(rx, handsetsFor(wanted, [...people.keys()]))).map((handset) => [
      handset.msisdn,
      handset,
    ]),
  )
  const listed = new Map(world.people.map((person) => [person.phone, person]))
  const parts: Record<string, object> = {}
  for (const { api, view } of providers) if (view) parts[api.name] = await view(rx)
  const numbers = [...new Set([...people.keys(), ...handsets.keys()])].filter((number) => number !== null)
  return {
    phones: numbers.slice(0, wanted.limit).map((msisdn) => {
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

/** Those of the people, and others where there is room for them. */
function handsetsFor({ limit, numbers, search }: PhonesWanted, owned: readonly (string | null)[]) {
  if (limit === undefined) return { numbers, search }
  const full = owned.length >= limit
  const own = owned.filter((number) => number !== null)
  return full ? { numbers: own } : { numbers, search, limit: limit + owned.length }
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
