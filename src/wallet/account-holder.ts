import type { CountryCode } from 'libphonenumber-js'
import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { ConflictError, hot, parseAmount, type Rx, type Tx } from '../kernel/index.ts'
import type { Environment, Limit, WalletConfig } from './config.ts'
import { type Account, type AccountKey, findAccount, fund, openAccount } from './ledger.ts'
import type { Pins } from './pin.ts'
import type { Gender, Language, PartyType, WalletTables } from './tables.ts'

/** Who is meant, exactly as it came in: `46733123450`, `ama@example.com`, a UUID. */
export interface Party {
  type: PartyType
  id: string
}

export interface HolderView {
  id: number
  name: string
  /** `+` and digits. */
  phone: string | null
  language: Language
  /** Three wrong PINs in a row locked the wallet. */
  pinLocked: boolean
}

export interface NewPerson {
  phone: string
  name: string
  language: Language
  pin: string
  email?: string | undefined
  partyCode?: string | undefined
  /** Instead of the world's; decimal strings. */
  limits?: readonly Limit[] | undefined
  /** YYYY-MM-DD. */
  birthdate?: string | undefined
  gender?: Gender | undefined
}

/** What a merchant may learn of an account holder. */
export interface Profile {
  givenName: string
  /** Empty for a name of one word. */
  familyName: string
  /** YYYY-MM-DD. */
  birthdate: string | null
  gender: Gender | null
  language: Language
}

export interface MerchantAccount {
  merchantId: number
  environment: string
  product: string
  currency: string
}

