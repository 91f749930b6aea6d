import { InputError, type Kernel, type NamedOperation } from '../kernel/index.ts'
import { smsRejections } from '../network/index.ts'
import { type ControlRoute, controlRoute } from '../providers/index.ts'
import { nearest } from '../terms/index.ts'
import type { FaultReading } from '../terms/sim/fault.ts'
import type { Operation } from '../terms/sim/operation.ts'
import { json, noContent } from './answers.ts'
import { operationsNamed } from './operations-named.ts'

/** `/faults`: the fault plans. `/operations`: what those of the point `operation` can name. */
export const faultRoutes = ({
  kernel,
  operations,
}: {
  kernel: Kernel
  operations: () => NamedOperation[]
}): ControlRoute[] => [
  controlRoute({
    operation: 'listOperations',
    method: 'GET',
    path: '/operations',
    answer: () => json<Operation[]>(operations()),
  }),
  controlRoute({
    operation: 'listFaults',
    method: 'GET',
    path: '/faults',
    answer: async () => json<FaultReading[]>(await kernel.read((rx) => kernel.faults.list(rx))),
  }),
  controlRoute({
    operation: 'setFaults',
    method: 'PUT',
    path: '/faults',
    async answer({ body }) {
      const replaced = await kernel.transact(async (tx) => {
        const plans = checkReasons(await kernel.faults.replace(tx, body))
        return checkOperations(plans, operations())
      })
      return json<FaultReading[]>(replaced)
    },
  }),
  controlRoute({
    operation: 'clearFaults',
    method: 'DELETE',
    path: '/faults',
    async answer() {
      await kernel.transact((tx) => kernel.faults.clear(tx))
      return noContent
    },
  }),
]

/** @throws InputError for an operation that there is not; it names the nearest ones */
function checkOperations(plans: FaultReading[], operations: readonly NamedOperation[]): FaultReading[] {
  for (const { id, point, do: action, match } of plans) {
    const { operation } = match
    if (point !== 'operation' || operation === undefined) continue
    const matched = operationsNamed(operation, operations, `plan ${id}`)
    if (action === 'token-dies' && matched.every(({ hasTokens }) => !hasTokens))
      throw new InputError(
        `plan ${id}: "token-dies" can never strike there: ${JSON.stringify(operation)} neither takes nor gives an access token.`,
        { operation },
        { problem: 'fault-cannot-strike' },
      )
  }
  return plans
}

/** @throws InputError for a reason that Africa's Talking does not use; it names the nearest one that it does */
function checkReasons(plans: FaultReading[]): FaultReading[] {
  for (const { id, point, args } of plans) {
    const { reason } = args
    if (point !== 'sms' || reason === undefined || smsRejections.includes(reason)) continue
    throw new InputError(
      `plan ${id}: no SMS is rejected for ${JSON.stringify(reason)}; the nearest known word is ` +
        `${JSON.stringify(nearest(reason, smsRejections))}. Known are ${smsRejections.join(', ')}.`,
      { reason },
      { problem: 'unknown-sms-rejection' },
    )
  }
  return plans
}
