import { sql } from 'kysely'
import { ConflictError, canBePhone, hot, parseAmount, type Rx, type Tx } from '../kernel/index.ts'
import type { PhonesWanted } from '../terms/sim/world.ts'
import {
  type BalanceView,
  canonical,
  type FullProfile,
  type HolderView,
  type NewPerson,
  type Party,
  type PersonDetails,
  type PersonView,
  type Profile,
} from './account-holder.ts'
import { writeLimits } from './charges.ts'
import type { WalletConfig } from './config.ts'
import { findAccount, openFunded } from './ledger.ts'
import type { PinRefusal, Pins } from './pin.ts'
import type { Language, PartyType, WalletTables } from './tables.ts'

const byAlias = hot<WalletTables, { type: PartyType; value: string }>()((db, slot) =>
  db
    .selectFrom('aliases')
    .innerJoin('account_holders', 'account_holders.id', 'aliases.holder_id')
    .select(['account_holders.id', 'name', 'language', 'locked', 'may_receive'])
    .where('type', '=', slot('type'))
    .where('value', '=', slot('value')),
)
const aliasOf = hot<WalletTables, { holderId: number; type: PartyType }>()((db, slot) =>
  db
    .selectFrom('aliases')
    .select('value')
    .where('holder_id', '=', slot('holderId'))
    .where('type', '=', slot('type'))
    .limit(1),
)

const anyAccount = hot<WalletTables, { holderId: number; environment: string }>()((db, slot) =>
  db
    .selectFrom('accounts')
    .select('id')
    .where('holder_id', '=', slot('holderId'))
    .where('environment', '=', slot('environment'))
    .limit(1),
)

const balancesOf = hot<WalletTables, { holderId: number }>()((db, slot) =>
  db
    .selectFrom('accounts')
    .select(['environment', 'currency', 'balance as amount'])
    .where('holder_id', '=', slot('holderId'))
    .orderBy('id'),
)

const everyBalance = hot<WalletTables, Record<never, never>>()((db) =>
  db
    .selectFrom('accounts')
    .innerJoin('account_holders as h', 'h.id', 'accounts.holder_id')
    .select(['h.id as holder', 'environment', 'currency', 'balance as amount'])
    .where('h.kind', '=', 'person')
    .orderBy('accounts.id'),
)

const everyPerson = hot<WalletTables, Record<never, never>>()((db) =>
  db
    .selectFrom('account_holders as h')
    .innerJoin('aliases as a', (join) => join.onRef('a.holder_id', '=', 'h.id').on('a.type', '=', 'MSISDN'))
    .select(['h.id', 'h.name', 'h.language', 'h.locked', 'a.value'])
    .where('h.kind', '=', 'person')
    .orderBy('h.id'),
)

const profileOf = hot<WalletTables, { holderId: number }>()((db, slot) =>
  db
    .selectFrom('account_holders')
    .select(['kind', 'name', 'birthdate', 'gender', 'language', 'by_itself', 'details'])
    .where('id', '=', slot('holderId')),
)

const insertPerson = hot<
  WalletTables,
  Pick<
    WalletTables['account_holders'],
    'name' | 'language' | 'limits' | 'birthdate' | 'gender' | 'details' | 'created_at'
  > & { by_itself: number }
>()((db, slot) =>
  db.insertInto('account_holders').values({
    kind: 'person',
    name: slot('name'),
    language: slot('language'),
    pin_hash: null,
    limits: slot('limits'),
    birthdate: slot('birthdate'),
    gender: slot('gender'),
    details: slot('details'),
    by_itself: slot('by_itself'),
    created_at: slot('created_at'),
  }),
)
const insertAlias = hot<WalletTables, { type: PartyType; value: string; holderId: number }>()((db, slot) =>
  db.insertInto('aliases').values({ type: slot('type'), value: slot('value'), holder_id: slot('holderId') }),
)

export class AccountHolders {
  constructor(
    readonly pins: Pins,
    readonly config: WalletConfig,
  ) {}

  /** `phone` is `+` and digits. */
  async byPhone(rx: Rx, phone: string): Promise<HolderView | undefined> {
    const row = await rx.first(byAlias, { type: 'MSISDN', value: phone })
    return row && { id: row.id, name: row.name, phone, language: row.language, pinLocked: row.locked === 1 }
  }

  async find(rx: Rx, environment: string, party: Party): Promise<{ id: number } | undefined> {
    return rx.first(byAlias, {
      type: party.type,
      value: canonical(party, this.config.environments[environment]),
    })
  }

  async phone(rx: Rx, holderId: number): Promise<string | null> {
    return (await rx.first(aliasOf, { holderId, type: 'MSISDN' }))?.value ?? null
  }

  balances(rx: Rx, holderId: number): Promise<BalanceView[]> {
    return rx.run(balancesOf, { holderId })
  }

  /** The wallets of some people, in the order of opening. */
  async peopleWanted(rx: Rx, { limit, numbers, search }: PhonesWanted): Promise<PersonView[]> {
    let query = rx
      .db<WalletTables>()
      .selectFrom('account_holders as h')
      .innerJoin('aliases as a', (join) => join.onRef('a.holder_id', '=', 'h.id').on('a.type', '=', 'MSISDN'))
      .select(['h.id', 'h.name', 'h.language', 'h.locked', 'a.value'])
      .where('h.kind', '=', 'person')
    if (numbers !== undefined) query = query.where('a.value', 'in', numbers)
    if (search !== undefined) {
      const part = `%${search.replace(/[\\%_]/g, '\\$&')}%`
      query = query.where(
        sql<boolean>`(a.value LIKE ${part} ESCAPE '\\' OR lower(h.name) LIKE lower(${part}) ESCAPE '\\')`,
      )
    }
    if (limit !== undefined) query = query.limit(limit)
    const people: PersonView[] = []
    for (const { id, name, language, locked, value } of await query.orderBy('h.id').execute()) {
      const balances = await this.balances(rx, id)
      people.push({ id, name, language, phone: value, pinLocked: locked === 1, balances })
    }
    return people
  }

