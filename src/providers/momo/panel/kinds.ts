import { kindNames, t } from '../../../web/parts.ts'
import { type FieldName, shown } from './fields.ts'
import type { Product } from './momo.ts'

/** What a merchant wants to send: the value of every field, of those too that its kind does not have. */
export type Wish = Record<FieldName, string> & {
  kind: OrderKind
  /** Empty: no callback is sent. */
  callbackUrl: string
  /** The reference id of the request to pay that is given back. */
  refunds?: string
}

/** As the statement and the script steps name them; MTN's transfer is no `disbursement` here. */
export type OrderKind = Exclude<keyof typeof kindNames, 'disbursement' | 'funding'>

interface KindOfOrder {
  /** What it does, as the form groups the kinds. Those of no group are made from the card of another order. */
  group?: string
  product: Product
  /** Where it is created, and its status read. */
  path: string
  /** Who `phone` is. */
  party: string
  fields: readonly FieldName[]
  /** The fields of the body as MTN has them; undefined ones are not sent. */
  body: (wish: Wish) => object
  /** The body is a form, and the API makes the reference id. */
  isForm?: true
}

const ofMoney = ['phone', 'amount', 'currency', 'message'] as const

const externalId = () => `P${String(Date.now()).slice(-6)}`
const money = ({ amount, currency }: Wish) => ({ amount, currency, externalId: externalId() })
const messages = ({ message }: Wish) => ({ payerMessage: message, payeeNote: message })
const party = ({ phone }: Wish) => ({ partyIdType: 'MSISDN', partyId: phone.replace(/^\+/, '') })
const asking = (wish: Wish) => ({ ...money(wish), ...messages(wish), payer: party(wish) })
const sending = (wish: Wish) => ({ ...money(wish), ...messages(wish), payee: party(wish) })

/** MTN's operations in this panel (https://momodeveloper.mtn.com). */
export const kinds: Readonly<Record<OrderKind, KindOfOrder>> = {
  'request-to-pay': {
    group: t('Ask a person'),
    product: 'collection',
    path: '/collection/v1_0/requesttopay',
    party: t('Payer'),
    fields: ofMoney,
    body: asking,
  },
  withdrawal: {
    group: t('Ask a person'),
    product: 'collection',
    path: '/collection/v1_0/requesttowithdraw',
    party: t('Payer'),
    fields: ofMoney,
    body: asking,
  },
  invoice: {
    group: t('Ask a person'),
    product: 'collection',
    path: '/collection/v2_0/invoice',
    party: t('Payer'),
    fields: [...ofMoney, 'validity'],
    body: (wish) => ({
      ...money(wish),
      validityDuration: wish.validity || undefined,
      intendedPayer: party(wish),
      description: wish.message,
    }),
  },
  'pre-approval': {
    group: t('Ask a person'),
    product: 'collection',
    path: '/collection/v2_0/preapproval',
    party: t('Payer'),
    fields: ['phone', 'currency', 'message', 'validity'],
    body: (wish) => ({
      payer: party(wish),
      payerCurrency: wish.currency,
      payerMessage: wish.message,
      validityTime: wish.validity === '' ? undefined : Number(wish.validity),
    }),
  },
  consent: {
    group: t('Ask a person'),
    product: 'collection',
    path: '/collection/v1_0/bc-authorize',
    party: t('Account holder'),
    fields: ['phone', 'scopes', 'validity'],
    isForm: true,
    body: (wish) => ({
      login_hint: `ID:${party(wish).partyId}/MSISDN`,
      scope: wish.scopes,
      access_type: 'offline',
      consent_valid_in: wish.validity || undefined,
      // Whom the callback is from: without it none is made.
      client_notification_token: wish.callbackUrl ? 'the-merchants-own' : undefined,
    }),
  },
  transfer: {
    group: t('Send money'),
    product: 'disbursement',
    path: '/disbursement/v1_0/transfer',
    party: t('Payee'),
    fields: ofMoney,
    body: sending,
  },
  deposit: {
    group: t('Send money'),
    product: 'disbursement',
    path: '/disbursement/v1_0/deposit',
    party: t('Payee'),
    fields: ofMoney,
    body: sending,
  },
  'cash-transfer': {
    group: t('Send money'),
    product: 'remittance',
    path: '/remittance/v2_0/cashtransfer',
    party: t('Payee'),
    fields: [...ofMoney, 'sender', 'country'],
    body: (wish) => {
      const [first = '', ...others] = wish.sender.trim().split(/\s+/)
      return {
        ...sending(wish),
        // The spelling is MTN's.
        orginatingCountry: wish.country.toUpperCase(),
        payerFirstName: first,
        payerSurName: others.join(' '),
      }
    },
  },
  'bill-payment': {
    group: t('Send money'),
    product: 'collection',
    path: '/collection/v2_0/payment',
    party: t('Customer'),
    fields: ['provider', ...ofMoney],
    body: (wish) => ({
      externalTransactionId: externalId(),
      money: { amount: wish.amount, currency: wish.currency },
      customerReference: party(wish).partyId,
      serviceProviderUserName: wish.provider,
      receiverMessage: wish.message,
      senderNote: wish.message,
    }),
  },
  refund: {
    product: 'disbursement',
    path: '/disbursement/v1_0/refund',
    party: t('Payee'),
    fields: ofMoney,
    body: (wish) => ({ ...money(wish), ...messages(wish), referenceIdToRefund: wish.refunds }),
  },
}

/** The kinds of a group, in the order of the table. */
export function kindsOf(group: KindOfOrder['group']): OrderKind[] {
  return (Object.keys(kinds) as OrderKind[]).filter((kind) => kinds[kind].group === group)
}

/** What an order is about, in a few words: `Deposit, 12.50 EUR`. */
export function headingOf(wish: Wish): string {
  const about = (['amount', 'currency', 'scopes'] as const).filter((name) =>
    kinds[wish.kind].fields.includes(name),
  )
  return `${kindNames[wish.kind]}, ${about.map((name) => shown(name, wish[name])).join(' ')}`
}
