import type { z } from 'zod'
import { type Kernel, NotFoundError, type Rx, type Tx } from '../kernel/index.ts'
import type { Network } from '../network/index.ts'
import { type ControlRoute, controlRoute } from '../providers/index.ts'
import { type ServiceCode, type ShortCode, serviceCodeBody, shortCodeBody } from '../terms/sim/network.ts'
import { json, noContent } from './answers.ts'
import { viewServiceCodes, viewShortCodes } from './world-view.ts'

/**
 * Which app answers a code. `/network/service-codes`: URLs of USSD apps; `/network/short-codes`: URLs for SMS events, for
 * each code or sender id, and `*` for all the others.
 */
export const codeRoutes = ({
  kernel,
  network,
  baseUrl,
}: {
  kernel: Kernel
  network: Network
  baseUrl: string
}): ControlRoute[] => [
  ...routesOf<ServiceCode>(kernel, {
    kind: 'service',
    body: serviceCodeBody,
    list: (rx) => viewServiceCodes(rx, network, baseUrl),
    put: (tx, wanted) => network.putServiceCode(tx, wanted),
    remove: (tx, code) => network.deleteServiceCode(tx, code),
  }),
  ...routesOf<ShortCode>(kernel, {
    kind: 'short',
    body: shortCodeBody,
    list: (rx) => viewShortCodes(rx, network, baseUrl),
    put: (tx, wanted) => network.putShortCode(tx, wanted),
    remove: (tx, code) => network.deleteShortCode(tx, code),
  }),
]

function routesOf<Code extends { code: string }>(
  kernel: Kernel,
  {
    kind,
    body,
    list,
    put,
    remove,
  }: {
    kind: 'service' | 'short'
    body: z.ZodType<Omit<Code, 'code'>>
    list: (rx: Rx) => Promise<Code[]>
    put: (tx: Tx, wanted: Code) => Promise<void>
    remove: (tx: Tx, code: string) => Promise<void>
  },
): ControlRoute[] {
  const path = `/network/${kind}-codes` as const
  const at = `${path}/{code}` as const
  const noun = kind === 'service' ? 'ServiceCode' : 'ShortCode'
  return [
    controlRoute({
      operation: `list${noun}s`,
      method: 'GET',
      path,
      answer: async () => json<Code[]>(await kernel.read(list)),
    }),
    controlRoute({
      operation: `get${noun}`,
      method: 'GET',
      path: at,
      async answer({ params: { code } }) {
        const found = (await kernel.read(list)).find((candidate) => candidate.code === code)
        if (!found)
          throw new NotFoundError(
            `No ${kind} code ${code}. PUT one to make it.`,
            {},
            { problem: `unknown-${kind}-code` },
          )
        return json<Code>(found)
      },
    }),
    controlRoute({
      operation: `put${noun}`,
      method: 'PUT',
      path: at,
      body,
      async answer({ params: { code }, body: urls }) {
        const wanted = { code, ...urls } as Code
        await kernel.transact((tx) => put(tx, wanted))
        return json<Code>(wanted)
      },
    }),
    controlRoute({
      operation: `delete${noun}`,
      method: 'DELETE',
      path: at,
      async answer({ params: { code } }) {
        await kernel.transact((tx) => remove(tx, code))
        return noContent
      },
    }),
  ]
}
