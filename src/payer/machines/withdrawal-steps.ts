import { assign } from 'xstate'
import { approveOrReject } from './approval-steps.ts'
import { chosen, home, nextPage, pageBefore, samePage, vocabulary, wrongKey } from './steps.ts'

/** The menu's states for the withdrawals that wait; they are among the approvals too. */
export const withdrawalSteps = {
  loadingWithdrawals: vocabulary.createStateConfig({
    description: 'Reads the withdrawals',
    on: { items: { target: 'withdrawals', actions: 'showPage' } },
  }),
  withdrawals: vocabulary.createStateConfig({
    description: 'Lists the withdrawals',
    exit: 'clearHint',
    on: {
      answer: [
        {
          guard: 'pressedMore',
          target: 'loadingWithdrawals',
          actions: { type: 'loadWithdrawals', params: nextPage },
        },
        {
          guard: 'pressedBackToPage',
          target: 'loadingWithdrawals',
          actions: { type: 'loadWithdrawals', params: pageBefore },
        },
        { guard: { type: 'pressed', params: '0' }, ...home },
        {
          guard: 'pressedItem',
          target: 'openingWithdrawal',
          actions: { type: 'openItem', params: chosen },
        },
        wrongKey,
      ],
    },
  }),
  openingWithdrawal: vocabulary.createStateConfig({
    description: 'Opens a withdrawal',
    on: { item: { target: 'withdrawal', actions: assign({ item: ({ event }) => event.item }) } },
  }),
  withdrawal: vocabulary.createStateConfig({
    description: 'Shows a withdrawal',
    exit: 'clearHint',
    on: {
      answer: [
        ...approveOrReject,
        {
          guard: { type: 'pressed', params: '0' },
          target: 'loadingWithdrawals',
          actions: { type: 'loadWithdrawals', params: samePage },
        },
        wrongKey,
      ],
    },
  }),
}
