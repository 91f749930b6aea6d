import type { Json } from './json.ts'
import { hot } from './store/index.ts'
import type { KernelTables } from './tables.ts'
import type { Rx, Tx } from './tx.ts'

interface Place {
  room: string
  id: string
}

const readRecord = hot<KernelTables, Place>()((db, slot) =>
  db.selectFrom('records').select('value').where('room', '=', slot('room')).where('id', '=', slot('id')),
)
const readRecords = hot<KernelTables, { room: string }>()((db, slot) =>
  db
    .selectFrom('records')
    .select(['id', 'value'])
    .where('room', '=', slot('room'))
    .orderBy('place')
    .limit(100_000),
)
const writeRecord = hot<KernelTables, Place & { value: string }>()((db, slot) =>
  db
    .insertInto('records')
    .values({ room: slot('room'), id: slot('id'), value: slot('value') })
    .onConflict((conflict) => conflict.columns(['room', 'id']).doUpdateSet({ value: slot('value') })),
)
const removeRecord = hot<KernelTables, Place>()((db, slot) =>
  db.deleteFrom('records').where('room', '=', slot('room')).where('id', '=', slot('id')),
)

/**
 * What a provider from outside keeps in the store, by an id of its own: values of JSON. It has no tables, since their steps
 * would need a place in the one count of all rooms. Not for secrets.
 */
export class Records<Value extends Json> {
  readonly #room: string

  /** @param room whose records they are */
  constructor(room: string) {
    this.#room = room
  }

  async get(rx: Rx, id: string): Promise<Value | undefined> {
    const row = await rx.first(readRecord, { room: this.#room, id })
    return row && (JSON.parse(row.value) as Value)
  }

  /** The first 100,000, in the order in which they were made. */
  async list(rx: Rx): Promise<Array<{ id: string; value: Value }>> {
    const rows = await rx.run(readRecords, { room: this.#room })
    return rows.map(({ id, value }) => ({ id, value: JSON.parse(value) as Value }))
  }

  /** Makes a record, or replaces the one of this id. */
  async put(tx: Tx, id: string, value: Value): Promise<void> {
    await tx.change(writeRecord, { room: this.#room, id, value: JSON.stringify(value) })
  }

  /** Whether there was one. */
  async remove(tx: Tx, id: string): Promise<boolean> {
    return (await tx.change(removeRecord, { room: this.#room, id })) > 0
  }
}
