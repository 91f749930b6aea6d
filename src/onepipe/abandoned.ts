import type { Subscription } from '../kernel/index.ts'
import type { OnePipeContext } from './config.ts'
import { askProvider } from './provider-call.ts'

/** The gateway gave a transaction up without having heard what the provider made of it. */
export const abandonedKind = 'balance-request.abandoned'

/** What the event says. */
export type Abandoned = { app: string; transactionRef: string; provider: string }

/** Asks the provider to reverse what was given up: it may have read a balance that nobody can ask for any more. */
export function reverseAbandoned(context: OnePipeContext): Subscription {
  return {
    name: 'onepipe.reverse-abandoned',
    to: [abandonedKind],
    mode: 'at-least-once',
    plan: (_tx, { data }) => ({ data }),
    async attempt({ id, data }) {
      const { app, transactionRef, provider } = data as Abandoned
      const body = {
        request_ref: `reverse-${id}`,
        request_type: 'get_balance',
        transaction: { transaction_ref: transactionRef },
      }
      // Any envelope will do: a provider that never had the transaction says so.
      const { status } = await askProvider(context, { app: { name: app }, mode: 'reverse', body, provider })
      return { ok: true, detail: { status } }
    },
  }
}
