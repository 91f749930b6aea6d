import { type Kernel, NotFoundError } from '../kernel/index.ts'
import type { Network } from '../network/index.ts'
import { type ControlRoute, controlRoute } from '../providers/index.ts'
import { type ServiceCode, serviceCodeBody } from '../terms/sim/network.ts'
import { json, noContent } from './answers.ts'
import { viewServiceCodes } from './world-view.ts'

/** URLs of USSD apps: `/network/service-codes`, one for each code. */
export function serviceCodeRoutes({
  kernel,
  network,
  baseUrl,
}: {
  kernel: Kernel
  network: Network
  baseUrl: string
}): ControlRoute[] {
  const list = () => kernel.read((rx) => viewServiceCodes(rx, network, baseUrl))
  return [
    controlRoute({
      method: 'GET',
      path: '/network/service-codes',
      answer: async () => json<ServiceCode[]>(await list()),
    }),
    controlRoute({
      method: 'GET',
      path: '/network/service-codes/{code}',
      async answer({ params: { code } }) {
        const found = (await list()).find((candidate) => candidate.code === code)
        if (!found) throw new NotFoundError(`No service code ${code}. PUT one to make it.`)
        return json<ServiceCode>(found)
      },
    }),
    controlRoute({
      method: 'PUT',
      path: '/network/service-codes/{code}',
      body: serviceCodeBody,
      async answer({ params: { code }, body: { callbackUrl, eventsUrl } }) {
        const wanted = { code, callbackUrl, eventsUrl: eventsUrl ?? null }
        await kernel.transact((tx) => network.putServiceCode(tx, wanted))
        return json<ServiceCode>(wanted)
      },
    }),
    controlRoute({
      method: 'DELETE',
      path: '/network/service-codes/{code}',
      async answer({ params: { code } }) {
        await kernel.transact((tx) => network.deleteServiceCode(tx, code))
        return noContent
      },
    }),
  ]
}
