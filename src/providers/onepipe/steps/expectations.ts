import { z } from 'zod'
import { balanceStatuses } from '../../../client/index.ts'
import { expectation, StepFailure, written } from '../../../sessions/parts.ts'
import { balanceRequests } from './actions.ts'

export const expectations = {
  'balance-request': expectation({
    of: 'get-balance',
    statuses: balanceStatuses,
    words: { error: written, 'available-balance': z.int() },
    /** Of the last answer to the app. */
    check(scene, name, { status, error, 'available-balance': available }) {
      const { status: seenStatus, error: seenError, balance } = scene.made(balanceRequests, name)
      const shown = seenError ? `${seenStatus} ${seenError.code}` : seenStatus
      const seen = seenError ? `${shown}: ${seenError.message}` : shown
      if (seenStatus !== status) {
        throw new StepFailure({ expected: `${name} ${status}`, seen, path: ['status'] })
      }
      if (error !== undefined && seenError?.code !== error) {
        throw new StepFailure({ expected: `${name} ${status} ${error}`, seen, path: ['error'] })
      }
      if (available !== undefined && balance?.amount !== available) {
        throw new StepFailure({
          expected: `${name} to tell an available balance of ${available}`,
          seen: balance ? `${balance.amount} ${balance.currency}` : 'no balance',
          path: ['available-balance'],
        })
      }
      const amount = available === undefined ? '' : `, with an available balance of ${available}`
      scene.say({ kind: 'checked', text: `${name} is ${shown}${amount}` })
    },
  }),
}
