import { messageOf, parseAmount } from '../kernel/index.ts'
import { checkNetworkConfig, resolveNetworkQuirks } from '../network/index.ts'
import { resolveMomoQuirks } from '../providers/momo/server/index.ts'
import { resolveOnePipeQuirks } from '../providers/onepipe/server/index.ts'
import { parseDuration, uuidPattern } from '../terms/index.ts'
import { networkConfig } from './apply-world.ts'
import { liveAccount, vendorOfQuirk, type World } from './world-schema.ts'

export interface Conflict {
  path: PropertyKey[]
  message: string
}

interface Place {
  name: string
  currencies: string[]
}

/** Problems between parts of a world: unknown names, amounts that a currency cannot have. */
export function conflictsOf(world: World): Conflict[] {
  return [...people(world), ...apiUsers(world), ...charges(world), ...network(world), ...quirks(world)]
}

/** Why an amount is refused; undefined if it is not. Zero is allowed with `mayBeZero`. */
function amountTrouble(
  path: PropertyKey[],
  text: string | undefined,
  currency: string,
  mayBeZero = false,
): Conflict[] {
  if (text === undefined || (mayBeZero && /^0+(\.0+)?$/.test(text))) return []
  try {
    parseAmount(text, currency)
    return []
  } catch (error) {
    return [{ path, message: messageOf(error) }]
  }
}

/** One limit for each currency, in the currencies of the environment if one is given. */
function limitTrouble(
  path: PropertyKey[],
  limits: World['limits'] | undefined,
  environment?: Place,
): Conflict[] {
  const seen = new Set<string>()
  return (limits ?? []).flatMap(({ currency, perPayment, perDay }, index) => {
    const at = [...path, index]
    const found = [
      ...amountTrouble([...at, 'perPayment'], perPayment, currency),
      ...amountTrouble([...at, 'perDay'], perDay, currency),
    ]
    if (seen.has(currency)) {
      const message = `${currency} is limited twice. Give perPayment and perDay together.`
      found.push({ path: [...at, 'currency'], message })
    }
    seen.add(currency)
    found.push(...foreignCurrency([...at, 'currency'], currency, environment))
    return found
  })
}

function foreignCurrency(path: PropertyKey[], currency: string, environment: Place | undefined): Conflict[] {
  if (!environment || environment.currencies.includes(currency)) return []
  return [
    { path, message: `${environment.name} has no ${currency}, only ${environment.currencies.join(', ')}.` },
  ]
}

/** The environment by this name, if there is one. */
function placeOf(world: World, name: string): Place | undefined {
  const environment = world.environments[name]
  return environment && { name, currencies: environment.currencies }
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

function apiUsers(world: World): Conflict[] {
  const found: Conflict[] = []
  const users = new Set<string>()
  for (const [index, user] of world.momo.apiUsers.entries()) {
    const path = ['momo', 'apiUsers', index]
    const environment = placeOf(world, user.targetEnvironment)
    if (!environment) {
      found.push({
        path: [...path, 'targetEnvironment'],
        message: `No environment ${user.targetEnvironment}.`,
      })
    }
    found.push(...limitTrouble([...path, 'limits'], user.limits, environment))
    const isUuid = uuidPattern.test(user.id)
    if (!isUuid && world.environments[user.targetEnvironment]?.platform !== 'new') {
      const message =
        `${JSON.stringify(user.id)} is not a UUID. Ids of another form are of MTN's new platform: ` +
        `give environments.${user.targetEnvironment}.platform: new.`
      found.push({ path: [...path, 'id'], message })
    }
    // UUIDs are compared ignoring case.
    const id = isUuid ? user.id.toLowerCase() : user.id
    if (users.has(id)) found.push({ path: [...path, 'id'], message: `API user ${user.id} is given twice.` })
    users.add(id)
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

const resolvers = { momo: resolveMomoQuirks, onepipe: resolveOnePipeQuirks, network: resolveNetworkQuirks }

function quirks(world: World): Conflict[] {
  const ofWorld = Object.entries(world.quirks).flatMap(([name, value]) =>
    quirkTrouble(['quirks', name], () => resolvers[vendorOfQuirk(name)]({ [name]: value })),
  )
  const ofEnvironments = Object.entries(world.environments).flatMap(([environment, { quirks: own = {} }]) =>
    Object.entries(own).flatMap(([name, value]) => {
      const path = ['environments', environment, 'quirks', name]
      if (vendorOfQuirk(name) === 'momo')
        return quirkTrouble(path, () => resolveMomoQuirks({ [name]: value }))
      const message = `${name} is not of MTN, and only MTN has environments. Put it under quirks of the world.`
      return [{ path, message }]
    }),
  )
  return [...ofWorld, ...ofEnvironments]
}

function quirkTrouble(path: PropertyKey[], resolve: () => unknown): Conflict[] {
  try {
    resolve()
    return []
  } catch (error) {
    return [{ path, message: messageOf(error) }]
  }
}
