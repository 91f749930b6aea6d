import { messageOf, parseAmount } from '../kernel/index.ts'
import { resolveMomoQuirks } from '../momo/index.ts'
import { durationSeconds, type World } from './world-schema.ts'

export interface Conflict {
  path: PropertyKey[]
  message: string
}

/** What no part of a world shows by itself: names that are not there, amounts that a currency cannot have. */
export function conflictsOf(world: World): Conflict[] {
  return [...people(world), ...apiUsers(world), ...charges(world), ...network(world), ...quirks(world)]
}

/** The refusal of an amount, if any. Nothing is an amount too where `mayBeZero`. */
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

function people(world: World): Conflict[] {
  const found: Conflict[] = []
  const seen = new Set<string>()
  for (const [index, person] of world.people.entries()) {
    const environment = world.environments[person.environment]
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
      if (environment && !environment.currencies.includes(currency)) {
        const message = `${person.environment} has no ${currency}, only ${environment.currencies.join(', ')}.`
        found.push({ path: where, message })
      }
      found.push(...amountTrouble(where, amount, currency, true))
    }
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
    if (!world.environments[user.targetEnvironment]) {
      found.push({
        path: [...path, 'targetEnvironment'],
        message: `No environment ${user.targetEnvironment}.`,
      })
    }
    if (users.has(user.id.toLowerCase())) {
      found.push({ path: [...path, 'id'], message: `API user ${user.id} is given twice.` })
    }
    users.add(user.id.toLowerCase())
  }
  return found
}

/** Wallets and merchants that open by themselves are funded in the currency of any environment. */
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
  const limits = world.limits.flatMap(({ perPayment, perDay, currency }, index) => [
    ...amountTrouble(['limits', index, 'perPayment'], perPayment, currency),
    ...amountTrouble(['limits', index, 'perDay'], perDay, currency),
  ])
  return [...opening, ...fees, ...limits]
}

function network({ network: telco, payerApp, expiry }: World): Conflict[] {
  const found: Conflict[] = []
  const durations: Array<[PropertyKey[], string]> = [
    [['expiry'], expiry],
    [['network', 'idleTimeout'], telco.idleTimeout],
    [['network', 'sessionTimeout'], telco.sessionTimeout],
  ]
  for (const [path, text] of durations) {
    if (durationSeconds(text) === 0)
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
  return found
}

function quirks(world: World): Conflict[] {
  return Object.entries(world.quirks).flatMap(([name, value]) => {
    try {
      resolveMomoQuirks({ [name]: value })
      return []
    } catch (error) {
      return [{ path: ['quirks', name], message: messageOf(error) }]
    }
  })
}
