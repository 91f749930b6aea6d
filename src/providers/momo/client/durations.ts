import { ClientError } from '../../../client/parts.ts'
import { parseDuration } from '../../../terms/index.ts'

/**
 * Whole seconds, given as a number or as an ISO 8601 duration such as `P30D` or `PT5M`.
 *
 * @throws ClientError
 */
export function secondsOf(time: number | string): number {
  const total = typeof time === 'string' ? (parseDuration(time) ?? Number.NaN) / 1_000 : time
  if (Number.isSafeInteger(total) && total >= 0) return total
  const why = typeof time === 'string' && total > 0 ? 'has a fraction of a second' : 'is no length of time'
  throw new ClientError(
    `${JSON.stringify(time)} ${why}. Write whole seconds, or an ISO 8601 duration such as P30D or PT5M.`,
  )
}
