import { assign } from 'xstate'
import { approvalSteps, approveOrReject } from './approval-steps.ts'
import { blank, key, pageSize, typed, vocabulary } from './steps.ts'

const wrongKey = { actions: 'hintWrongKey' } as const
const home = { target: 'openingMenu', actions: { type: 'loadHome', params: {} } } as const

/** The session of a payer who dials the service code. */
export const menuMachine = vocabulary.createMachine({
  id: 'menu',
  context: ({ input }) => blank(input),
  initial: 'openingMenu',
  entry: { type: 'loadHome', params: {} },
  on: { ended: { target: '.result', actions: assign({ ending: ({ event }) => event.ending }) } },
  states: {
    ...approvalSteps,
    openingMenu: {
      on: { home: { target: 'menu', actions: assign({ waiting: ({ event }) => event.waiting }) } },
    },
    menu: {
      exit: 'clearHint',
      on: {
        answer: [
          {
            guard: { type: 'pressed', params: '1' },
            target: 'loadingApprovals',
            actions: { type: 'loadApprovals', params: { offset: 0, after: null } },
          },
          {
            guard: { type: 'pressed', params: '2' },
            target: 'askingBalancePin',
            actions: { type: 'askPin', params: { requestId: null } },
          },
          {
            guard: { type: 'pressed', params: '3' },
            target: 'loadingHistory',
            actions: { type: 'loadHistory', params: { offset: 0 } },
          },
          { guard: { type: 'pressed', params: '4' }, target: 'language' },
          wrongKey,
        ],
      },
    },
    loadingApprovals: {
      on: {
        approvals: {
          target: 'approvals',
          actions: assign(({ event: { offset, items, more } }) => ({ offset, items, more, item: null })),
        },
      },
    },
    approvals: {
      exit: 'clearHint',
      on: {
        answer: [
          {
            guard: 'pressedMore',
            target: 'loadingApprovals',
            actions: {
              type: 'loadApprovals',
              params: ({ context: { offset, items } }) => ({
                offset: offset + items.length,
                after: items.at(-1) ?? null,
              }),
            },
          },
          {
            guard: 'pressedBackToPage',
            target: 'loadingApprovals',
            actions: {
              type: 'loadApprovals',
              params: ({ context }) => ({ offset: Math.max(0, context.offset - pageSize), after: null }),
            },
          },
          { guard: { type: 'pressed', params: '0' }, ...home },
          {
            guard: 'pressedItem',
            target: 'openingRequest',
            actions: {
              type: 'openRequest',
              params: ({ context, event }) => ({ requestId: context.items[Number(key(event)) - 1]?.id ?? 0 }),
            },
          },
          wrongKey,
        ],
      },
    },
    approval: {
      exit: 'clearHint',
      on: {
        answer: [
          ...approveOrReject,
          {
            guard: { type: 'pressed', params: '0' },
            target: 'loadingApprovals',
            actions: {
              type: 'loadApprovals',
              params: ({ context }) => ({ offset: context.offset, after: null }),
            },
          },
          wrongKey,
        ],
      },
    },
    askingBalancePin: { on: { pinAsked: 'balancePin' } },
    balancePin: {
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
      on: {
        wrongPin: {
          target: 'balancePin',
          actions: assign({ hint: ({ event }) => ({ kind: 'wrongPin', triesLeft: event.triesLeft }) }),
        },
      },
    },
    loadingHistory: {
      on: {
        history: {
          target: 'history',
          actions: assign(({ event: { offset, payments, more } }) => ({ offset, payments, more })),
        },
      },
    },
    history: {
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
      on: {
        languageSet: {
          ...home,
          actions: [assign({ language: ({ event }) => event.language }), home.actions],
        },
      },
    },
  },
})
