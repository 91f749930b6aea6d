import { InputError } from '../kernel/index.ts'
import { type SmsConfig, smsConfig } from './sms-config.ts'

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

/** An account's price of an SMS and its balance. The world can set these of its own account only. */
export function pricesOf(
  { sms = {}, smsCost, username: own }: Pick<AccountsConfig, 'sms' | 'smsCost' | 'username'>,
  username: string,
): Pick<SmsConfig, 'accountCost' | 'balance'> {
  return smsConfig({ sms: username === own ? sms : {}, smsCost, username })
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
