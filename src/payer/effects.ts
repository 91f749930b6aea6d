import type { EffectTable, Tx } from '../kernel/index.ts'
import type { PinRefusal, Wallet } from '../wallet/index.ts'
import {
  approvalItem,
  autoPaymentOver,
  consentEndedAs,
  consentItem,
  consentOver,
  endedAs,
  mandateItem,
  mandateOver,
  openedRequestItem,
  requestItem,
  requestOver,
  settledAs,
  sharedDataOver,
} from './items.ts'
import { type EffectParams, pageSize, type ResultEvent } from './machines/steps.ts'
import { pageOf } from './pages.ts'
import type { Ending, ItemRef } from './schema.ts'
import { oneLine, shorten } from './septets.ts'

/** The part of the wallet that this room uses. */
export type PayerWallet = Pick<
  Wallet,
  'holders' | 'paymentRequests' | 'mandates' | 'payouts' | 'approvals' | 'ledger' | 'openPerson'
>

/** The account holder and phone of the session. */
interface Caller {
  holderId: number
  phone: string
}

type Given = [wallet: PayerWallet, tx: Tx, caller: Caller]

/**
 * Performs each effect in the unit of its hop; the result goes back to the machine. A machine may ask for these alone.
 */
export const effects: EffectTable<EffectParams, Given, Promise<ResultEvent>> = {
  async loadHome(wallet, tx, { holderId }) {
    return { type: 'home', waiting: await wallet.approvals.countWaiting(tx, holderId, 100) }
  },

  loadApprovals(wallet, tx, { holderId }, wanted) {
    return pageOf(wanted, async (page) =>
      (await wallet.approvals.waiting(tx, holderId, page)).map(approvalItem),
    )
  },

  loadAutoPayments(wallet, tx, { holderId }, wanted) {
    return pageOf(wanted, async (page) => {
      const active = await wallet.mandates.inForce(tx, { payerId: holderId, kind: 'pre-approval' }, page)
      return active.map((mandate) => mandateItem('auto-payment', mandate))
    })
  },

  loadWithdrawals(wallet, tx, { holderId: payerId }, wanted) {
    return pageOf(wanted, async (page) =>
      (await wallet.paymentRequests.waiting(tx, { kind: 'withdrawal', payerId, ...page })).map(requestItem),
    )
  },

  loadInvoices(wallet, tx, { holderId: payerId }, wanted) {
    return pageOf(wanted, async (page) =>
      (await wallet.paymentRequests.waiting(tx, { kind: 'invoice', payerId, ...page })).map(requestItem),
    )
  },

  /** Another payer's invoice is as unknown as none: its merchant and its amount are not this phone's business. */
  async findInvoice(wallet, tx, { holderId }, { number }) {
    const found = await wallet.paymentRequests.byNumber(tx, number.replace(/\s/g, ''))
    if (!found || found.payerId !== holderId) return { type: 'noInvoice' }
    return open(wallet, tx, holderId, { kind: 'request-to-pay', id: found.id })
  },

  loadSharedData(wallet, tx, { holderId }, wanted) {
    return pageOf(wanted, async (page) => {
      const shared = await wallet.mandates.inForce(tx, { payerId: holderId, kind: 'consent' }, page)
      return shared.map((consent) => consentItem('shared-data', consent))
    })
  },

  openItem(wallet, tx, { holderId }, { of }) {
    return open(wallet, tx, holderId, of)
  },

  async askPin(wallet, tx, { holderId, phone }, { of }) {
    if (of !== null) {
      const found = await open(wallet, tx, holderId, of)
      if (found.type === 'ended') return found
    }
    const holder = await wallet.holders.byPhone(tx, phone)
    return holder?.pinLocked ? ended({ kind: 'locked' }) : { type: 'pinAsked' }
  },

  async approve(wallet, tx, { holderId }, { of, pin }) {
    switch (of?.kind) {
      case 'request-to-pay': {
        const result = await wallet.paymentRequests.approve(tx, { id: of.id, holderId, pin })
        if (refusesPin(result)) return pinRefused(result)
        if (result.outcome === 'not-found') return gone
        const item = requestItem(result.request)
        if (result.outcome !== 'approved') return ended({ kind: settledAs(result.request), item })
        const transactionId = result.request.financialTransactionId ?? ''
        return ended({ kind: 'approved', item, transactionId, balance: result.balance })
      }
      case 'pre-approval': {
        const result = await wallet.mandates.accept(tx, { id: of.id, holderId, pin })
        if (refusesPin(result)) return pinRefused(result)
        if (result.outcome === 'not-found') return gone
        const kind = result.outcome === 'accepted' ? 'autoAccepted' : endedAs(result.mandate, tx.now)
        return ended({ kind, item: mandateItem('pre-approval', result.mandate) })
      }
      case 'consent': {
        const result = await wallet.mandates.accept(tx, { id: of.id, holderId, pin })
        if (refusesPin(result)) return pinRefused(result)
        if (result.outcome === 'not-found') return gone
        const given = result.outcome === 'accepted'
        const kind = given ? 'dataShared' : consentEndedAs(result.mandate, tx.now)
        return ended({ kind, item: consentItem(given ? 'shared-data' : 'consent', result.mandate) })
      }
      default:
        return gone
    }
  },

  async reject(wallet, tx, { holderId }, { of }) {
    switch (of?.kind) {
      case 'request-to-pay': {
        const result = await wallet.paymentRequests.reject(tx, { id: of.id, holderId })
        if (result.outcome === 'not-found') return gone
        const kind = result.outcome === 'rejected' ? 'rejected' : settledAs(result.request)
        return ended({ kind, item: requestItem(result.request) })
      }
      case 'pre-approval': {
        const result = await wallet.mandates.reject(tx, { id: of.id, holderId })
        if (result.outcome === 'not-found') return gone
        const kind = result.outcome === 'rejected' ? 'autoRejected' : endedAs(result.mandate, tx.now)
        return ended({ kind, item: mandateItem('pre-approval', result.mandate) })
      }
      case 'consent': {
        const result = await wallet.mandates.reject(tx, { id: of.id, holderId })
        if (result.outcome === 'not-found') return gone
        const kind = result.outcome === 'rejected' ? 'dataRejected' : consentEndedAs(result.mandate, tx.now)
        return ended({ kind, item: consentItem('consent', result.mandate) })
      }
      default:
        return gone
    }
  },

  async cancelAutoPayment(wallet, tx, { holderId }, { of, pin }) {
    if (of?.kind !== 'auto-payment') return gone
    const result = await wallet.mandates.cancel(tx, { id: of.id, holderId, pin })
    if (refusesPin(result)) return pinRefused(result)
    if (result.outcome === 'not-found') return gone
    const { mandate } = result
    if (result.outcome === 'cancelled') {
      return ended({ kind: 'autoCancelled', item: mandateItem('auto-payment', mandate) })
    }
    return ended(autoPaymentOver(mandate, tx.now) ?? { kind: 'requestGone' })
  },

  async takeBack(wallet, tx, { holderId }, { of, pin }) {
    if (of?.kind !== 'shared-data') return gone
    const result = await wallet.mandates.cancel(tx, { id: of.id, holderId, pin })
    if (refusesPin(result)) return pinRefused(result)
    if (result.outcome === 'not-found') return gone
    const kind = result.outcome === 'cancelled' ? 'dataTakenBack' : consentEndedAs(result.mandate, tx.now)
    return ended({ kind, item: consentItem('shared-data', result.mandate) })
  },

  async showBalance(wallet, tx, { holderId }, { pin }) {
    const checked = await wallet.holders.checkPin(tx, holderId, pin)
    if (refusesPin(checked)) return pinRefused(checked)
    return ended({ kind: 'balance', accounts: await wallet.holders.balances(tx, holderId) })
  },

  async loadHistory(wallet, tx, { holderId }, { offset }) {
    const rows = await wallet.ledger.history(tx, holderId, { offset, limit: pageSize + 1 })
    const payments = rows
      .slice(0, pageSize)
      .map(({ kind, at, direction, amount, currency, counterparty, message }) => {
        const about = oneLine(message ? `${counterparty}: ${message}` : counterparty)
        const cash = kind === 'withdrawal' && { cash: true as const }
        const refund = kind === 'refund' && { refund: true as const }
        return { at, direction, amount, currency, about: shorten(about, 60), ...cash, ...refund }
      })
    return { type: 'history', offset, payments, more: rows.length > pageSize }
  },

  async setLanguage(wallet, tx, { holderId }, { language }) {
    await wallet.holders.setLanguage(tx, holderId, language)
    return { type: 'languageSet', language }
  },
}

