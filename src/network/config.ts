import { InputError } from '../kernel/index.ts'
import { type Account, accountsOf, checkAccounts, pricesOf } from './accounts.ts'
import { checkDialects, checkNetworkCode, type Dialect, type DialectSettings } from './dialect.ts'
import type { NetworkQuirks } from './quirks.ts'
import type { SmsConfig } from './sms-config.ts'
import { parsePrice } from './sms-cost.ts'

export interface NetworkConfig {
  /** The Africa's Talking application: `sandbox`, and its API key. */
  username: string
  apiKey: string
  /** Others beside it, each with a balance of its own. */
  accounts?: readonly Account[] | undefined
  /** A number that nobody has heard of gets a handset the first time it is named. */
  openPhones: boolean
  /** Who holds a handset that no world file names. */
  strangerName?: string | undefined
  /**
   * The network of handsets that have no other, five digits; `99999` is the Africa's Talking sandbox
   * (developers.africastalking.com/docs/ussd).
   */
  networkCode: string
  /** Of that network, instead of what its dialect has: business seconds that a screen waits for an answer. */
  idleSeconds?: number | undefined
  /** Of that network too: business seconds that a session may last. */
  sessionSeconds?: number | undefined
  /** Of that network too: real milliseconds that the app has for each answer. */
  answerTimeoutMs: number
  /** Of that network too: whether the first callback carries the answers dialled behind the code, or drops them. */
  preFilledDial?: Dialect['preFilledDial'] | undefined
  /** By network code, what differs from the table of dialects. */
  dialects?: Readonly<Record<string, DialectSettings>> | undefined
  /** The price of one part of an SMS, such as `KES 0.8000`. */
  smsCost: string
  /** Sender ids allowed besides `AFRICASTKNG` and numeric short codes; `*` allows any. */
  senderIds: string[]
  /** What is absent is as in the Africa's Talking sandbox. */
  sms?: Partial<SmsConfig>
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
