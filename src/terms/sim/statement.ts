import { z } from 'zod'
import { optionalText } from './requests.ts'

/** The fields of a query that every statement takes. */
export const statementFields = {
  from: optionalText,
  to: optionalText,
  format: z.enum(['json', 'csv']).optional(),
}
