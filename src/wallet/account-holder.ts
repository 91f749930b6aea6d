import { internationalNumber } from '../kernel/index.ts'
import type { Environment, Limit } from './config.ts'
import type { Gender, Language, PartyType } from './tables.ts'

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
  /** Whether the phone opens by itself, and nobody of the world file holds it. */
  byItself?: boolean | undefined
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
  /** Nobody of the world file: see {@link NewPerson.byItself}. */
  byItself: boolean
}

/** A party's id in the one form that aliases have: numbers as `+` and digits, the rest in lower case. */
export function canonical({ type, id }: Party, environment: Environment | undefined): string {
  return type === 'MSISDN' ? internationalNumber(id, environment?.country ?? null) : id.toLowerCase()
}
