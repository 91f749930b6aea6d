import { assign } from 'xstate'
import { typed, vocabulary } from './steps.ts'

/**
 * The states from a request's details to its end, shared by the menu and the prompt. Each machine has its own
 * `approval` state, since only `0` differs there.
 */
export const approvalSteps = {
  openingRequest: vocabulary.createStateConfig({
    on: {
      request: { target: 'approval', actions: assign({ item: ({ event }) => event.item }) },
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
            params: ({ context, event }) => ({ requestId: context.item?.id ?? 0, pin: typed(event) }),
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

/** What `1` and `2` do on the details of a request. */
export const approveOrReject = vocabulary.createStateConfig({
  on: {
    answer: [
      {
        guard: { type: 'pressed', params: '1' },
        target: 'askingPin',
        actions: { type: 'askPin', params: ({ context }) => ({ requestId: context.item?.id ?? 0 }) },
      },
      {
        guard: { type: 'pressed', params: '2' },
        target: 'rejecting',
        actions: { type: 'reject', params: ({ context }) => ({ requestId: context.item?.id ?? 0 }) },
      },
    ],
  },
}).on.answer