/** An item as it is now, or why it is over. */
async function open(wallet: PayerWallet, tx: Tx, holderId: number, of: ItemRef | null): Promise<ResultEvent> {
  if (of === null) return gone
  if (of.kind === 'request-to-pay') {
    const request = await wallet.paymentRequests.byId(tx, of.id)
    if (request?.payerId !== holderId) return gone
    const over = requestOver(request, tx.now)
    return over ? ended(over) : { type: 'item', item: openedRequestItem(request) }
  }
  const mandate = await wallet.mandates.byId(tx, of.id)
  if (mandate?.payerId !== holderId) return gone
  if (of.kind === 'consent' || of.kind === 'shared-data') {
    const end = of.kind === 'consent' ? consentOver(mandate, tx.now) : sharedDataOver(mandate, tx.now)
    return end ? ended(end) : { type: 'item', item: consentItem(of.kind, mandate) }
  }
  const over = of.kind === 'pre-approval' ? mandateOver(mandate, tx.now) : autoPaymentOver(mandate, tx.now)
  return over ? ended(over) : { type: 'item', item: mandateItem(of.kind, mandate) }
}

function refusesPin(result: { outcome: string }): result is PinRefusal {
  return result.outcome === 'wrong-pin' || result.outcome === 'locked'
}

function pinRefused(refused: PinRefusal): ResultEvent {
  return refused.outcome === 'wrong-pin'
    ? { type: 'wrongPin', triesLeft: refused.triesLeft }
    : ended({ kind: 'locked' })
}

function ended(ending: Ending): ResultEvent {
  return { type: 'ended', ending }
}

const gone = ended({ kind: 'requestGone' })
