import { createHash } from 'node:crypto'
import {
  type FaultAction,
  type FaultPoint,
  faultPoints,
  type PointWords,
  parseDuration,
} from '../terms/index.ts'
import { checkFaultPlans, type FaultPlan, type FaultSubject } from './faults-schema.ts'
import { hot } from './store/index.ts'
import type { KernelTables } from './tables.ts'
import type { Read, Rx, Tx } from './tx.ts'

/** A fault to inject now. */
export interface Fault<Point extends FaultPoint = FaultPoint> {
  /** The id of its plan. */
  plan: string
  do: FaultAction<Point>
  /** Business milliseconds; 0 if the plan has no delay. */
  delayMs: number
  /** The reason from the plan, such as that of a rejected SMS. */
  reason: string | null
}

/** A plan, how often it matched, and how often it was injected. */
export type FaultReading = FaultPlan & { met: number; injected: number }

const ofPoint = hot<KernelTables, { point: string }>()((db, slot) =>
  db
    .selectFrom('faults')
    .select(['position', 'plan', 'met', 'injected'])
    .where('point', '=', slot('point'))
    .orderBy('position'),
)
const everyPoint = hot<KernelTables, Record<never, never>>()((db) =>
  db.selectFrom('faults').select('point').distinct(),
)
const counted = hot<KernelTables, { position: number; met: number; injected: number }>()((db, slot) =>
  db
    .updateTable('faults')
    .set({ met: slot('met'), injected: slot('injected') })
    .where('position', '=', slot('position')),
)

const none: Promise<undefined> = Promise.resolve(undefined)

/**
 * Fault injection. Plans are rows, so that restarts and snapshots keep them and their counts. They are read and counted
 * in the unit that the fault affects.
 */
export class Faults {
  /** The points of the present plans; undefined if they may have changed since they were read. */
  #points: ReadonlySet<string> | undefined
  #changes = 0
  /** The points of the plans that the units of a batch see; no other process changes them within it. */
  #pointsOfBatch: { batch: number; points: ReadonlySet<string> } | undefined
  /** The batch in which the plans were replaced, by a unit that may be rolled back. */
  #replacedIn: number | undefined

