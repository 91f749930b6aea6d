import { InputError, messageOf, resolveQuirks } from '../kernel/index.ts'
import { checkNetworkConfig } from '../network/index.ts'
import {
  amountTrouble,
  type Conflict,
  foreignCurrency,
  limitTrouble,
  type Provider,
  placeOf,
} from '../providers/index.ts'
import { nearest, parseDuration } from '../terms/index.ts'
import { networkConfig } from './apply-world.ts'
import { networkAsOwner, ownerOfQuirk, partOf, type QuirkOwner } from './provider-settings.ts'
import { liveAccount, type World } from './world-schema.ts'

/** Problems between parts of a world: unknown names, amounts that a currency cannot have. */
export function conflictsOf(world: World, providers: readonly Provider[]): Conflict[] {
  const parts = providers.flatMap((each) => each.world?.conflicts?.(partOf(each, world), world) ?? [])
  return [...people(world), ...parts, ...charges(world), ...network(world), ...quirks(world, providers)]
}

function people(world: World): Conflict[] {
  const found: Conflict[] = []
  const seen = new Set<string>()
  for (const [index, person] of world.people.entries()) {
    const environment = placeOf(world, person.environment)
    const path = ['people', index]
    if (!environment) {
      const known = Object.keys(world.environments).join(', ')
      found.push({
        path: [...path, 'environment'],
        message: `No environment ${person.environment}. There are ${known}.`,
      })
    }
    for (const [currency, amount] of Object.entries(person.balances)) {
      const where = [...path, 'balances', currency]
      found.push(...foreignCurrency(where, currency, environment))
      found.push(...amountTrouble(where, amount, currency, true))
    }
    found.push(...limitTrouble([...path, 'limits'], person.limits, environment))
    for (const alias of [person.phone, person.email?.toLowerCase(), person.partyCode?.toLowerCase()]) {
      if (alias === undefined) continue
      if (seen.has(alias)) {
        found.push({
          path,
          message: `${alias} is given twice. A phone, address or code belongs to one person.`,
        })
      }
      seen.add(alias)
    }
  }
  return found
}

/** Auto-created wallets and merchants are funded in the currency of any environment. */
function charges(world: World): Conflict[] {
  const currencies = [
    ...new Set(Object.values(world.environments).flatMap((environment) => environment.currencies)),
  ]
  const opening = (['openingBalance', 'merchantBalance'] as const).flatMap((name) =>
    currencies.flatMap((currency) => amountTrouble([name], world[name], currency)).slice(0, 1),
  )
  const fees = world.fees.flatMap(({ flat, currency }, index) =>
    amountTrouble(['fees', index, 'flat'], flat, currency),
  )
  const limits = limitTrouble(['limits'], world.limits)
  return [...opening, ...fees, ...limits]
}

function network(world: World): Conflict[] {
  const { network: telco, payerApp, expiry } = world
  const found: Conflict[] = []
  const durations: Array<[PropertyKey[], string | undefined]> = [
    [['expiry'], expiry],
    [['network', 'idleTimeout'], telco.idleTimeout],
    [['network', 'sessionTimeout'], telco.sessionTimeout],
  ]
  for (const [path, text] of durations) {
    if (text !== undefined && parseDuration(text) === 0)
      found.push({ path, message: `${text} is no time at all. Give a second or more.` })
  }
  for (const [index, { code }] of telco.serviceCodes.entries()) {
    if (code !== payerApp.serviceCode) continue
    const path = ['network', 'serviceCodes', index, 'code']
    found.push({
      path,
      message: `${code} is the payer's own app. Give that another with payerApp.serviceCode.`,
    })
  }
  for (const [index, { username, apiKey }] of telco.accounts.entries()) {
    const before = [telco.username, ...telco.accounts.slice(0, index).map((one) => one.username)]
    if (!before.includes(username) || apiKey === liveAccount.apiKey) continue
    const path = ['network', 'accounts', index, 'username']
    found.push({
      path,
      message: `The username ${username} is given twice. Give each account one of its own.`,
    })
  }
  for (const [index, { code }] of telco.shortCodes.entries()) {
    if (telco.shortCodes.findIndex((one) => one.code === code) === index) continue
    const path = ['network', 'shortCodes', index, 'code']
    found.push({ path, message: `Short code ${code} is given twice. Give its URLs together.` })
  }
  return found.length > 0 ? found : telcoTrouble(world)
}

/** Problems that only the telco finds: an account with prices in two currencies. */
function telcoTrouble(world: World): Conflict[] {
  try {
    // The problem of an invalid quirk is reported under the quirk's own name.
    checkNetworkConfig(networkConfig({ ...world, quirks: {} }))
    return []
  } catch (error) {
    return [{ path: ['network', 'sms'], message: messageOf(error) }]
  }
}

function quirks(world: World, providers: readonly Provider[]): Conflict[] {
  const owners = [...providers, networkAsOwner]
  const ofWorld = Object.entries(world.quirks).flatMap(([name, value]) =>
    quirkTrouble(['quirks', name], value, owners),
  )
  const ofEnvironments = Object.entries(world.environments).flatMap(([environment, { quirks: own = {} }]) =>
    Object.entries(own).flatMap(([name, value]) => {
      const path = ['environments', environment, 'quirks', name]
      const owner = ownerOfQuirk(name, owners)
      if (!owner || owner.quirksByEnvironment) return quirkTrouble(path, value, owners)
      const may = providers.filter(({ quirksByEnvironment }) => quirksByEnvironment)
      const message =
        `${name} is a quirk of ${owner.title}, and only ${may.map(({ title }) => title).join(', ')} may have other ` +
        'quirks in an environment. Put it under quirks of the world.'
      return [{ path, message }]
    }),
  )
  return [...ofWorld, ...ofEnvironments]
}

function quirkTrouble(path: PropertyKey[], value: string, owners: readonly QuirkOwner[]): Conflict[] {
  const name = String(path.at(-1))
  const owner = ownerOfQuirk(name, owners)
  try {
    if (owner) resolveQuirks(owner.title, owner.quirks ?? [], { [name]: value })
    else throw unknownQuirk(name, owners)
    return []
  } catch (error) {
    return [{ path, message: messageOf(error) }]
  }
}

function unknownQuirk(name: string, owners: readonly QuirkOwner[]): InputError {
  const known = owners.flatMap(({ quirks: own = [] }) => own.map((quirk) => quirk.name))
  return new InputError(`No quirk ${JSON.stringify(name)}. Did you mean ${nearest(name, known)}?`)
}
