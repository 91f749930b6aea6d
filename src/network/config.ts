import { InputError } from '../kernel/index.ts'
import { type AccountsConfig, accountsOf, checkAccounts, pricesOf } from './accounts.ts'
import { checkDialects, checkNetworkCode, type DialectConfig } from './dialect.ts'
import type { NetworkQuirks } from './quirks.ts'
import { parsePrice } from './sms-cost.ts'

export interface NetworkConfig extends AccountsConfig, DialectConfig {
  /** An unknown number gets a handset at its first use. */
  openPhones: boolean
  /** The name of the owner of a handset that is not in the world file. */
  strangerName?: string | undefined
  /** Sender ids allowed besides `AFRICASTKNG` and numeric short codes; `*` allows any. */
  senderIds: string[]
  /** Absent: the defaults. */
  quirks?: NetworkQuirks
}

/** @throws InputError for an invalid value */
export function checkConfig(config: NetworkConfig): NetworkConfig {
  parsePrice(config.smsCost)
  checkAccounts(config)
  for (const { username } of accountsOf(config)) pricesOf(config, username)
  for (const code of [config.networkCode, ...Object.keys(config.dialects ?? {})]) checkNetworkCode(code)
  checkDialects(config.dialects)
  for (const name of ['idleSeconds', 'sessionSeconds', 'answerTimeoutMs'] as const) {
    const value = config[name]
    if (value !== undefined && !(value > 0)) {
      throw new InputError(`${name} is ${config[name]}; it must be more than 0.`, { [name]: config[name] })
    }
  }
  return config
}
