import { InputError } from '../kernel/index.ts'
import { parsePrice } from './sms-cost.ts'

export interface NetworkConfig {
  /** The Africa's Talking application: `sandbox`, and its API key. */
  username: string
  apiKey: string
  /** A number that nobody has heard of gets a handset the first time it is named. */
  openPhones: boolean
  /** Five digits; `99999` is the Africa's Talking sandbox (developers.africastalking.com/docs/ussd). */
  networkCode: string
  /** Business seconds that a screen waits for an answer. */
  idleSeconds: number
  /** Business seconds that a session may last. */
  sessionSeconds: number
  /** Real milliseconds that the app has for each answer. */
  answerTimeoutMs: number
  /** Whether the first callback carries the answers dialled behind the code, or drops them. */
  preFilledDial: 'text' | 'empty'
  /** The price of one part of an SMS, such as `KES 0.8000`. */
  smsCost: string
  /** Sender ids allowed besides `AFRICASTKNG` and numeric short codes; `*` allows any. */
  senderIds: string[]
}

/** @throws InputError where a value cannot be used */
export function checkConfig(config: NetworkConfig): NetworkConfig {
  parsePrice(config.smsCost)
  if (!/^\d{5}$/.test(config.networkCode)) {
    throw new InputError(`The network code ${JSON.stringify(config.networkCode)} is not five digits.`, {
      networkCode: config.networkCode,
    })
  }
  for (const name of ['idleSeconds', 'sessionSeconds', 'answerTimeoutMs'] as const) {
    if (!(config[name] > 0)) {
      throw new InputError(`${name} is ${config[name]}; it must be more than 0.`, { [name]: config[name] })
    }
  }
  return config
}
