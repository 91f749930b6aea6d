import { assign } from 'xstate'
import { chosen, home, nextPage, opened, pageBefore, samePage, typed, vocabulary, wrongKey } from './steps.ts'

/** The menu's states for listing the consents that were given, and taking one back. */
export const sharedDataSteps = {
  loadingSharedData: vocabulary.createStateConfig({
    on: { items: { target: 'sharedData', actions: 'showPage' } },
  }),
  sharedData: vocabulary.createStateConfig({
    exit: 'clearHint',
    on: {
      answer: [
        {
          guard: 'pressedMore',
          target: 'loadingSharedData',
          actions: { type: 'loadSharedData', params: nextPage },
        },
        {
          guard: 'pressedBackToPage',
          target: 'loadingSharedData',
          actions: { type: 'loadSharedData', params: pageBefore },
        },
        { guard: { type: 'pressed', params: '0' }, ...home },
        {
          guard: 'pressedItem',
          target: 'openingAccess',
          actions: { type: 'openItem', params: chosen },
        },
        wrongKey,
      ],
    },
  }),
  openingAccess: vocabulary.createStateConfig({
    on: { item: { target: 'access', actions: assign({ item: ({ event }) => event.item }) } },
  }),
  access: vocabulary.createStateConfig({
    exit: 'clearHint',
    on: {
      answer: [
        {
          guard: { type: 'pressed', params: '1' },
          target: 'askingTakeBackPin',
          actions: { type: 'askPin', params: opened },
        },
        {
          guard: { type: 'pressed', params: '0' },
          target: 'loadingSharedData',
          actions: { type: 'loadSharedData', params: samePage },
        },
        wrongKey,
      ],
    },
  }),
  askingTakeBackPin: vocabulary.createStateConfig({ on: { pinAsked: 'takeBackPin' } }),
  takeBackPin: vocabulary.createStateConfig({
    exit: 'clearHint',
    on: {
      answer: [
        {
          guard: 'typedPin',
          target: 'takingBack',
          actions: {
            type: 'takeBack',
            params: ({ context, event }) => ({ ...opened({ context }), pin: typed(event) }),
          },
        },
        { actions: 'hintPinFormat' },
      ],
    },
  }),
  takingBack: vocabulary.createStateConfig({
    on: {
      wrongPin: {
        target: 'takeBackPin',
        actions: assign({ hint: ({ event }) => ({ kind: 'wrongPin', triesLeft: event.triesLeft }) }),
      },
    },
  }),
}
