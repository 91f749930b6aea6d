import { ClientError } from './errors.ts'

const duration = /^P(?=.)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/

/**
 * Whole seconds, given as a number or as an ISO 8601 duration such as `P30D` or `PT5M`.
 *
 * @throws ClientError
 */
export function secondsOf(time: number | string): number {
  const match = typeof time === 'string' ? duration.exec(time) : null
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = (match ?? [])
    .slice(1)
    .map((part) => Number(part ?? 0))
  const total = match ? ((days * 24 + hours) * 60 + minutes) * 60 + seconds : time
  if (Number.isSafeInteger(total) && Number(total) >= 0) return Number(total)
  throw new ClientError(
    `${JSON.stringify(time)} is no length of time. Write whole seconds, or an ISO 8601 duration such as P30D or PT5M.`,
  )
}
