import { assign } from 'xstate'
import { approvalSteps, approveOrReject } from './approval-steps.ts'
import { payInvoice } from './invoice-steps.ts'
import { blank, vocabulary } from './steps.ts'

/** A network-initiated session about one approval. */
export const promptMachine = vocabulary.createMachine({
  id: 'prompt',
  context: ({ input }) => blank(input),
  initial: 'openingItem',
  entry: { type: 'openItem', params: ({ context }) => ({ of: context.prompted }) },
  on: { ended: { target: '.result', actions: assign({ ending: ({ event }) => event.ending }) } },
  states: {
    ...approvalSteps,
    openingItem: {
      description: 'Opens what is to be approved',
      on: {
        item: [
          {
            guard: 'isInvoice',
            target: 'invoice',
            actions: assign({ item: ({ event }) => event.item }),
          },
          { target: 'approval', actions: assign({ item: ({ event }) => event.item }) },
        ],
      },
    },
    invoice: {
      description: 'Shows an invoice',
      exit: 'clearHint',
      on: {
        answer: [
          payInvoice,
          {
            guard: { type: 'pressed', params: '0' },
            target: 'result',
            actions: assign({ ending: { kind: 'invoiceWaits' } }),
          },
          { actions: 'hintWrongKey' },
        ],
      },
    },
    approval: {
      description: 'Asks to approve',
      exit: 'clearHint',
      on: {
        answer: [
          ...approveOrReject,
          {
            guard: { type: 'pressed', params: '0' },
            target: 'result',
            actions: assign({ ending: { kind: 'waits' } }),
          },
          { actions: 'hintWrongKey' },
        ],
      },
    },
  },
})
