import { InputError } from '../kernel/index.ts'
import { parsePrice } from './sms-cost.ts'

export interface SmsConfig {
  /** The price of one part in the currency of the account: totals are in that one, recipients' costs in their own. */
  accountCost: string
  /** What the account holds before anything was sent. */
  balance: string
  /** Hours of business time for which an app that does not answer 200 is told again. */
  callbackHours: number
  /** Hours of business time for which a message is held for a handset that is off. */
  holdHours: number
}

/**
 * Price and balance as recorded from the sandbox. Callbacks are repeated for 12 hours after
 * help.africastalking.com/en/articles/742510; africastalking-node.js#10 says 10 minutes.
 */
const sandbox: SmsConfig = {
  accountCost: 'USD 0.0079',
  balance: 'USD 999999589.6168',
  callbackHours: 12,
  holdHours: 24,
}

/** A live account pays what its recipients cost, in their currency, as recorded. */
function live(smsCost: string): SmsConfig {
  const [, holds] = sandbox.balance.split(' ')
  return { ...sandbox, accountCost: smsCost, balance: `${parsePrice(smsCost).currency} ${holds}` }
}

/** What the world says of the account with this username. @throws InputError where a value cannot be used */
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
