import { z } from 'zod'
import type { ControlDescription } from '../../control-route.ts'
import { statementSchema } from '../terms/index.ts'

/** What documents say of a merchant's statement. */
export const merchantStatement: ControlDescription = {
  summary: 'What moved on the accounts of an API user’s merchant',
  description:
    'As CSV for `format=csv` or `Accept: text/csv`. `from` is part of the period and `to` is not; each is a time or a day. ' +
    'Opening, and all amounts, less all fees, is closing.',
  section: 'Statements',
  params: { apiUser: z.string().meta({ description: 'The id of an API user: see `GET /_sim/world`' }) },
  answers: { 200: { 'application/json': statementSchema, 'text/csv': z.string() } },
  problems: ['unknown-api-user', 'not-a-time', 'empty-period'],
}
