import { type Kernel, NotFoundError } from '../kernel/index.ts'
import type { Network } from '../network/index.ts'
import { type ControlRoute, controlRoute } from '../providers/index.ts'
import { type ShortCode, shortCodeBody } from '../terms/sim/network.ts'
import { json, noContent } from './answers.ts'
import { viewShortCodes } from './world-view.ts'

/** URLs for SMS events: `/network/short-codes`, one for each code or sender id, `*` for all the others. */
export function shortCodeRoutes({
  kernel,
  network,
  baseUrl,
}: {
  kernel: Kernel
  network: Network
  baseUrl: string
}): ControlRoute[] {
  const list = () => kernel.read((rx) => viewShortCodes(rx, network, baseUrl))
  return [
    controlRoute({
      method: 'GET',
      path: '/network/short-codes',
      answer: async () => json<ShortCode[]>(await list()),
    }),
    controlRoute({
      method: 'GET',
      path: '/network/short-codes/{code}',
      async answer({ params: { code } }) {
        const found = (await list()).find((candidate) => candidate.code === code)
        if (!found) throw new NotFoundError(`No short code ${code}. PUT one to make it.`)
        return json<ShortCode>(found)
      },
    }),
    controlRoute({
      method: 'PUT',
      path: '/network/short-codes/{code}',
      body: shortCodeBody,
      async answer({ params: { code }, body: { callbackUrl, deliveryReportUrl, optOutUrl } }) {
        const wanted = { code, callbackUrl, deliveryReportUrl, optOutUrl }
        await kernel.transact((tx) => network.putShortCode(tx, wanted))
        return json<ShortCode>(wanted)
      },
    }),
    controlRoute({
      method: 'DELETE',
      path: '/network/short-codes/{code}',
      async answer({ params: { code } }) {
        await kernel.transact((tx) => network.deleteShortCode(tx, code))
        return noContent
      },
    }),
  ]
}
