import { hot, type Rx } from '../kernel/index.ts'
import type { HolderView } from './account-holder.ts'
import type { WalletTables } from './tables.ts'

export interface BalanceView {
  environment: string
  currency: string
  /** Minor units. */
  amount: number
}

export interface PersonView extends HolderView {
  balances: BalanceView[]
}

const balancesOf = hot<WalletTables, { holderId: number }>()((db, slot) =>
  db
    .selectFrom('accounts')
    .select(['environment', 'currency', 'balance as amount'])
    .where('holder_id', '=', slot('holderId'))
    .orderBy('id'),
)
const everyPerson = hot<WalletTables, Record<never, never>>()((db) =>
  db
    .selectFrom('account_holders as h')
    .innerJoin('aliases as a', (join) => join.onRef('a.holder_id', '=', 'h.id').on('a.type', '=', 'MSISDN'))
    .select(['h.id', 'h.name', 'h.language', 'h.locked', 'a.value'])
    .where('h.kind', '=', 'person')
    .orderBy('h.id'),
)

export function readBalances(rx: Rx, holderId: number): Promise<BalanceView[]> {
  return rx.run(balancesOf, { holderId })
}

/** Every person's wallet, in the order of opening. */
export async function readPeople(rx: Rx): Promise<PersonView[]> {
  const people: PersonView[] = []
  for (const { id, name, language, locked, value } of await rx.run(everyPerson, {})) {
    const balances = await readBalances(rx, id)
    people.push({ id, name, language, phone: value, pinLocked: locked === 1, balances })
  }
  return people
}
