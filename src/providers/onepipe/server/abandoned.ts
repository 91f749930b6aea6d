import type { Events } from '../../../events/index.ts'
import type { Subscription } from '../../../kernel/index.ts'
import type { OnePipeContext } from './config.ts'
import { askProvider } from './provider-call.ts'

export type Abandoned = Events['balance-request.abandoned']

/** Asks the provider to reverse an abandoned transaction: it may hold a balance that can no longer be asked for. */
export function reverseAbandoned(
  context: OnePipeContext,
): Subscription<'balance-request.abandoned', Abandoned> {
  return {
    name: 'onepipe.reverse-abandoned',
    to: ['balance-request.abandoned'],
    mode: 'at-least-once',
    plan: (_tx, { data }) => ({ data }),
    async attempt({ id, data: { app, transactionRef, provider }, event: { trace } }) {
      const body = {
        request_ref: `reverse-${id}`,
        request_type: 'get_balance',
        transaction: { transaction_ref: transactionRef },
      }
      // Any envelope counts: a provider that never had the transaction answers so.
      const call = { app: { name: app }, mode: 'reverse', body, provider, trace } as const
      const { status } = await askProvider(context, call)
      return { ok: true, detail: { status } }
    },
  }
}
