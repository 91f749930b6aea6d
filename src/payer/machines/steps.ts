import { assign, setup } from 'xstate'
import type { Context, Ending, Item, Payment } from '../schema.ts'

/** How many items a list shows at once: as many as fit a screen with the longest amounts. */
export const pageSize = 3

export interface Input {
  language: Context['language']
  promptedId: number | null
}

/** What the payer typed. */
export type Answer = { type: 'answer'; text: string }

/** What an effect found or did. */
export type ResultEvent =
  | { type: 'home'; waiting: number }
  | { type: 'approvals'; offset: number; items: Item[]; more: boolean }
  | { type: 'request'; item: Item }
  | { type: 'pinAsked' }
  | { type: 'wrongPin'; triesLeft: number }
  | { type: 'history'; offset: number; payments: Payment[]; more: boolean }
  | { type: 'languageSet'; language: Context['language'] }
  | { type: 'ended'; ending: Ending }

export type MachineEvent = Answer | ResultEvent

/** What a machine may ask of the shell. A PIN is in the parameters only: never in context, snapshot or log. */
export interface EffectParams {
  loadHome: Record<never, never>
  loadApprovals: { offset: number; after: { id: number } | null }
  openRequest: { requestId: number }
  askPin: { requestId: number | null }
  approve: { requestId: number; pin: string }
  reject: { requestId: number }
  showBalance: { pin: string }
  loadHistory: { offset: number }
  setLanguage: { language: Context['language'] }
}

const performedByShell =
  <Name extends keyof EffectParams>() =>
  (_: unknown, _params: EffectParams[Name]) => {
    throw new Error('An effect is performed by the shell, inside a unit of work.')
  }

/** The vocabulary that both machines are written in. */
export const vocabulary = setup({
  types: {
    context: {} as Context,
    events: {} as MachineEvent,
    input: {} as Input,
  },
  actions: {
    loadHome: performedByShell<'loadHome'>(),
    loadApprovals: performedByShell<'loadApprovals'>(),
    openRequest: performedByShell<'openRequest'>(),
    askPin: performedByShell<'askPin'>(),
    approve: performedByShell<'approve'>(),
    reject: performedByShell<'reject'>(),
    showBalance: performedByShell<'showBalance'>(),
    loadHistory: performedByShell<'loadHistory'>(),
    setLanguage: performedByShell<'setLanguage'>(),
    hintWrongKey: assign({ hint: { kind: 'wrongKey' } }),
    hintPinFormat: assign({ hint: { kind: 'pinFormat' } }),
    clearHint: assign({ hint: null }),
  },
  guards: {
    pressed: ({ event }, key: string) => typed(event) === key,
    pressedMore: ({ context, event }) => context.more && typed(event) === '9',
    pressedBackToPage: ({ context, event }) => context.offset > 0 && typed(event) === '0',
    pressedItem: ({ context, event }) => context.items[Number(key(event)) - 1] !== undefined,
    typedPin: ({ event }) => /^\d{4,6}$/.test(typed(event)),
  },
})

/** What was typed, without the blanks around it. */
export function typed(event: MachineEvent): string {
  return event.type === 'answer' ? event.text.trim() : ''
}

/** One digit, or nothing. */
export function key(event: MachineEvent): string {
  return /^\d$/.test(typed(event)) ? typed(event) : ''
}

export function blank({ language, promptedId }: Input): Context {
  return {
    language,
    promptedId,
    waiting: 0,
    offset: 0,
    more: false,
    items: [],
    item: null,
    payments: [],
    hint: null,
  }
}
