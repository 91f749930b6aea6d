import { internationalNumber } from '../kernel/index.ts'
import type { Environment, Limit } from './config.ts'
import type { Gender, Language, PartyType } from './tables.ts'

/** A party as the request names it, unchanged: `46733123450`, `ama@example.com`, a UUID. */
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

export interface BalanceView {
  environment: string
  currency: string
  /** Minor units. */
  amount: number
}

export interface PersonView extends HolderView {
  balances: BalanceView[]
}

export interface NewPerson {
  phone: string
  name: string
  language: Language
  pin: string
  email?: string | undefined
  partyCode?: string | undefined
  /** Replace the world's limits; decimal strings. */
  limits?: readonly Limit[] | undefined
  /** YYYY-MM-DD. */
  birthdate?: string | undefined
  gender?: Gender | undefined
  details?: PersonDetails | undefined
  /** True: the wallet opened on first use; no world file names its holder. */
  byItself?: boolean | undefined
}

type Texts<Name extends string> = { [Each in Name]?: string | undefined }

/** Further data of a person; each is left out where the world does not say it. */
export interface PersonDetails {
  address?: Texts<'street' | 'postalCode' | 'locality' | 'region' | 'country'> | undefined
  birthplace?: Texts<'city' | 'region' | 'country'> | undefined
  occupation?: string | undefined
  employer?: string | undefined
  creditScore?: number | undefined
  identification?: { type: string; value: string } | undefined
}

/** What a merchant may learn of an account holder. */
export interface Profile {
  givenName: string
  /** Empty where the name is one word. */
  familyName: string
  /** YYYY-MM-DD. */
  birthdate: string | null
  gender: Gender | null
  language: Language
  /** See {@link NewPerson.byItself}. */
  byItself: boolean
}

/** What a merchant may learn of an account holder who consents. */
export interface FullProfile extends Profile {
  email: string | null
  /** `+` and digits. */
  phone: string | null
  details: PersonDetails
}

/** A party's id in the form that aliases are stored in: phone numbers as `+` and digits, the rest in lower case. */
export function canonical({ type, id }: Party, environment: Environment | undefined): string {
  return type === 'MSISDN' ? internationalNumber(id, environment?.country ?? null) : id.toLowerCase()
}
