import type { Request, Router } from 'express'
import { ConflictError, type Kernel } from '../kernel/index.ts'
import type { Network } from '../network/index.ts'
import type { Payer } from '../payer/index.ts'
import { releaseBody } from '../terms/sim/prompt.ts'
import { emptyBody } from '../terms/sim/requests.ts'
import { parse } from './schema.ts'

/** `/phones/{msisdn}/prompt`: holds and releases prompts, for tests of what crosses with them. */
export function promptRoutes(
  routes: Router,
  { kernel, network, payer }: { kernel: Kernel; network: Network; payer: Payer },
): void {
  const phone = (request: Request) => kernel.read((rx) => network.phone(rx, String(request.params.msisdn)))
  routes.post('/phones/:msisdn/prompt/hold', async (request, response) => {
    parse(emptyBody, request.body, 'body')
    const { msisdn } = await phone(request)
    await kernel.transact((tx) => payer.prompts.hold(tx, msisdn))
    response.status(204).end()
  })
  routes.post('/phones/:msisdn/prompt/release', async (request, response) => {
    const { referenceId } = parse(releaseBody, request.body, 'body')
    const { msisdn } = await phone(request)
    if (!(await kernel.transact((tx) => payer.prompts.release(tx, { phone: msisdn, referenceId })))) {
      throw new ConflictError(
        `No prompt for ${referenceId} is held on ${msisdn}. Hold the next one before it is asked for: POST /_sim/phones/${msisdn}/prompt/hold.`,
        { referenceId },
      )
    }
    response.status(204).end()
  })
}