  /** Every person's wallet, in the order of opening. */
  async people(rx: Rx): Promise<PersonView[]> {
    const balances = new Map<number, BalanceView[]>()
    for (const { holder, ...balance } of await rx.run(everyBalance, {})) {
      const own = balances.get(holder)
      if (own) own.push(balance)
      else balances.set(holder, [balance])
    }
    const people = await rx.run(everyPerson, {})
    return people.map(({ id, name, language, locked, value }) => ({
      id,
      name,
      language,
      phone: value,
      pinLocked: locked === 1,
      balances: balances.get(id) ?? [],
    }))
  }

  /** Counts tries and locks as an approval does. */
  async checkPin(tx: Tx, holderId: number, pin: string): Promise<{ outcome: 'ok' } | PinRefusal> {
    return this.pins.check(tx, { holderId, pin, phone: await this.phone(tx, holderId) })
  }

  async setLanguage(tx: Tx, holderId: number, language: Language): Promise<void> {
    await tx
      .db<WalletTables>()
      .updateTable('account_holders')
      .set({ language })
      .where('id', '=', holderId)
      .execute()
  }

  /** @throws ConflictError where another account holder has the alias */
  async open(tx: Tx, person: NewPerson): Promise<number> {
    const { phone, name, language, pin, email, partyCode } = person
    const aliases: Array<[PartyType, string | undefined]> = [
      ['MSISDN', phone],
      ['EMAIL', email?.toLowerCase()],
      ['PARTY_CODE', partyCode?.toLowerCase()],
    ]
    const id = await tx.insert(insertPerson, {
      name,
      language,
      limits: writeLimits(person.limits),
      birthdate: person.birthdate ?? null,
      gender: person.gender ?? null,
      details: person.details ? JSON.stringify(person.details) : null,
      by_itself: Number(person.byItself ?? false),
      created_at: tx.now,
    })
    await this.pins.set(tx, id, pin)
    for (const [type, value] of aliases) {
      if (value === undefined) continue
      if (await tx.first(byAlias, { type, value })) {
        throw new ConflictError(`${value} is another account holder's. Give each phone aliases of its own.`, {
          value,
        })
      }
      await tx.change(insertAlias, { type, value, holderId: id })
    }
    return id
  }

  /**
   * The account holder of a payer or payee, with an account in the currency. In an open world an unknown number
   * gets a funded wallet here, and so does a known number that has none in this environment.
   */
  async party(tx: Tx, environment: string, currency: string, party: Party): Promise<number | undefined> {
    const known = await this.find(tx, environment, party)
    if (!known && !this.#opensByItself(environment, party)) return undefined
    const holderId = known?.id ?? (await this.#openByItself(tx, environment, party))
    const key = { holderId, environment, currency, product: '' }
    if (!(await findAccount(tx, key))) {
      if (!this.config.openPhones) return undefined
      await openFunded(tx, key, parseAmount(this.config.openingBalance, currency))
    }
    return holderId
  }

  /** In an open world a wallet opens for any valid phone number; with `anyNumber`, for any number. */
  #opensByItself(environment: string, party: Party): boolean {
    const { openPhones, environments } = this.config
    const settings = environments[environment]
    return (
      openPhones &&
      party.type === 'MSISDN' &&
      (settings?.anyNumber === true || canBePhone(canonical(party, settings)))
    )
  }

  async #openByItself(tx: Tx, environment: string, party: Party): Promise<number> {
    const { environments, pin, stranger } = this.config
    const settings = environments[environment]
    const phone = canonical(party, settings)
    const language = settings?.language ?? 'en'
    const person = { ...(stranger ?? { name: phone }), byItself: true }
    const id = await this.open(tx, { phone, language, pin, ...person })
    await tx.emit({ kind: 'account-holder.opened', phone, data: { name: person.name, environment } })
    return id
  }

  /** Whether this party can be asked for money: in an open world, any number. */
  async isActive(rx: Rx, environment: string, party: Party): Promise<boolean> {
    const known = await this.find(rx, environment, party)
    if (this.config.openPhones) return known !== undefined || this.#opensByItself(environment, party)
    const account = known && (await rx.first(anyAccount, { holderId: known.id, environment }))
    return account !== undefined
  }

  /**
   * The profile of a party. Undefined where the party is unknown or has no wallet in the environment. In an open world
   * a number that was never used is unknown too: a read creates nothing.
   */
  async profile(rx: Rx, environment: string, party: Party): Promise<Profile | undefined> {
    const known = await this.find(rx, environment, party)
    if (!known || !(await this.isActive(rx, environment, party))) return undefined
    return this.fullProfile(rx, known.id)
  }

  /** The profile of a person by the id of the account holder; undefined for one that is no person. */
  async fullProfile(rx: Rx, holderId: number): Promise<FullProfile | undefined> {
    const row = await rx.first(profileOf, { holderId })
    if (row?.kind !== 'person') return undefined
    const [givenName = '', ...others] = row.name.trim().split(/\s+/)
    const { birthdate, gender, language, by_itself } = row
    const familyName = others.join(' ')
    return {
      ...{ givenName, familyName, birthdate, gender, language, byItself: by_itself === 1 },
      email: (await rx.first(aliasOf, { holderId, type: 'EMAIL' }))?.value ?? null,
      phone: await this.phone(rx, holderId),
      details: row.details === null ? {} : (JSON.parse(row.details) as PersonDetails),
    }
  }
}
