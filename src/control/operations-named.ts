import { InputError, type NamedOperation } from '../kernel/index.ts'
import { nearestOnes } from '../terms/index.ts'

/**
 * The operations that `match: { operation }` of a fault plan or of a hold means: one, or all of an API.
 *
 * @param where it is written, such as `plan fault-1`
 * @throws InputError where there is none; it names the nearest ones
 */
export function operationsNamed(
  operation: string,
  operations: readonly NamedOperation[],
  where: string,
): NamedOperation[] {
  const matched = operations.filter(({ name, api }) => name === operation || api === operation)
  if (matched.length > 0) return matched
  const apis = [...new Set(operations.map(({ api }) => api))]
  const names = operations.map(({ name }) => name)
  const near = nearestOnes(operation, [...apis, ...names], 3).map((name) => JSON.stringify(name))
  throw new InputError(
    `${where}: no API has an operation ${JSON.stringify(operation)}; the nearest are ${near.join(', ')}. ` +
      `The APIs are ${apis.join(', ')}, and GET /_sim/operations lists their operations.`,
    { operation },
    { problem: 'unknown-operation' },
  )
}
