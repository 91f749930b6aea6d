import type { Gender } from './tables.ts'

/** Who holds a phone that opens by itself: somebody whom no world file names. */
export interface Stranger {
  name: string
  /** YYYY-MM-DD. */
  birthdate: string
  gender: Gender
}

/**
 * Files of before called such a holder by the number, without the rest, so that it was another person before the first
 * payment and after it. The person is MTN's sandbox's, which knows no other.
 */
export const strangersOfBefore = `
      ALTER TABLE account_holders ADD COLUMN by_itself INTEGER NOT NULL DEFAULT 0 CHECK (by_itself IN (0, 1));
      UPDATE account_holders SET by_itself = 1, name = 'Sand Box', birthdate = '1976-08-13', gender = 'MALE'
      WHERE kind = 'person' AND birthdate IS NULL AND gender IS NULL AND EXISTS (
        SELECT 1 FROM aliases a WHERE a.holder_id = account_holders.id AND a.type = 'MSISDN' AND a.value = account_holders.name);`