  /**
   * Whether there is a plan at a point. It is asked at each call of an API, and answered without a query where nothing has
   * changed.
   */
  async arePlanned(point: FaultPoint, read: Read): Promise<boolean> {
    if (this.#points) return this.#points.has(point)
    const before = this.#changes
    const rows = await read((rx) => rx.run(everyPoint, {}))
    const points = new Set(rows.map((row) => row.point))
    if (before === this.#changes) this.#points = points
    return points.has(point)
  }

  /** The plans may have changed: another process, a reset or a restore may have put others in their place. */
  forget(): void {
    this.#points = undefined
    this.#changes += 1
  }

  async list(rx: Rx): Promise<FaultReading[]> {
    const rows = await rx.db<KernelTables>().selectFrom('faults').selectAll().orderBy('position').execute()
    return rows.map(({ plan, met, injected }) => ({ ...(JSON.parse(plan) as FaultPlan), met, injected }))
  }

  /**
   * Replaces all plans by these; counts start at 0.
   *
   * @throws InputError that names the plan and the nearest known word
   */
  async replace(tx: Tx, plans: unknown): Promise<FaultReading[]> {
    const checked = checkFaultPlans(plans)
    await this.#removeAll(tx)
    const rows = checked.map((plan, position) => ({
      position,
      point: plan.point,
      plan: JSON.stringify(plan),
    }))
    if (rows.length > 0) await tx.db<KernelTables>().insertInto('faults').values(rows).execute()
    if (rows.length > 0) await tx.emit({ kind: 'faults.set', data: { plans: checked } })
    else await tx.emit({ kind: 'faults.cleared' })
    return this.list(tx)
  }

  async clear(tx: Tx): Promise<void> {
    await this.#removeAll(tx)
    await tx.emit({ kind: 'faults.cleared' })
  }

  /** The plans are others from here on, unless this unit is rolled back. */
  replaced({ batch }: Pick<Tx, 'batch'>): void {
    this.#replacedIn = batch
  }

  async #removeAll(tx: Tx): Promise<void> {
    await tx.db<KernelTables>().deleteFrom('faults').execute()
    this.replaced(tx)
    tx.afterCommit(() => this.forget())
  }

  /**
   * The fault to inject at a point, if any: that of the first plan that applies. The count and the event `fault.injected`
   * commit with this unit. Plans after it do not count this call.
   *
   * @param can whether an action can be applied here; a plan whose action cannot does not match
   */
  next<Point extends FaultPoint>(
    tx: Tx,
    subject: FaultSubject & { point: Point },
    can: (action: string) => boolean = () => true,
  ): Promise<Fault<Point> | undefined> {
    return this.#isNoneAt(tx, subject.point) ? none : this.#next(tx, subject, can)
  }

  async #next<Point extends FaultPoint>(
    tx: Tx,
    subject: FaultSubject & { point: Point },
    can: (action: string) => boolean,
  ): Promise<Fault<Point> | undefined> {
    await this.#readPoints(tx)
    if (this.#isNoneAt(tx, subject.point)) return undefined
    for (const { position, plan: text, ...counts } of await tx.run(ofPoint, { point: subject.point })) {
      const plan = JSON.parse(text) as FaultPlan
      if (!matches(plan, subject) || !can(plan.do)) continue
      const met = counts.met + 1
      const applies = isTime(plan, met, counts.injected)
      await tx.change(counted, { position, met, injected: counts.injected + (applies ? 1 : 0) })
      if (applies) return announce(tx, subject, plan)
    }
    return undefined
  }

  /** The units of a batch share one query for the points: most worlds have no plan, and each SMS asks twice. */
  async #readPoints(tx: Tx): Promise<void> {
    const { batch } = tx
    if (this.#pointsOfBatch?.batch === batch) return
    const rows = await tx.run(everyPoint, {})
    this.#pointsOfBatch = { batch, points: new Set(rows.map((row) => row.point)) }
  }

  /** Whether it is known that no plan is at a point. */
  #isNoneAt({ batch }: Tx, point: FaultPoint): boolean {
    const known = this.#pointsOfBatch
    return known?.batch === batch && this.#replacedIn !== batch && !known.points.has(point)
  }
}

function matches({ point, match, when }: FaultPlan, subject: FaultSubject): boolean {
  if (when.hop !== undefined && when.hop !== subject.hop) return false
  const kinds: PointWords['match'] = faultPoints[point].match
  return Object.entries(match).every(([key, value]) => {
    const kind = kinds[key]
    const field = kind === 'serviceCode' ? 'code' : kind
    const seen = field && subject[field]
    if (seen === value) return true
    // A host without a port matches any port, and an API each of its operations.
    if (field === 'host') return seen?.replace(/:\d+$/, '') === value
    return field === 'operation' && seen?.startsWith(`${value}.`) === true
  })
}

function isTime({ id, when }: FaultPlan, met: number, injected: number): boolean {
  const { nth, first, probability, seed = id } = when
  if (nth !== undefined && nth !== met) return false
  if (first !== undefined && injected >= first) return false
  return probability === undefined || draw(seed, met) < probability
}

/** A number from 0 to 1, the same for the same seed and turn, so that a run can be replayed. */
function draw(seed: string, turn: number): number {
  return createHash('sha256').update(`${seed}:${turn}`).digest().readUInt32BE(0) / 2 ** 32
}

async function announce<Point extends FaultPoint>(
  tx: Tx,
  { point, phone, operation, code, host, address, hop, trace }: FaultSubject & { point: Point },
  { id, do: action, args }: FaultPlan,
): Promise<Fault<Point>> {
  await tx.emit({
    kind: 'fault.injected',
    phone,
    trace,
    data: {
      plan: id,
      point,
      do: action,
      ...(operation === undefined ? {} : { operation }),
      ...(code === undefined ? {} : { code }),
      ...(host === undefined ? {} : { host }),
      ...(address === undefined ? {} : { address }),
      ...(hop === undefined ? {} : { hop }),
      ...(args.delay === undefined ? {} : { delay: args.delay }),
      ...(args.reason === undefined ? {} : { reason: args.reason }),
    },
  })
  return {
    plan: id,
    do: action as FaultAction<Point>,
    delayMs: parseDuration(args.delay ?? '') ?? 0,
    reason: args.reason ?? null,
  }
}
