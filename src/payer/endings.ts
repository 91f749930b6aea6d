import type { Language } from '../wallet/index.ts'
import type { Ending, Item } from './schema.ts'
import { fill, oneLine } from './septets.ts'
import { money, say } from './wording.ts'

/** The last words of a session. */
export function endingText(end: Ending, language: Language, serviceCode: string): string {
  switch (end.kind) {
    case 'approved':
      return approvedText('approved', end, language)
    case 'balance':
      return balance(end.accounts, language)
    case 'locked':
    case 'requestGone':
    case 'waits':
      return say(language, end.kind, { code: serviceCode })
    default: {
      const amount = money(end.item.amount, end.item.currency)
      return fill(([merchant = '']) => say(language, end.kind, { merchant, amount }), [end.item.merchant])
    }
  }
}

/** What was paid to whom, with the transaction's id and what is left; also the receipt. */
export function approvedText(
  key: 'approved' | 'smsPaid',
  { item, transactionId, balance }: { item: Item; transactionId: string; balance: number | null },
  language: Language,
): string {
  const { currency } = item
  return fill(
    ([merchant = '']) =>
      lines(
        say(language, key, { merchant, amount: money(item.amount, currency) }),
        feeOf(item, language),
        say(language, 'transaction', { id: transactionId }),
        balance !== null && say(language, 'newBalance', { balance: money(balance, currency) }),
      ),
    [item.merchant],
  )
}

function balance(
  accounts: Array<{ environment: string; currency: string; amount: number }>,
  language: Language,
): string {
  if (accounts.length === 0) return say(language, 'noBalance')
  const several = new Set(accounts.map(({ environment }) => environment)).size > 1
  const shown = accounts.slice(0, 6)
  return fill(
    (environments) =>
      lines(
        say(language, 'balance'),
        ...shown.map(({ currency, amount }, index) => `${money(amount, currency)}${environments[index]}`),
        accounts.length > shown.length && '..',
      ),
    shown.map(({ environment }) => (several ? ` ${oneLine(environment)}` : '')),
  )
}

/** A line of its own, or nothing where there is no fee. */
export function feeOf({ fee, currency }: Item, language: Language): string {
  return fee > 0 ? say(language, 'fee', { fee: money(fee, currency) }) : ''
}

/** Joins the parts that are there. */
export function lines(...parts: Array<string | false | null>): string {
  return parts.filter((part) => part).join('\n')
}
