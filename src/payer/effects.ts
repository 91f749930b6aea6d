import type { Tx } from '../kernel/index.ts'
import type { RequestToPay, Wallet } from '../wallet/index.ts'
import type { Effect } from './machine-shell.ts'
import { type EffectParams, pageSize, type ResultEvent } from './machines/steps.ts'
import type { Ending, Item, RequestEnding } from './schema.ts'
import { oneLine, shorten, tail } from './septets.ts'

/** What the payer's room asks of the wallet. */
export type PayerWallet = Pick<
  Wallet,
  | 'holderByPhone'
  | 'setLanguage'
  | 'checkPin'
  | 'balances'
  | 'history'
  | 'requestById'
  | 'pending'
  | 'countPending'
  | 'approve'
  | 'reject'
>

/** Whose session it is. */
export interface Caller {
  holderId: number
  phone: string
}

type Effects = {
  [Name in keyof EffectParams]: (
    wallet: PayerWallet,
    tx: Tx,
    caller: Caller,
    params: EffectParams[Name],
  ) => Promise<ResultEvent>
}

/** Performs an effect in the unit of its hop; what it found or did goes back to the machine. */
export function perform(wallet: PayerWallet, tx: Tx, caller: Caller, effect: Effect): Promise<ResultEvent> {
  const work = effects[effect.type] as Effects[keyof Effects]
  return work(wallet, tx, caller, effect.params as never)
}

const effects: Effects = {
  async loadHome(wallet, tx, { holderId }) {
    return { type: 'home', waiting: await wallet.countPending(tx, holderId, 100) }
  },

  async loadApprovals(wallet, tx, { holderId }, { offset, after }) {
    const read = (from: number, limit = pageSize + 1) => wallet.pending(tx, holderId, { offset: from, limit })
    const start = after ? await offsetAfter(read, offset, after.id) : offset
    const rows = await read(start)
    if (rows.length > 0 || start === 0) return page(start, rows)
    // All that stood on this page is settled: begin again with the oldest.
    return page(0, await read(0))
  },

  async openRequest(wallet, tx, { holderId }, { requestId }) {
    const request = await wallet.requestById(tx, requestId)
    const gone = overAlready(request, holderId, tx.now)
    if (gone || !request) return ended(gone ?? { kind: 'requestGone' })
    return { type: 'request', item: itemOf(request) }
  },

  async askPin(wallet, tx, { holderId, phone }, { requestId }) {
    if (requestId !== null) {
      const gone = overAlready(await wallet.requestById(tx, requestId), holderId, tx.now)
      if (gone) return ended(gone)
    }
    const holder = await wallet.holderByPhone(tx, phone)
    return holder?.pinLocked ? ended({ kind: 'locked' }) : { type: 'pinAsked' }
  },

  async approve(wallet, tx, { holderId }, { requestId, pin }) {
    const result = await wallet.approve(tx, { requestId, holderId, pin })
    switch (result.outcome) {
      case 'approved':
        return ended({
          kind: 'approved',
          item: itemOf(result.request),
          transactionId: result.request.financialTransactionId ?? '',
          balance: result.balance,
        })
      case 'wrong-pin':
        return { type: 'wrongPin', triesLeft: result.triesLeft }
      case 'locked':
        return ended({ kind: 'locked' })
      case 'not-found':
        return ended({ kind: 'requestGone' })
      default:
        return ended({ kind: settledAs(result.request), item: itemOf(result.request) })
    }
  },

  async reject(wallet, tx, { holderId }, { requestId }) {
    const result = await wallet.reject(tx, { requestId, holderId })
    if (result.outcome === 'not-found') return ended({ kind: 'requestGone' })
    const kind = result.outcome === 'rejected' ? 'rejected' : settledAs(result.request)
    return ended({ kind, item: itemOf(result.request) })
  },

  async showBalance(wallet, tx, { holderId }, { pin }) {
    const checked = await wallet.checkPin(tx, holderId, pin)
    if (checked.outcome === 'wrong-pin') return { type: 'wrongPin', triesLeft: checked.triesLeft }
    if (checked.outcome === 'locked') return ended({ kind: 'locked' })
    return ended({ kind: 'balance', accounts: await wallet.balances(tx, holderId) })
  },

  async loadHistory(wallet, tx, { holderId }, { offset }) {
    const rows = await wallet.history(tx, holderId, { offset, limit: pageSize + 1 })
    const payments = rows
      .slice(0, pageSize)
      .map(({ at, direction, amount, currency, counterparty, message }) => {
        const about = oneLine(message ? `${counterparty}: ${message}` : counterparty)
        return { at, direction, amount, currency, about: shorten(about, 60) }
      })
    return { type: 'history', offset, payments, more: rows.length > pageSize }
  },

  async setLanguage(wallet, tx, { holderId }, { language }) {
    await wallet.setLanguage(tx, holderId, language)
    return { type: 'languageSet', language }
  },
}

function page(offset: number, rows: RequestToPay[]): ResultEvent {
  const items = rows.slice(0, pageSize).map(itemOf)
  return { type: 'approvals', offset, items, more: rows.length > pageSize }
}

/**
 * Where the first request after the last one shown stands now: those before it may have been settled meanwhile,
 * and none may be skipped. Ids rise with age.
 */
async function offsetAfter(
  read: (from: number, limit: number) => Promise<RequestToPay[]>,
  expected: number,
  lastId: number,
): Promise<number> {
  const [before] = await read(Math.max(0, expected - 1), 1)
  if (before?.id === lastId) return expected
  let low = 0
  let high = expected
  while (low < high) {
    const middle = (low + high) >> 1
    const [row] = await read(middle, 1)
    if (row !== undefined && row.id <= lastId) low = middle + 1
    else high = middle
  }
  return low
}

/** A request as screens show it. */
export function itemOf(request: RequestToPay): Item {
  const { id, createdAt, merchantName, amount, fee, currency, externalId, referenceId } = request
  return {
    id,
    at: createdAt,
    merchant: shorten(oneLine(merchantName), 100) || '-',
    amount,
    fee,
    currency,
    externalId: tail(oneLine(externalId ?? ''), 16) || null,
    referenceId,
  }
}

/** Why this request cannot be answered any more, or undefined where it can. At its due time it is expired. */
function overAlready(request: RequestToPay | undefined, holderId: number, now: number): Ending | undefined {
  if (!request || request.payerId !== holderId) return { kind: 'requestGone' }
  if (request.status !== 'PENDING') return { kind: settledAs(request), item: itemOf(request) }
  return now >= request.expiresAt ? { kind: 'expired', item: itemOf(request) } : undefined
}

function settledAs({ status, reason }: RequestToPay): RequestEnding {
  if (status === 'SUCCESSFUL') return 'alreadyApproved'
  switch (reason) {
    case 'approval-rejected':
      return 'alreadyRejected'
    case 'expired':
      return 'expired'
    case 'not-enough-funds':
      return 'notEnoughFunds'
    case 'payer-limit-reached':
      return 'limitReached'
    case 'payee-not-allowed-to-receive':
      return 'notAllowed'
    default:
      return 'failed'
  }
}

function ended(ending: Ending): ResultEvent {
  return { type: 'ended', ending }
}
