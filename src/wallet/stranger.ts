import type { Gender } from './tables.ts'

/** The holder of a wallet that opens on first use; no world file names this person. */
export interface Stranger {
  name: string
  /** YYYY-MM-DD. */
  birthdate: string
  gender: Gender
}

/**
 * Older data files gave such a holder the number as a name and no other field, so that the profile changed with the
 * first payment. The person is the one whom every world then gave such a number.
 */
export const addByItself = `
      ALTER TABLE account_holders ADD COLUMN by_itself INTEGER NOT NULL DEFAULT 0 CHECK (by_itself IN (0, 1));
      UPDATE account_holders SET by_itself = 1, name = 'Sand Box', birthdate = '1976-08-13', gender = 'MALE'
      WHERE kind = 'person' AND birthdate IS NULL AND gender IS NULL AND EXISTS (
        SELECT 1 FROM aliases a WHERE a.holder_id = account_holders.id AND a.type = 'MSISDN' AND a.value = account_holders.name);`
