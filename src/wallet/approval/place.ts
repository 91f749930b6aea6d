import { sql } from 'kysely'

/** The next place in a payer's queue, which payment requests and mandates share. */
export const nextPlace = (payerId: number | null) => sql<number>`(select 1 + coalesce(max(place), 0) from (
  select max(place) as place from requests_to_pay where payer_id = ${payerId} and status = 'PENDING' and script is null
  union all
  select max(place) from pre_approval_items where payer_id = ${payerId} and status = 'PENDING' and script is null) as last)`
