import { assign } from 'xstate'
import { opened, typed, vocabulary } from './steps.ts'

/**
 * The states from the details of an item to its end, shared by the menu and the prompt. Each machine has its own
 * `approval` state, since `0` differs there.
 */
export const approvalSteps = {
  openingItem: vocabulary.createStateConfig({
    description: 'Opens what is to be approved',
    on: {
      item: { target: 'approval', actions: assign({ item: ({ event }) => event.item }) },
    },
  }),
  askingPin: vocabulary.createStateConfig({
    description: 'Makes sure that a PIN can be asked',
    on: { pinAsked: 'pin' },
  }),
  pin: vocabulary.createStateConfig({
    description: 'Asks for the PIN',
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
    description: 'Checks the PIN and approves',
    on: {
      wrongPin: {
        target: 'pin',
        actions: assign({ hint: ({ event }) => ({ kind: 'wrongPin', triesLeft: event.triesLeft }) }),
      },
    },
  }),
  rejecting: vocabulary.createStateConfig({
    description: 'Rejects it',
  }),
  result: vocabulary.createStateConfig({
    description: 'Says how it ended',
    type: 'final',
  }),
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
