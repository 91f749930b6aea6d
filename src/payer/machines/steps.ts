import { assign, setup } from 'xstate'
import { performedByShell } from '../../kernel/index.ts'
import type { ApprovalRef, Context, Ending, Item, ItemRef, Payment } from '../schema.ts'

/** Items on one page of a list: as many as fit a screen with the longest amounts. */
export const pageSize = 3

export interface Input {
  language: Context['language']
  prompted: ApprovalRef | null
}

/** What the payer typed. */
type Answer = { type: 'answer'; text: string }

/** The result of an effect. */
export type ResultEvent =
  | { type: 'home'; waiting: number }
  | { type: 'items'; offset: number; items: Item[]; more: boolean }
  | { type: 'item'; item: Item }
  | { type: 'noInvoice' }
  | { type: 'pinAsked' }
  | { type: 'wrongPin'; triesLeft: number }
  | { type: 'history'; offset: number; payments: Payment[]; more: boolean }
  | { type: 'languageSet'; language: Context['language'] }
  | { type: 'ended'; ending: Ending }

export type MachineEvent = Answer | ResultEvent

/** The page after the items shown; `offset` is where they ended. Without items: the page that begins at `offset`. */
export interface PageWanted {
  offset: number
  after: Item[]
}

/** The effects that a machine may ask for. A PIN is only in these parameters: never in context, snapshot or log. */
export interface EffectParams {
  loadHome: Record<never, never>
  loadApprovals: PageWanted
  loadAutoPayments: PageWanted
  loadWithdrawals: PageWanted
  loadInvoices: PageWanted
  findInvoice: { number: string }
  loadSharedData: PageWanted
  openItem: { of: ItemRef | null }
  askPin: { of: ItemRef | null }
  approve: { of: ItemRef | null; pin: string }
  reject: { of: ItemRef | null }
  cancelAutoPayment: { of: ItemRef | null; pin: string }
  takeBack: { of: ItemRef | null; pin: string }
  showBalance: { pin: string }
  loadHistory: { offset: number }
  setLanguage: { language: Context['language'] }
}

/** Types, guards and actions that both machines share. */
export const vocabulary = setup({
  types: {
    context: {} as Context,
    events: {} as MachineEvent,
    input: {} as Input,
  },
  actions: {
    ...performedByShell<EffectParams>(),
    showPage: assign(({ event }) =>
      event.type === 'items'
        ? { offset: event.offset, items: event.items, more: event.more, item: null }
        : {},
    ),
    hintWrongKey: assign({ hint: { kind: 'wrongKey' } }),
    hintNoInvoice: assign({ hint: { kind: 'noInvoice' } }),
    hintPinFormat: assign({ hint: { kind: 'pinFormat' } }),
    clearHint: assign({ hint: null }),
  },
  guards: {
    pressed: ({ event }, key: string) => typed(event) === key,
    pressedMore: ({ context, event }) => context.more && typed(event) === '9',
    pressedBackToPage: ({ context, event }) => context.offset > 0 && typed(event) === '0',
    pressedItem: ({ context, event }) => context.items[Number(key(event)) - 1] !== undefined,
    /** The key below the entries of a page of invoices: to type a number. */
    pressedOther: ({ context, event }) => typed(event) === String(context.items.length + 1),
    isInvoice: ({ event }) =>
      event.type === 'item' && event.item.kind === 'request-to-pay' && event.item.of === 'invoice',
    typedPin: ({ event }) => /^\d{4,6}$/.test(typed(event)),
  },
})

export const wrongKey = { actions: 'hintWrongKey' } as const
export const home = { target: 'openingMenu', actions: { type: 'loadHome', params: {} } } as const

/** The typed text, trimmed. */
export function typed(event: MachineEvent): string {
  return event.type === 'answer' ? event.text.trim() : ''
}

/** One digit, or an empty text. */
function key(event: MachineEvent): string {
  return /^\d$/.test(typed(event)) ? typed(event) : ''
}

/** The item that was opened. */
export function opened({ context: { item } }: { context: Context }): { of: ItemRef | null } {
  return { of: refOf(item) }
}

/** The item on the page that the pressed key chooses. */
export function chosen({ context, event }: { context: Context; event: MachineEvent }): {
  of: ItemRef | null
} {
  return { of: refOf(context.items[Number(key(event)) - 1]) }
}

function refOf(item: Item | null | undefined): ItemRef | null {
  return item ? { kind: item.kind, id: item.id } : null
}

export function nextPage({ context: { offset, items } }: { context: Context }): PageWanted {
  return { offset: offset + items.length, after: items }
}

export function pageBefore({ context: { offset } }: { context: Context }): PageWanted {
  return { offset: Math.max(0, offset - pageSize), after: [] }
}

export function samePage({ context: { offset } }: { context: Context }): PageWanted {
  return { offset, after: [] }
}

export function blank({ language, prompted }: Input): Context {
  return {
    language,
    prompted,
    waiting: 0,
    offset: 0,
    more: false,
    items: [],
    item: null,
    payments: [],
    hint: null,
  }
}
