import type { Request, Response, Router } from 'express'
import { type Kernel, NotFoundError } from '../kernel/index.ts'
import type { Network } from '../network/index.ts'
import { type ShortCode, shortCodeBody } from '../terms/sim/network.ts'
import { parse } from './schema.ts'
import { viewShortCodes } from './world-view.ts'

/** URLs for SMS events: `/network/short-codes`, one for each code or sender id, `*` for all the others. */
export function shortCodeRoutes(
  routes: Router,
  { kernel, network, baseUrl }: { kernel: Kernel; network: Network; baseUrl: string },
): void {
  const code = (request: Request) => String(request.params.code)
  const list = () => kernel.read((rx) => viewShortCodes(rx, network, baseUrl))
  routes.get('/network/short-codes', async (_, response: Response<ShortCode[]>) => {
    response.json(await list())
  })
  routes.get('/network/short-codes/:code', async (request, response: Response<ShortCode>) => {
    const found = (await list()).find((candidate) => candidate.code === code(request))
    if (!found) throw new NotFoundError(`No short code ${code(request)}. PUT one to make it.`)
    response.json(found)
  })
  routes.put('/network/short-codes/:code', async (request, response: Response<ShortCode>) => {
    const { callbackUrl, deliveryReportUrl, optOutUrl } = parse(shortCodeBody, request.body, 'body')
    const wanted = { code: code(request), callbackUrl, deliveryReportUrl, optOutUrl }
    await kernel.transact((tx) => network.putShortCode(tx, wanted))
    response.json(wanted)
  })
  routes.delete('/network/short-codes/:code', async (request, response) => {
    await kernel.transact((tx) => network.deleteShortCode(tx, code(request)))
    response.status(204).end()
  })
}
