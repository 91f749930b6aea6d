import type { Stranger } from './stranger.ts'
import type { Language } from './tables.ts'

export interface Environment {
  /** ISO 4217; the first is the default. */
  currencies: string[]
  /** ISO 3166 alpha-2, in which local numbers are read; null for MTN's sandbox, where Sweden stands in. */
  country: string | null
  language: Language
  /** Whether a number that no phone can have opens a wallet too, in an open world. */
  anyNumber?: boolean | undefined
}

export interface Fee {
  currency: string
  /** Decimal string, added to every payment. */
  flat?: string | undefined
  /** Per cent of the amount, rounded half up. */
  percent?: number | undefined
}

export interface Limit {
  currency: string
  /** Decimal strings. A day is a UTC day of the business clock. */
  perPayment?: string | undefined
  perDay?: string | undefined
}

export interface WalletConfig {
  environments: Record<string, Environment>
  /** An MSISDN nobody has heard of gets a funded wallet the first time a payment names it. */
  openPhones: boolean
  /** The PIN of a wallet that opens by itself. */
  pin: string
  /** Who holds a wallet that opens by itself; called by the number where left out. */
  stranger?: Stranger | undefined
  /** What a wallet, and a merchant's account, that opens by itself is funded with: decimal string in whole units. */
  openingBalance: string
  merchantBalance: string
  fees: Fee[]
  limits: Limit[]
  /** How long a payer has to approve. */
  expirySeconds: number
  payers: PayerAnswer
  /** Phones (`+` and digits) whose payer answers in a way of their own. */
  payersByPhone: Record<string, PayerAnswer>
}

export function environmentOf({ environments }: WalletConfig, name: string): Environment | undefined {
  return Object.hasOwn(environments, name) ? environments[name] : undefined
}

/** Who answers: a person at the phone, or the simulator, after a delay of the business clock. */
export interface PayerAnswer {
  answer: 'by-hand' | 'approve' | 'reject'
  delaySeconds: number
}

/** `phone` is `+` and digits; null where the payer has none. */
export function answerOf(config: WalletConfig, phone: string | null): PayerAnswer {
  const own = phone !== null && Object.hasOwn(config.payersByPhone, phone)
  return (own ? config.payersByPhone[phone] : undefined) ?? config.payers
}
