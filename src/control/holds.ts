import { type ExchangeLog, type Held, hasText, type Kernel, type NamedOperation } from '../kernel/index.ts'
import { type ControlRoute, controlRoute } from '../providers/index.ts'
import {
  type HeldCall,
  type HoldReading,
  type HoldsReading,
  holdBody,
  holdsQuery,
  releaseCallBody,
} from '../terms/sim/hold.ts'
import { json, noContent } from './answers.ts'
import { operationsNamed } from './operations-named.ts'

/** `/holds`: what is to be held on its way, and what is held now. */
export function holdRoutes({
  kernel,
  exchanges,
  operations,
}: {
  kernel: Kernel
  exchanges: ExchangeLog
  operations: () => NamedOperation[]
}): ControlRoute[] {
  const { holds } = kernel
  const view = (held: Held): HeldCall => {
    const { id, hold, point, since, trace, method } = held
    const { phone = null, operation = null, merchant = null, status = null } = held
    const isText = hasText(held)
    const { url, headers, body } = exchanges.shown({
      url: held.url,
      headers: held.headers,
      body: isText ? held.body.toString() : '',
    })
    return {
      ...{ id, hold, point, since: new Date(since).toISOString(), trace, phone, operation, merchant },
      ...{
        method,
        url,
        status,
        headers: headers.map(([name, value]): [string, string] => [name, value]),
        body,
        isText,
      },
    }
  }
  return [
    controlRoute({
      operation: 'listHolds',
      method: 'GET',
      path: '/holds',
      query: holdsQuery,
      async answer({ query: { hold, after, waitMs }, gone }) {
        const come = async () => {
          const calls = holds.calls()
          const seen = calls.findIndex(({ id }) => id === after)
          return calls.slice(seen + 1).some((one) => hold === undefined || one.hold === hold) || undefined
        }
        if (waitMs > 0) await kernel.waitFor(come, waitMs, gone())
        return json<HoldsReading>({ holds: holds.list(), calls: holds.calls().map(view) })
      },
    }),
    controlRoute({
      operation: 'hold',
      method: 'POST',
      path: '/holds',
      body: holdBody,
      answer({ body }) {
        const { operation } = body.match ?? {}
        if (operation !== undefined) operationsNamed(operation, operations(), 'match.operation')
        return json<HoldReading>(holds.add(body), 201)
      },
    }),
    controlRoute({
      operation: 'clearHolds',
      method: 'DELETE',
      path: '/holds',
      answer() {
        holds.clear()
        return noContent
      },
    }),
    controlRoute({
      operation: 'deleteHold',
      method: 'DELETE',
      path: '/holds/{id}',
      answer({ params: { id } }) {
        holds.remove(id)
        return noContent
      },
    }),
    controlRoute({
      operation: 'releaseCall',
      method: 'POST',
      path: '/holds/calls/{id}/release',
      body: releaseCallBody,
      answer({ params: { id }, body }) {
        holds.release(id, body)
        return noContent
      },
    }),
  ]
}
