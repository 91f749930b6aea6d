import { InputError, type Kernel, NotFoundError } from '../kernel/index.ts'
import { type ControlRoute, controlRoute } from '../providers/index.ts'
import { maskData } from '../safe-text/index.ts'
import type { CallbackDelivery } from '../terms/sim/callback.ts'
import { emptyBody } from '../terms/sim/requests.ts'
import { json } from './answers.ts'

/** The decision of its subscriber when it was created. */
type Decided = Pick<CallbackDelivery, 'url' | 'method' | 'body' | 'networkCode' | 'times' | 'unresolved'>

/** Callbacks on requests to pay, pre-approvals, transfers and SMS, in the order of creation. */
export function callbackRoutes(kernel: Kernel): ControlRoute[] {
  const records = () =>
    kernel.read(async (rx) => {
      const found = []
      for (const subscriber of kernel.deliveries.callbackSubscribers()) {
        for (const record of await kernel.deliveries.list(rx, subscriber)) found.push({ subscriber, record })
      }
      return found.sort((one, other) => one.record.id - other.record.id)
    })
  const list = async () =>
    (await records()).map(
      ({ subscriber, record: { createdAt, attemptedAt, data, result, ...rest } }): CallbackDelivery => ({
        ...rest,
        result: maskData(result as CallbackDelivery['result']),
        subscriber,
        ...maskData(data as Decided),
        createdAt: new Date(createdAt).toISOString(),
        attemptedAt: attemptedAt === null ? null : new Date(attemptedAt).toISOString(),
      }),
    )
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
        const found = (await records()).find(({ record }) => record.id === id)
        if (!found)
          throw new NotFoundError(
            `No callback ${id}, or it was attempted so long ago that it is not kept any more. GET /_sim/callbacks lists them.`,
            { id },
            { problem: 'unknown-callback' },
          )
        const repeated = await kernel.transact((tx) => kernel.deliveries.repeat(tx, id, found.subscriber))
        await kernel.settle({ signal: gone() })
        return json<CallbackDelivery | undefined>(
          (await list()).find((callback) => callback.id === repeated),
          201,
        )
      },
    }),
  ]
}
