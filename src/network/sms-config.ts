import { InputError } from '../kernel/index.ts'
import { parsePrice } from './sms-cost.ts'

export interface SmsConfig {
  /** The price of one part in the account's currency. Totals are in this currency, recipients' costs in their own. */
  accountCost: string
  /** The balance before the first SMS. */
  balance: string
  /** Callbacks are retried for so many hours of business time until the app answers 200. */
  callbackHours: number
  /** A message is held for so many hours of business time while the handset is off. */
  holdHours: number
}

/**
 * Price and balance as recorded from the sandbox. Callbacks are repeated for 12 hours, according to
 * help.africastalking.com/en/articles/742510; africastalking-node.js#10 says 10 minutes.
 */
const sandbox: SmsConfig = {
  accountCost: 'USD 0.0079',
  balance: 'USD 999999589.6168',
  callbackHours: 12,
  holdHours: 24,
}

/** As recorded, a live account pays the recipients' costs in their currency. */
function live(smsCost: string): SmsConfig {
  const [, holds] = sandbox.balance.split(' ')
  return { ...sandbox, accountCost: smsCost, balance: `${parsePrice(smsCost).currency} ${holds}` }
}

/** The settings of the account with this username. @throws InputError for an invalid value */
export function smsConfig(of: { sms?: Partial<SmsConfig>; smsCost: string; username: string }): SmsConfig {
  const { sms = {}, smsCost, username } = of
  const priced = sms.accountCost !== undefined || sms.balance !== undefined
  const usual = priced || username.toLowerCase() === 'sandbox' ? sandbox : live(smsCost)
  const config = { ...usual, ...sms }
  const [cost, balance] = [parsePrice(config.accountCost), parsePrice(config.balance)]
  if (cost.currency !== balance.currency) {
    throw new InputError(`The account is in ${balance.currency}, its price of an SMS in ${cost.currency}.`, {
      accountCost: config.accountCost,
      balance: config.balance,
    })
  }
  for (const name of ['callbackHours', 'holdHours'] as const) {
    if (config[name] > 0) continue
    throw new InputError(`${name} is ${config[name]}; it must be more than 0.`, { [name]: config[name] })
  }
  return config
}
