import { assign } from 'xstate'
import { chosen, home, nextPage, opened, pageBefore, samePage, typed, vocabulary, wrongKey } from './steps.ts'

/** Key `1` on the details of an invoice; a payer who does not want it leaves it. */
export const payInvoice = {
  guard: { type: 'pressed', params: '1' },
  target: 'askingPin',
  actions: { type: 'askPin', params: opened },
} as const

const backHome = { guard: { type: 'pressed', params: '0' }, ...home } as const

/** The menu's states for invoices: the list, the details, and the number of one that is typed. */
export const invoiceSteps = {
  loadingInvoices: vocabulary.createStateConfig({
    description: 'Reads the invoices',
    on: { items: { target: 'invoices', actions: 'showPage' } },
  }),
  invoices: vocabulary.createStateConfig({
    description: 'Lists the invoices',
    exit: 'clearHint',
    on: {
      answer: [
        {
          guard: 'pressedMore',
          target: 'loadingInvoices',
          actions: { type: 'loadInvoices', params: nextPage },
        },
        {
          guard: 'pressedBackToPage',
          target: 'loadingInvoices',
          actions: { type: 'loadInvoices', params: pageBefore },
        },
        backHome,
        { guard: 'pressedOther', target: 'invoiceNumber' },
        {
          guard: 'pressedItem',
          target: 'openingInvoice',
          actions: { type: 'openItem', params: chosen },
        },
        wrongKey,
      ],
    },
  }),
  invoiceNumber: vocabulary.createStateConfig({
    description: 'Asks for an invoice number',
    exit: 'clearHint',
    on: {
      answer: [
        {
          guard: { type: 'pressed', params: '0' },
          target: 'loadingInvoices',
          actions: { type: 'loadInvoices', params: samePage },
        },
        {
          target: 'openingInvoice',
          actions: { type: 'findInvoice', params: ({ event }) => ({ number: typed(event) }) },
        },
      ],
    },
  }),
  openingInvoice: vocabulary.createStateConfig({
    description: 'Looks for the invoice',
    on: {
      item: { target: 'invoice', actions: assign({ item: ({ event }) => event.item }) },
      noInvoice: { target: 'invoiceNumber', actions: 'hintNoInvoice' },
    },
  }),
  invoice: vocabulary.createStateConfig({
    description: 'Shows an invoice',
    exit: 'clearHint',
    on: {
      answer: [
        payInvoice,
        {
          guard: { type: 'pressed', params: '0' },
          target: 'loadingInvoices',
          actions: { type: 'loadInvoices', params: samePage },
        },
        wrongKey,
      ],
    },
  }),
}
