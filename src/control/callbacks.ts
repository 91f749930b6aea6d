import { type DeliveryRecord, InputError, type Kernel, NotFoundError } from '../kernel/index.ts'
import { type ControlRoute, controlRoute } from '../providers/index.ts'
import { maskData } from '../safe-text/index.ts'
import type { CallbackDelivery } from '../terms/sim/callback.ts'
import { emptyBody } from '../terms/sim/requests.ts'
import { json } from './answers.ts'

/** The decision of its subscriber when it was created. */
type Decided = Pick<CallbackDelivery, 'url' | 'method' | 'body' | 'networkCode' | 'times' | 'unresolved'>

/** As clients see it, secrets hidden. */
export function viewCallback({
  createdAt,
  attemptedAt,
  data,
  result,
  ...rest
}: DeliveryRecord): CallbackDelivery {
  return {
    ...rest,
    result: maskData(result as CallbackDelivery['result']),
    ...maskData(data as Decided),
    createdAt: new Date(createdAt).toISOString(),
    attemptedAt: attemptedAt === null ? null : new Date(attemptedAt).toISOString(),
  }
}

/** Callbacks on requests to pay, pre-approvals, transfers and SMS, in the order of creation. */
export function callbackRoutes(kernel: Kernel): ControlRoute[] {
  const { deliveries } = kernel
  const list = () =>
    kernel.read(async (rx) => {
      const found: DeliveryRecord[] = []
      for (const subscriber of deliveries.callbackSubscribers())
        found.push(...(await deliveries.list(rx, subscriber)))
      return found.sort((one, other) => one.id - other.id).map(viewCallback)
    })
  const find = async (id: number) => {
    const found = await kernel.read((rx) => deliveries.find(rx, id))
    return found && deliveries.callbackSubscribers().includes(found.subscriber) ? found : undefined
  }
  return [
    controlRoute({
      operation: 'listCallbacks',
      method: 'GET',
      path: '/callbacks',
      answer: async () => json<CallbackDelivery[]>(await list()),
    }),
    controlRoute({
      operation: 'resendCallback',
      method: 'POST',
      path: '/callbacks/{id}/resend',
      body: emptyBody,
      async answer({ params, gone }) {
        const id = Number(params.id)
        if (!Number.isSafeInteger(id))
          throw new InputError(
            `${params.id} is no callback's id. GET /_sim/callbacks lists them.`,
            {},
            { problem: 'not-a-callback-id' },
          )
        const found = await find(id)
        if (!found)
          throw new NotFoundError(
            `No callback ${id}, or it was attempted so long ago that it is not kept any more. GET /_sim/callbacks lists them.`,
            { id },
            { problem: 'unknown-callback' },
          )
        const repeated = await kernel.transact((tx) => deliveries.repeat(tx, id, found.subscriber))
        await kernel.settle({ signal: gone() })
        const sent = await find(repeated)
        return json<CallbackDelivery | undefined>(sent && viewCallback(sent), 201)
      },
    }),
  ]
}
