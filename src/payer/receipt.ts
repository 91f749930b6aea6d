import type { KernelEvent, Plan, Subscription, Tx } from '../kernel/index.ts'
import { itemOf, type PayerWallet } from './effects.ts'
import { approvedText } from './endings.ts'
import type { TextPort } from './prompt.ts'
import { fill } from './septets.ts'
import { money, say } from './wording.ts'

/** Tells the payer by SMS how a request ended, where the end was not the payer's own No. */
export function receiptSubscription({
  wallet,
  messaging,
}: {
  wallet: PayerWallet
  messaging: TextPort
}): Subscription {
  return {
    name: 'payer.receipt',
    to: ['request-to-pay.settled'],
    mode: 'at-least-once',
    plan: (tx, event) => plan(wallet, tx, event),
    attempt: async ({ data, event }) => {
      const { text } = data as { text: string }
      const sent = await messaging.send({ to: event.phone ?? '', text })
      return sent.ok ? { ok: true } : { ok: false, detail: { sms: sent.reason ?? 'not sent' } }
    },
  }
}

/** The text is written in the unit that settles, where the balance is the one that this payment left. */
async function plan(wallet: PayerWallet, tx: Tx, { phone, data }: KernelEvent): Promise<Plan | undefined> {
  const paid = data.status === 'SUCCESSFUL'
  const told = paid || data.reason === 'expired' || data.reason === 'not-enough-funds'
  if (phone === null || !told) return undefined
  const request = await wallet.requestById(tx, Number(data.requestId))
  if (!request) return undefined
  const language = (await wallet.holderByPhone(tx, phone))?.language ?? 'en'
  const item = itemOf(request)
  if (paid) {
    const balances = request.payerId === null ? [] : await wallet.balances(tx, request.payerId)
    const account = balances.find(
      ({ environment, currency }) => environment === request.environment && currency === request.currency,
    )
    const transactionId = request.financialTransactionId ?? ''
    const text = approvedText('smsPaid', { item, transactionId, balance: account?.amount ?? null }, language)
    return { data: { text }, lane: phone }
  }
  const key = data.reason === 'expired' ? 'smsExpired' : 'smsNotEnoughFunds'
  const amount = money(item.amount, item.currency)
  const text = fill(([merchant = '']) => say(language, key, { merchant, amount }), [item.merchant])
  return { data: { text }, lane: phone }
}
