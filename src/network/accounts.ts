import { InputError } from '../kernel/index.ts'
import { type SmsConfig, smsConfig } from './sms-config.ts'

/** An application of Africa's Talking: the sandbox's is called `sandbox`, and any other is live. */
export interface Account {
  username: string
  apiKey: string
}

/** What a world says of its applications. */
export interface AccountsConfig {
  /** The Africa's Talking application: `sandbox`, and its API key. */
  username: string
  apiKey: string
  /** Others beside it, each with a balance of its own. */
  accounts?: readonly Account[] | undefined
  /** The price of one part of an SMS, such as `KES 0.8000`. */
  smsCost: string
  /** What is absent is as in the Africa's Talking sandbox. */
  sms?: Partial<SmsConfig>
}

/** All applications that may enter, the world's own before those beside it. */
export function accountsOf({ username, apiKey, accounts = [] }: AccountsConfig): Account[] {
  return [{ username, apiKey }, ...accounts]
}

/** The SDKs decide so, by the username alone and whatever its case. */
export function isSandbox(username: string): boolean {
  return username.toLowerCase() === 'sandbox'
}

/** Where the SDKs ask for the account. */
export function hostOf(username: string): string {
  return isSandbox(username) ? 'api.sandbox.africastalking.com' : 'api.africastalking.com'
}

/** What an account pays, and what it holds: the world sets this of its own account. */
export function pricesOf(
  { sms = {}, smsCost, username: own }: Pick<AccountsConfig, 'sms' | 'smsCost' | 'username'>,
  username: string,
): Pick<SmsConfig, 'accountCost' | 'balance'> {
  return smsConfig({ sms: username === own ? sms : {}, smsCost, username })
}

/**
 * Whether an account answers at this host. Hosts that are not Africa's Talking's, such as this simulator's own, are for all.
 */
export function answersAt(username: string, host: string | undefined): boolean {
  const name = (host ?? '').toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '')
  if (name.endsWith('.sandbox.africastalking.com')) return isSandbox(username)
  return !name.endsWith('.africastalking.com') || !isSandbox(username)
}

/** @throws InputError for a username that two accounts have */
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
