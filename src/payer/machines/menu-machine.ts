import { assign } from 'xstate'
import { approvalSteps, approveOrReject } from './approval-steps.ts'
import { autoPaymentSteps } from './auto-payment-steps.ts'
import { invoiceSteps } from './invoice-steps.ts'
import { sharedDataSteps } from './shared-data-steps.ts'
import {
  blank,
  chosen,
  home,
  nextPage,
  pageBefore,
  pageSize,
  samePage,
  typed,
  vocabulary,
  wrongKey,
} from './steps.ts'
import { withdrawalSteps } from './withdrawal-steps.ts'

/** The session of a payer who dials the service code. */
export const menuMachine = vocabulary.createMachine({
  id: 'menu',
  context: ({ input }) => blank(input),
  initial: 'openingMenu',
  entry: { type: 'loadHome', params: {} },
  on: { ended: { target: '.result', actions: assign({ ending: ({ event }) => event.ending }) } },
  states: {
    ...approvalSteps,
    ...autoPaymentSteps,
    ...withdrawalSteps,
    ...invoiceSteps,
    ...sharedDataSteps,
    openingMenu: {
      description: 'Opens the menu',
      on: { home: { target: 'menu', actions: assign({ waiting: ({ event }) => event.waiting }) } },
    },
    menu: {
      description: 'Shows the menu',
      exit: 'clearHint',
      on: {
        answer: [
          {
            guard: { type: 'pressed', params: '1' },
            target: 'loadingApprovals',
            actions: { type: 'loadApprovals', params: { offset: 0, after: [] } },
          },
          {
            guard: { type: 'pressed', params: '2' },
            target: 'askingBalancePin',
            actions: { type: 'askPin', params: { of: null } },
          },
          {
            guard: { type: 'pressed', params: '3' },
            target: 'loadingHistory',
            actions: { type: 'loadHistory', params: { offset: 0 } },
          },
          { guard: { type: 'pressed', params: '4' }, target: 'language' },
          {
            guard: { type: 'pressed', params: '5' },
            target: 'loadingAutoPayments',
            actions: { type: 'loadAutoPayments', params: { offset: 0, after: [] } },
          },
          {
            guard: { type: 'pressed', params: '6' },
            target: 'loadingWithdrawals',
            actions: { type: 'loadWithdrawals', params: { offset: 0, after: [] } },
          },
          {
            guard: { type: 'pressed', params: '7' },
            target: 'loadingInvoices',
            actions: { type: 'loadInvoices', params: { offset: 0, after: [] } },
          },
          {
            guard: { type: 'pressed', params: '8' },
            target: 'loadingSharedData',
            actions: { type: 'loadSharedData', params: { offset: 0, after: [] } },
          },
          wrongKey,
        ],
      },
    },
    loadingApprovals: {
      description: 'Reads what waits for approval',
      on: {
        items: { target: 'approvals', actions: 'showPage' },
      },
    },
    approvals: {
      description: 'Lists what waits for approval',
      exit: 'clearHint',
      on: {
        answer: [
          {
            guard: 'pressedMore',
            target: 'loadingApprovals',
            actions: { type: 'loadApprovals', params: nextPage },
          },
          {
            guard: 'pressedBackToPage',
            target: 'loadingApprovals',
            actions: { type: 'loadApprovals', params: pageBefore },
          },
          { guard: { type: 'pressed', params: '0' }, ...home },
          {
            guard: 'pressedItem',
            target: 'openingItem',
            actions: { type: 'openItem', params: chosen },
          },
          wrongKey,
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
            target: 'loadingApprovals',
            actions: { type: 'loadApprovals', params: samePage },
          },
          wrongKey,
        ],
      },
    },
    askingBalancePin: {
      description: 'Makes sure that a PIN can be asked to see the balance',
      on: { pinAsked: 'balancePin' },
    },
    balancePin: {
      description: 'Asks for the PIN to see the balance',
      exit: 'clearHint',
      on: {
        answer: [
          {
            guard: 'typedPin',
            target: 'loadingBalance',
            actions: { type: 'showBalance', params: ({ event }) => ({ pin: typed(event) }) },
          },
          { actions: 'hintPinFormat' },
        ],
      },
    },
    loadingBalance: {
      description: 'Checks the PIN and reads the balance',
      on: {
        wrongPin: {
          target: 'balancePin',
          actions: assign({ hint: ({ event }) => ({ kind: 'wrongPin', triesLeft: event.triesLeft }) }),
        },
      },
    },
    loadingHistory: {
      description: 'Reads the last payments',
      on: {
        history: {
          target: 'history',
          actions: assign(({ event: { offset, payments, more } }) => ({ offset, payments, more })),
        },
      },
    },
    history: {
      description: 'Lists the last payments',
      exit: 'clearHint',
      on: {
        answer: [
          {
            guard: 'pressedMore',
            target: 'loadingHistory',
            actions: {
              type: 'loadHistory',
              params: ({ context }) => ({ offset: context.offset + pageSize }),
            },
          },
          {
            guard: 'pressedBackToPage',
            target: 'loadingHistory',
            actions: {
              type: 'loadHistory',
              params: ({ context }) => ({ offset: Math.max(0, context.offset - pageSize) }),
            },
          },
          { guard: { type: 'pressed', params: '0' }, ...home },
          wrongKey,
        ],
      },
    },
    language: {
      description: 'Asks for the language',
      exit: 'clearHint',
      on: {
        answer: [
          {
            guard: { type: 'pressed', params: '1' },
            target: 'settingLanguage',
            actions: { type: 'setLanguage', params: { language: 'en' } },
          },
          {
            guard: { type: 'pressed', params: '2' },
            target: 'settingLanguage',
            actions: { type: 'setLanguage', params: { language: 'fr' } },
          },
          { guard: { type: 'pressed', params: '0' }, ...home },
          wrongKey,
        ],
      },
    },
    settingLanguage: {
      description: 'Changes the language',
      on: {
        languageSet: {
          ...home,
          actions: [assign({ language: ({ event }) => event.language }), home.actions],
        },
      },
    },
  },
})
