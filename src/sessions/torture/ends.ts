import type { World } from '../../client/index.ts'
import type { Script } from '../parse.ts'
import type { Scene } from '../scene.ts'
import type { Movement, Standing } from '../steps-part.ts'
import type { Histories, MadeOrder } from './histories.ts'
import type { Mishap } from './mishaps.ts'

/** Longer than any time-out in a script. */
const longWhile = 'PT10M'

/**
 * Moves the clock, and returns what is then wrong with money or status: a failed audit, an order without a
 * final status, a debit without a payment, too many callbacks, or a callback that differs from the status.
 */
export async function wrongEnds(
  scene: Scene,
  {
    script,
    before,
    harm,
    histories,
  }: { script: Script; before: World; harm: Mishap['harm']; histories: Histories },
): Promise<string[]> {
  await scene.client.clock.advance(longWhile)
  const audit = await scene.client.audit()
  const wrong = audit.ok ? [] : [`the ledger does not add up: ${JSON.stringify(audit.problems)}`]
  const paid = new Set<string>()
  for (const made of histories.made()) {
    const { name } = made
    const { status, end } = await standingOf(made)
    if (end === 'paid') paid.add(name)
    else if (end === undefined) wrong.push(`${name} is still ${status}`)
    const statuses = histories.callbacksOf(made).map((callback) => made.order.toldBy(callback))
    if (statuses.length > (harm === 'callbacks' ? 2 : 1))
      wrong.push(`${name} was called back ${statuses.length} times`)
    const other = statuses.find((one) => one !== status)
    if (other !== undefined) wrong.push(`${name} is ${status}, but its callback said ${String(other)}`)
  }
  return [...wrong, ...wrongBalances(script, before, await scene.client.world(), paid)]
}

/** How it stands, or the error if that is unknown. */
async function standingOf({ order, thing }: MadeOrder): Promise<Standing> {
  try {
    return await order.standing(thing)
  } catch (error) {
    return { status: `unknown (${error instanceof Error ? error.message : String(error)})` }
  }
}

function wrongBalances(
  { steps, grammar }: Script,
  before: World,
  after: World,
  paid: ReadonlySet<string>,
): string[] {
  const expected = balancesOf(before)
  const made = new Map<string, unknown>()
  for (const { words } of steps) {
    for (const [word, value] of Object.entries(words)) {
      const order = grammar.actions.get(word)?.order
      if (!order) continue
      const { as } = value as { as: string }
      made.set(as, value)
      if (!order.moves || !paid.has(as)) continue
      if (
        !move(
          expected,
          order.moves(value, (name) => made.get(name)),
        )
      )
        return []
    }
  }
  const now = balancesOf(after)
  return [...expected].flatMap(([account, amount]) => {
    const has = now.get(account) ?? 0
    return Math.abs(has - amount) < 0.0005 ? [] : [`${account} has ${has}, and ought to have ${amount}`]
  })
}

/** False if a party is no phone of the world, since its balance cannot be read. */
function move(balances: Map<string, number>, { party, currency, amount }: Movement): boolean {
  const account = `+${party.replace(/^\+/, '')} ${currency}`
  const before = balances.get(account)
  if (before === undefined) return false
  balances.set(account, Math.round((before + amount) * 1000) / 1000)
  return true
}

function balancesOf({ phones }: World): Map<string, number> {
  return new Map(
    phones.flatMap(({ msisdn, balances }) =>
      balances.map(({ currency, amount }) => [`${msisdn} ${currency}`, Number(amount)] as const),
    ),
  )
}
