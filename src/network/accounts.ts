import { InputError } from '../kernel/index.ts'
import { type SmsConfig, smsConfig } from './sms-config.ts'
import { type Price, parsePrice } from './sms-cost.ts'

/** An application of Africa's Talking. The username `sandbox` is the sandbox; any other is a live account. */
export interface Account {
  username: string
  apiKey: string
}

/** A world's settings of its applications. */
export interface AccountsConfig {
  /** The Africa's Talking application: `sandbox`, and its API key. */
  username: string
  apiKey: string
  /** Further applications, each with its own balance. */
  accounts?: readonly Account[] | undefined
  /** The price of one part of an SMS, such as `KES 0.8000`. */
  smsCost: string
  /** Absent settings are those of the Africa's Talking sandbox. */
  sms?: Partial<SmsConfig>
}

/** All applications; the world's own is the first. */
export function accountsOf({ username, apiKey, accounts = [] }: AccountsConfig): Account[] {
  return [{ username, apiKey }, ...accounts]
}

/** As the SDKs decide: by the username only, ignoring case. */
export function isSandbox(username: string): boolean {
  return username.toLowerCase() === 'sandbox'
}

/** The host that the SDKs call for the account. */
export function hostOf(username: string): string {
  return isSandbox(username) ? 'api.sandbox.africastalking.com' : 'api.africastalking.com'
}

/** What an account pays by. */
interface Prices {
  /** What one part of an SMS costs its recipient's network. */
  smsCost: Price
  /** What one part costs the account, and what it has before the first. */
  accountCost: Price
  balance: Price
  holdHours: number
}

/** They are read at every SMS, so their texts are parsed once for each world. */
const known = new WeakMap<PricedConfig, Map<string, Prices>>()
type PricedConfig = Pick<AccountsConfig, 'sms' | 'smsCost' | 'username'>

/** An account's prices and its balance. The world can set these of its own account only. @throws InputError */
export function pricesOf(config: PricedConfig, username: string): Prices {
  const ofWorld = known.get(config) ?? new Map<string, Prices>()
  const before = ofWorld.get(username)
  if (before) return before
  const { sms = {}, smsCost, username: own } = config
  const { accountCost, balance, holdHours } = smsConfig({
    sms: username === own ? sms : {},
    smsCost,
    username,
  })
  const prices = {
    smsCost: parsePrice(smsCost),
    accountCost: parsePrice(accountCost),
    balance: parsePrice(balance),
    holdHours,
  }
  known.set(config, ofWorld.set(username, prices))
  return prices
}

/**
 * Whether an account can be used at this host. Hosts outside Africa's Talking, such as this simulator's, accept all accounts.
 */
export function answersAt(username: string, host: string | undefined): boolean {
  const name = (host ?? '').toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '')
  if (name.endsWith('.sandbox.africastalking.com')) return isSandbox(username)
  return !name.endsWith('.africastalking.com') || !isSandbox(username)
}

/** @throws InputError if two accounts have the same username */
export function checkAccounts(config: AccountsConfig): void {
  const seen = new Set<string>()
  for (const { username } of accountsOf(config)) {
    if (seen.has(username)) {
      throw new InputError(`The username ${username} is given twice. Give each account one of its own.`, {
        username,
      })
    }
    seen.add(username)
  }
}
