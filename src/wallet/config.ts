import type { FeeKind } from '../terms/sim/statuses.ts'
import type { Stranger } from './stranger.ts'
import type { Language } from './tables.ts'

export interface Environment {
  /** ISO 4217; the first is the default. */
  currencies: string[]
  /** ISO 3166 alpha-2: the country of local numbers; null: those of the kernel's default country. */
  country: string | null
  language: Language
  /** In an open world, also open a wallet for a number that is not a valid phone number. */
  anyNumber?: boolean | undefined
}

export interface Fee {
  currency: string
  /** Decimal string, added to every payment. */
  flat?: string | undefined
  /** Per cent of the amount, rounded half up. */
  percent?: number | undefined
  /** Of this kind alone, instead of a fee that names no kind; of all where left out. */
  for?: FeeKind | undefined
}

export interface Limit {
  currency: string
  /** Decimal strings. A day is a UTC day of the business clock. */
  perPayment?: string | undefined
  perDay?: string | undefined
}

export interface WalletConfig {
  environments: Record<string, Environment>
  /** An unknown MSISDN gets a funded wallet the first time a payment names it. */
  openPhones: boolean
  /** The PIN of a wallet that opens on first use. */
  pin: string
  /** The holder of a wallet that opens on first use; where left out, the number is the holder's name. */
  stranger?: Stranger | undefined
  /** The opening balances of a wallet and a merchant's account that open on first use: decimal strings, in whole units. */
  openingBalance: string
  merchantBalance: string
  fees: Fee[]
  limits: Limit[]
  /** How long a payer has to approve. */
  expirySeconds: number
  payers: PayerAnswer
  /** Payers that answer otherwise than `payers`, by phone (`+` and digits). */
  payersByPhone: Record<string, PayerAnswer>
}

export function environmentOf({ environments }: WalletConfig, name: string): Environment | undefined {
  return Object.hasOwn(environments, name) ? environments[name] : undefined
}

/** A person at the phone answers, or the simulator does after a delay of the business clock. */
export interface PayerAnswer {
  answer: 'by-hand' | 'approve' | 'reject'
  delaySeconds: number
}

/** `phone` is `+` and digits; null where the payer has none. */
export function answerOf(config: WalletConfig, phone: string | null): PayerAnswer {
  const own = phone !== null && Object.hasOwn(config.payersByPhone, phone)
  return (own ? config.payersByPhone[phone] : undefined) ?? config.payers
}
