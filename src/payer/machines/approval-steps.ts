import { assign } from 'xstate'
import { opened, typed, vocabulary } from './steps.ts'

/**
 * The states from the details of an item to its end, shared by the menu and the prompt. Each machine has its own
 * `approval` state, since `0` differs there.
 */
export const approvalSteps = {
  openingItem: vocabulary.createStateConfig({
    on: {
      item: { target: 'approval', actions: assign({ item: ({ event }) => event.item }) },
    },
  }),
  askingPin: vocabulary.createStateConfig({ on: { pinAsked: 'pin' } }),
  pin: vocabulary.createStateConfig({
    exit: 'clearHint',
    on: {
      answer: [
        {
          guard: 'typedPin',
          target: 'approving',
          actions: {
            type: 'approve',
            params: ({ context, event }) => ({ ...opened({ context }), pin: typed(event) }),
          },
        },
        { actions: 'hintPinFormat' },
      ],
    },
  }),
  approving: vocabulary.createStateConfig({
    on: {
      wrongPin: {
        target: 'pin',
        actions: assign({ hint: ({ event }) => ({ kind: 'wrongPin', triesLeft: event.triesLeft }) }),
      },
    },
  }),
  rejecting: vocabulary.createStateConfig({}),
  result: vocabulary.createStateConfig({ type: 'final' }),
}

/** Keys `1` and `2` on the details of a payment request or a mandate. */
export const approveOrReject = vocabulary.createStateConfig({
  on: {
    answer: [
      {
        guard: { type: 'pressed', params: '1' },
        target: 'askingPin',
        actions: { type: 'askPin', params: opened },
      },
      {
        guard: { type: 'pressed', params: '2' },
        target: 'rejecting',
        actions: { type: 'reject', params: opened },
      },
    ],
  },
}).on.answer
