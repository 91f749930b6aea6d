import { timingSafeEqual } from 'node:crypto'
import { hot, type Kernel, type Tx } from '../kernel/index.ts'
import type { WalletTables } from './tables.ts'

/** The third wrong PIN in a row locks the wallet. */
const tries = 3

/** `triesLeft` is 1 or more; at the last wrong PIN the answer is `locked`. */
export type PinRefusal = { outcome: 'wrong-pin'; triesLeft: number } | { outcome: 'locked' }

/** What is stored of a holder's PIN: the hash, and the number of wrong entries in a row. */
export interface StoredPin {
  pin_hash: string | null
  wrong_pins: number | null
  /** 0 or 1. */
  locked: number | null
}

/** A PIN as a holder enters it; `phone` is for the event, `+` and digits. */
export interface EnteredPin {
  holderId: number
  pin: string
  phone: string | null
}

const load = hot<WalletTables, { holderId: number }>()((db, slot) =>
  db
    .selectFrom('account_holders')
    .select(['pin_hash', 'wrong_pins', 'locked'])
    .where('id', '=', slot('holderId')),
)
const count = hot<WalletTables, { holderId: number; wrong: number; locked: number }>()((db, slot) =>
  db
    .updateTable('account_holders')
    .set({ wrong_pins: slot('wrong'), locked: slot('locked') })
    .where('id', '=', slot('holderId')),
)

const replace = hot<WalletTables, { holderId: number; hash: string }>()((db, slot) =>
  db
    .updateTable('account_holders')
    .set({ pin_hash: slot('hash'), wrong_pins: 0, locked: 0 })
    .where('id', '=', slot('holderId')),
)

/**
 * PINs are stored as HMAC-SHA-256 with the data file's own key. A wrong PIN is returned, not thrown: the unit must
 * commit, so that the try is counted.
 */
export class Pins {
  constructor(readonly kernel: Kernel) {}

  #hash(holderId: number, pin: string): string {
    return this.kernel.hmac('pin', `${holderId}:${pin}`)
  }

  async set(tx: Tx, holderId: number, pin: string): Promise<void> {
    await tx.change(replace, { holderId, hash: this.#hash(holderId, pin) })
  }

  async check(tx: Tx, entered: EnteredPin): Promise<{ outcome: 'ok' } | PinRefusal> {
    const kept = await tx.first(load, { holderId: entered.holderId })
    return kept ? this.compare(tx, entered, kept) : { outcome: 'locked' }
  }

  /** As {@link check}, with the PIN row that this unit has just read. */
  async compare(
    tx: Tx,
    { holderId, pin, phone }: EnteredPin,
    kept: StoredPin,
  ): Promise<{ outcome: 'ok' } | PinRefusal> {
    if (kept.locked !== 0) return { outcome: 'locked' }
    const right = timingSafeEqual(
      Buffer.from(kept.pin_hash ?? ''.padEnd(64)),
      Buffer.from(this.#hash(holderId, pin)),
    )
    const before = kept.wrong_pins ?? 0
    if (right) {
      if (before > 0) await tx.change(count, { holderId, wrong: 0, locked: 0 })
      return { outcome: 'ok' }
    }
    const wrong = before + 1
    const locked = wrong >= tries
    await tx.change(count, { holderId, wrong, locked: Number(locked) })
    const where = { phone: phone ?? undefined }
    if (locked) {
      await tx.emit({ kind: 'pin.locked', ...where })
      return { outcome: 'locked' }
    }
    await tx.emit({ kind: 'pin.wrong', ...where, data: { triesLeft: tries - wrong } })
    return { outcome: 'wrong-pin', triesLeft: tries - wrong }
  }
}
