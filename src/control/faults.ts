import type { Response, Router } from 'express'
import { InputError, type Kernel } from '../kernel/index.ts'
import { smsRejections } from '../network/index.ts'
import { nearest } from '../terms/index.ts'
import type { FaultReading } from '../terms/sim/fault.ts'

/** `/faults`: the fault plans. */
export function faultRoutes(routes: Router, kernel: Kernel): void {
  routes.get('/faults', async (_, response: Response<FaultReading[]>) => {
    response.json(await kernel.read((rx) => kernel.faults.list(rx)))
  })
  routes.put('/faults', async (request, response: Response<FaultReading[]>) => {
    const replace = kernel.transact(async (tx) => checkReasons(await kernel.faults.replace(tx, request.body)))
    response.json(await replace)
  })
  routes.delete('/faults', async (_, response) => {
    await kernel.transact((tx) => kernel.faults.clear(tx))
    response.status(204).end()
  })
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
    )
  }
  return plans
}
