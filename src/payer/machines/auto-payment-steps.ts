import { assign } from 'xstate'
import { chosen, home, nextPage, opened, pageBefore, samePage, typed, vocabulary, wrongKey } from './steps.ts'

/** The menu's states for listing accepted mandates and cancelling one. */
export const autoPaymentSteps = {
  loadingAutoPayments: vocabulary.createStateConfig({
    description: 'Reads the automatic payments',
    on: { items: { target: 'autoPayments', actions: 'showPage' } },
  }),
  autoPayments: vocabulary.createStateConfig({
    description: 'Lists the automatic payments',
    exit: 'clearHint',
    on: {
      answer: [
        {
          guard: 'pressedMore',
          target: 'loadingAutoPayments',
          actions: { type: 'loadAutoPayments', params: nextPage },
        },
        {
          guard: 'pressedBackToPage',
          target: 'loadingAutoPayments',
          actions: { type: 'loadAutoPayments', params: pageBefore },
        },
        { guard: { type: 'pressed', params: '0' }, ...home },
        {
          guard: 'pressedItem',
          target: 'openingAutoPayment',
          actions: { type: 'openItem', params: chosen },
        },
        wrongKey,
      ],
    },
  }),
  openingAutoPayment: vocabulary.createStateConfig({
    description: 'Opens an automatic payment',
    on: { item: { target: 'autoPayment', actions: assign({ item: ({ event }) => event.item }) } },
  }),
  autoPayment: vocabulary.createStateConfig({
    description: 'Shows an automatic payment',
    exit: 'clearHint',
    on: {
      answer: [
        {
          guard: { type: 'pressed', params: '1' },
          target: 'askingCancelPin',
          actions: { type: 'askPin', params: opened },
        },
        {
          guard: { type: 'pressed', params: '0' },
          target: 'loadingAutoPayments',
          actions: { type: 'loadAutoPayments', params: samePage },
        },
        wrongKey,
      ],
    },
  }),
  askingCancelPin: vocabulary.createStateConfig({
    description: 'Makes sure that a PIN can be asked to cancel',
    on: { pinAsked: 'cancelPin' },
  }),
  cancelPin: vocabulary.createStateConfig({
    description: 'Asks for the PIN to cancel',
    exit: 'clearHint',
    on: {
      answer: [
        {
          guard: 'typedPin',
          target: 'cancelling',
          actions: {
            type: 'cancelAutoPayment',
            params: ({ context, event }) => ({ ...opened({ context }), pin: typed(event) }),
          },
        },
        { actions: 'hintPinFormat' },
      ],
    },
  }),
  cancelling: vocabulary.createStateConfig({
    description: 'Checks the PIN and cancels',
    on: {
      wrongPin: {
        target: 'cancelPin',
        actions: assign({ hint: ({ event }) => ({ kind: 'wrongPin', triesLeft: event.triesLeft }) }),
      },
    },
  }),
}
