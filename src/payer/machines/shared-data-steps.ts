import { assign } from 'xstate'
import { chosen, home, nextPage, opened, pageBefore, samePage, typed, vocabulary, wrongKey } from './steps.ts'

/** The menu's states for listing the consents that were given, and taking one back. */
export const sharedDataSteps = {
  loadingSharedData: vocabulary.createStateConfig({
    description: 'Reads who sees the data',
    on: { items: { target: 'sharedData', actions: 'showPage' } },
  }),
  sharedData: vocabulary.createStateConfig({
    description: 'Lists who sees the data',
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
    description: 'Opens an access to data',
    on: { item: { target: 'access', actions: assign({ item: ({ event }) => event.item }) } },
  }),
  access: vocabulary.createStateConfig({
    description: 'Shows an access to data',
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
  askingTakeBackPin: vocabulary.createStateConfig({
    description: 'Makes sure that a PIN can be asked to take it back',
    on: { pinAsked: 'takeBackPin' },
  }),
  takeBackPin: vocabulary.createStateConfig({
    description: 'Asks for the PIN to take it back',
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
    description: 'Checks the PIN and takes the access back',
    on: {
      wrongPin: {
        target: 'takeBackPin',
        actions: assign({ hint: ({ event }) => ({ kind: 'wrongPin', triesLeft: event.triesLeft }) }),
      },
    },
  }),
}
