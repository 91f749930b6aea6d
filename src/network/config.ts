import { InputError } from '../kernel/index.ts'
import { type AccountsConfig, accountsOf, checkAccounts, pricesOf } from './accounts.ts'
import { checkDialects, checkNetworkCode, type DialectConfig } from './dialect.ts'
import type { NetworkQuirks } from './quirks.ts'
import { parsePrice } from './sms-cost.ts'

export interface NetworkConfig extends AccountsConfig, DialectConfig {
  /** A number that nobody has heard of gets a handset the first time it is named. */
  openPhones: boolean
  /** Who holds a handset that no world file names. */
  strangerName?: string | undefined
  /** Sender ids allowed besides `AFRICASTKNG` and numeric short codes; `*` allows any. */
  senderIds: string[]
  /** What is absent is the default. */
  quirks?: NetworkQuirks
}

/** @throws InputError where a value cannot be used */
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
