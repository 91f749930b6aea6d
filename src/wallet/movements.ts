import { eventAbout, type KernelEvent, type Rx, screenAmount } from '../kernel/index.ts'
import { paymentRequestKinds, payoutKinds } from '../terms/sim/statuses.ts'
import type { WalletTables } from './tables.ts'
import type { WalletViews } from './views.ts'

type LedgerTables = Pick<WalletTables, 'transfers' | 'postings'> & Pick<WalletViews, 'balances'>

/** One transaction of the ledger. */
export interface Movement {
  transfer: number
  kind: string
  at: number
  requestId: number | null
  payoutId: number | null
  phone: string | null
  trace: string | null
  postings: Array<{ id: number; from: string; to: string; amount: string; currency: string }>
}

const settling: ReadonlySet<string> = new Set(
  [...paymentRequestKinds, ...payoutKinds].map((kind) => `${kind}.settled`),
)
const settles = (kind: string) => settling.has(kind)

/** The movements that settled orders, by the ids of the `settled` events. */
export async function movementsOf(
  rx: Rx,
  events: readonly KernelEvent[],
): Promise<ReadonlyMap<number, Movement>> {
  const requests: number[] = []
  const payouts: number[] = []
  for (const { kind, data } of events) {
    if (!settles(kind) || !('status' in data) || data.status !== 'SUCCESSFUL') continue
    if ('requestId' in data) requests.push(data.requestId)
    else if ('disbursementId' in data) payouts.push(data.disbursementId)
  }
  if (requests.length + payouts.length === 0) return new Map()
  const movements = await read(rx, (all) =>
    all.where((where) =>
      where.or([
        where('transfers.request_id', 'in', [-1, ...requests]),
        where('transfers.disbursement_id', 'in', [-1, ...payouts]),
      ]),
    ),
  )
  const byRequest = new Map(movements.map((each) => [each.requestId, each]))
  const byPayout = new Map(movements.map((each) => [each.payoutId, each]))
  const found = new Map<number, Movement>()
  for (const { id, kind, data } of events) {
    if (!settles(kind)) continue
    const movement =
      'requestId' in data
        ? byRequest.get(data.requestId)
        : 'disbursementId' in data
          ? byPayout.get(data.disbursementId)
          : undefined
    if (movement) found.set(id, movement)
  }
  return found
}

/** One transaction; undefined where there is none with this id. */
export async function movementOf(rx: Rx, transfer: number): Promise<Movement | undefined> {
  const [movement] = await read(rx, (all) => all.where('transfers.id', '=', transfer))
  return movement
}

/** The event of the order that it settled, by time and order: for the few that have no trace. */
export async function causeOf(
  rx: Rx,
  { kind, at, requestId, payoutId }: Movement,
): Promise<KernelEvent | undefined> {
  const settled = `${kind}.settled`
  if (requestId !== null) return eventAbout(rx, { kind: settled, at, field: 'requestId', id: requestId })
  if (payoutId !== null) return eventAbout(rx, { kind: settled, at, field: 'disbursementId', id: payoutId })
  return undefined
}

/** Movements without an order, such as opening balances, after this transfer id, oldest first. */
export function fundingsAfter(
  rx: Rx,
  after: number,
  { limit, traces }: { limit: number; traces?: readonly string[] | undefined },
): Promise<Movement[]> {
  return read(rx, (all) => {
    const fundings = fundingsOf(all).where('transfers.id', '>', after).orderBy('transfers.id')
    return (traces ? fundings.where('transfers.trace', 'in', traces) : fundings).limit(limit)
  })
}

/** The newest of these up to this transfer id, newest first. */
export function fundingsUpTo(
  rx: Rx,
  upTo: number,
  { limit, traces }: { limit: number; traces?: readonly string[] | undefined },
): Promise<Movement[]> {
  return read(rx, (all) => {
    const fundings = fundingsOf(all).where('transfers.id', '<=', upTo).orderBy('transfers.id', 'desc')
    return (traces ? fundings.where('transfers.trace', 'in', traces) : fundings).limit(limit)
  })
}

/** None has a request: by the index of those, which leaves out the many transfers of payments. */
const fundingsOf = (all: ReturnType<typeof query>) =>
  all.where('transfers.request_id', 'is', null).where('transfers.kind', '=', 'funding').clearOrderBy()

/** The trace of a transfer; undefined where there is no such transfer. */
export async function traceOfTransfer(rx: Rx, id: number): Promise<string | null | undefined> {
  const found = await rx
    .db<LedgerTables>()
    .selectFrom('transfers')
    .select('trace')
    .where('id', '=', id)
    .executeTakeFirst()
  return found?.trace
}

/** Whether a transfer has this id: after a reset or a restore none may. */
export async function hasMoved(rx: Rx, id: number): Promise<boolean> {
  const found = await rx
    .db<LedgerTables>()
    .selectFrom('transfers')
    .select('id')
    .where('id', '=', id)
    .executeTakeFirst()
  return found !== undefined
}

function read(rx: Rx, narrowed: (all: ReturnType<typeof query>) => ReturnType<typeof query>) {
  return narrowed(query(rx)).execute().then(gathered)
}

const query = (rx: Rx) =>
  rx
    .db<LedgerTables>()
    .selectFrom('transfers')
    .innerJoin('postings', 'postings.transfer_id', 'transfers.id')
    .innerJoin('balances as giver', 'giver.account_id', 'postings.debit_account_id')
    .innerJoin('balances as taker', 'taker.account_id', 'postings.credit_account_id')
    .select([
      'transfers.id',
      'transfers.kind',
      'transfers.at',
      'transfers.trace',
      'transfers.request_id',
      'transfers.disbursement_id',
      'postings.id as posting_id',
      'postings.amount',
      'giver.name as giver_name',
      'giver.phone as giver_phone',
      'taker.name as taker_name',
      'taker.phone as taker_phone',
      'giver.currency',
    ])
    .orderBy('postings.id')

function gathered(rows: Awaited<ReturnType<ReturnType<typeof query>['execute']>>): Movement[] {
  const movements = new Map<number, Movement>()
  for (const row of rows) {
    const movement: Movement = movements.get(row.id) ?? {
      transfer: row.id,
      kind: row.kind,
      at: row.at,
      requestId: row.request_id,
      payoutId: row.disbursement_id,
      phone: row.giver_phone ?? row.taker_phone,
      trace: row.trace,
      postings: [],
    }
    movement.postings.push({
      id: row.posting_id,
      from: row.giver_name,
      to: row.taker_name,
      amount: screenAmount(row.amount, row.currency),
      currency: row.currency,
    })
    movements.set(row.id, movement)
  }
  return [...movements.values()]
}