const byAlias = hot<WalletTables, { type: PartyType; value: string }>()((db, slot) =>
  db
    .selectFrom('aliases')
    .innerJoin('account_holders', 'account_holders.id', 'aliases.holder_id')
    .select(['account_holders.id', 'name', 'language', 'locked', 'may_receive'])
    .where('type', '=', slot('type'))
    .where('value', '=', slot('value')),
)
const phoneOf = hot<WalletTables, { holderId: number }>()((db, slot) =>
  db
    .selectFrom('aliases')
    .select('value')
    .where('holder_id', '=', slot('holderId'))
    .where('type', '=', 'MSISDN')
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

const profileOf = hot<WalletTables, { holderId: number }>()((db, slot) =>
  db
    .selectFrom('account_holders')
    .select(['kind', 'name', 'birthdate', 'gender', 'language'])
    .where('id', '=', slot('holderId')),
)

const keyOf = ({ merchantId, environment, product, currency }: MerchantAccount): AccountKey => ({
  holderId: merchantId,
  environment,
  currency,
  product,
})

const limitsJson = (limits: readonly Limit[] | undefined) => (limits ? JSON.stringify(limits) : null)

/** A party's id in the one form that aliases have: numbers as `+` and digits, the rest in lower case. */
export function canonical({ type, id }: Party, environment: Environment | undefined): string {
  if (type !== 'MSISDN') return id.toLowerCase()
  const digits = id.replace(/^\+|^00/, '')
  if (environment?.country && !id.startsWith('+')) {
    const country = environment.country as CountryCode
    const local = parsePhoneNumberFromString(id, country)
    if (id.startsWith('0') && local?.isValid()) return local.number
  }
  return `+${digits}`
}

export class AccountHolders {
  #config: WalletConfig

  constructor(
    readonly pins: Pins,
    config: WalletConfig,
  ) {
    this.#config = config
  }

  configure(config: WalletConfig): void {
    this.#config = config
  }

  async byPhone(rx: Rx, phone: string): Promise<HolderView | undefined> {
    const row = await rx.first(byAlias, { type: 'MSISDN', value: phone })
    return row && { id: row.id, name: row.name, phone, language: row.language, pinLocked: row.locked === 1 }
  }

  async find(rx: Rx, environment: string, party: Party): Promise<{ id: number } | undefined> {
    return rx.first(byAlias, {
      type: party.type,
      value: canonical(party, this.#config.environments[environment]),
    })
  }

  async phone(rx: Rx, holderId: number): Promise<string | null> {
    return (await rx.first(phoneOf, { holderId }))?.value ?? null
  }

  /** @throws ConflictError where an alias belongs to somebody already */
  async open(tx: Tx, person: NewPerson): Promise<number> {
    const { phone, name, language, pin, email, partyCode } = person
    const aliases: Array<[PartyType, string | undefined]> = [
      ['MSISDN', phone],
      ['EMAIL', email?.toLowerCase()],
      ['PARTY_CODE', partyCode?.toLowerCase()],
    ]
    const { id } = await tx
      .db<WalletTables>()
      .insertInto('account_holders')
      .values({
        kind: 'person',
        name,
        language,
        pin_hash: null,
        limits: limitsJson(person.limits),
        birthdate: person.birthdate ?? null,
        gender: person.gender ?? null,
        created_at: tx.now,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await this.pins.set(tx, id, pin)
    for (const [type, value] of aliases) {
      if (value === undefined) continue
      if (await tx.first(byAlias, { type, value })) {
        throw new ConflictError(`${value} is another account holder's. Give each phone aliases of its own.`, {
          value,
        })
      }
      await tx.db<WalletTables>().insertInto('aliases').values({ type, value, holder_id: id }).execute()
    }
    return id
  }

  async openMerchant(
    tx: Tx,
    {
      name,
      mayReceive = true,
      limits,
    }: { name: string; mayReceive?: boolean; limits?: readonly Limit[] | undefined },
  ): Promise<number> {
    const { id } = await tx
      .db<WalletTables>()
      .insertInto('account_holders')
      .values({
        kind: 'merchant',
        name,
        language: 'en',
        pin_hash: null,
        may_receive: Number(mayReceive),
        limits: limitsJson(limits),
        created_at: tx.now,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    return id
  }

  /**
   * Who pays or is paid, with an account in the currency. In an open world a number nobody has heard of gets a
   * funded wallet here, and a known one that has none in this environment too.
   */
  async party(tx: Tx, environment: string, currency: string, party: Party): Promise<number | undefined> {
    const known = await this.find(tx, environment, party)
    const open = this.#config.openPhones && party.type === 'MSISDN'
    if (!known && !open) return undefined
    const holderId = known?.id ?? (await this.#openByItself(tx, environment, party))
    const key = { holderId, environment, currency, product: '' }
    if (!(await findAccount(tx, key))) {
      if (!this.#config.openPhones) return undefined
      await fund(tx, key, parseAmount(this.#config.openingBalance, currency))
    }
    return holderId
  }

  async #openByItself(tx: Tx, environment: string, party: Party): Promise<number> {
    const settings = this.#config.environments[environment]
    const phone = canonical(party, settings)
    const language = settings?.language ?? 'en'
    const id = await this.open(tx, { phone, name: phone, language, pin: this.#config.pin })
    await tx.emit({ kind: 'account-holder.opened', phone, data: { name: phone, environment } })
    return id
  }

  async isActive(rx: Rx, environment: string, party: Party): Promise<boolean> {
    const known = await this.find(rx, environment, party)
    if (this.#config.openPhones) return known !== undefined || party.type === 'MSISDN'
    const account = known && (await rx.first(anyAccount, { holderId: known.id, environment }))
    return account !== undefined
  }

  async profile(rx: Rx, environment: string, party: Party): Promise<Profile | undefined> {
    const known = await this.find(rx, environment, party)
    if (!known || !(await this.isActive(rx, environment, party))) return undefined
    const row = await rx.first(profileOf, { holderId: known.id })
    if (row?.kind !== 'person') return undefined
    const [givenName = '', ...others] = row.name.trim().split(/\s+/)
    const { birthdate, gender, language } = row
    return { givenName, familyName: others.join(' '), birthdate, gender, language }
  }

  /** A merchant's account, opened with money in it where it is new. */
  async merchantAccount(tx: Tx, of: MerchantAccount): Promise<Account> {
    const key = keyOf(of)
    const found = await findAccount(tx, key)
    if (found) return found
    await fund(tx, key, this.#merchantOpening(of.currency))
    return openAccount(tx, key)
  }

  /** What {@link merchantAccount} holds, or would open with: minor units. */
  async merchantBalance(rx: Rx, of: MerchantAccount): Promise<number> {
    const account = await findAccount(rx, keyOf(of))
    return account?.balance ?? this.#merchantOpening(of.currency)
  }

  #merchantOpening(currency: string): number {
    return parseAmount(this.#config.merchantBalance, currency)
  }
}
