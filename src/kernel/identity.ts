import { seededRandomness, systemRandomness } from './random.ts'
import { hot, type Unit } from './store/index.ts'
import type { KernelTables } from './tables.ts'

/** The identity of a data file. */
export interface Identity {
  /** The key of its keyed hashes, made once. */
  key: Buffer
  /** How many times it was opened, with this time. */
  generation: number
  /** Whether a world was put into it. */
  filled: boolean
  /** The id of the last event; 0 if there is none. */
  lastEvent: number
  /** When that happened, business time; 0 if there is none. */
  lastEventAt: number
}

export const readMeta = hot<KernelTables, Record<never, never>>()((db) => db.selectFrom('meta').selectAll())
export const metaOf = hot<KernelTables, { key: string }>()((db, slot) =>
  db.selectFrom('meta').select('value').where('key', '=', slot('key')),
)
export const writeMeta = hot<KernelTables, KernelTables['meta']>()((db, slot) =>
  db
    .insertInto('meta')
    .values({ key: slot('key'), value: slot('value') })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: slot('value') })),
)
const latestEvent = hot<KernelTables, Record<never, never>>()((db) =>
  db.selectFrom('events').select('at').orderBy('id', 'desc').limit(1),
)

export async function openIdentity(unit: Unit, seed: string | undefined): Promise<Identity> {
  const rows = await unit.run(readMeta, {})
  const meta = new Map(rows.map(({ key, value }) => [key, value]))
  const generation = Number(meta.get('generation') ?? 0) + 1
  const random = seed === undefined ? systemRandomness : seededRandomness(seed, 0)
  const key = meta.get('key') ?? random.hex(64)
  if (!meta.has('key')) await unit.change(writeMeta, { key: 'key', value: key })
  await unit.change(writeMeta, { key: 'generation', value: String(generation) })
  const last = await unit.first(latestEvent, {})
  const lastEvent = await unit.lastId('events')
  const filled = meta.has('filled')
  return { key: Buffer.from(key, 'hex'), generation, filled, lastEvent, lastEventAt: last?.at ?? 0 }
}
