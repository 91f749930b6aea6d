import { ConflictError, type Kernel } from '../kernel/index.ts'
import type { Network } from '../network/index.ts'
import type { Payer } from '../payer/index.ts'
import { type ControlRoute, controlRoute } from '../providers/index.ts'
import { releaseBody } from '../terms/sim/prompt.ts'
import { emptyBody } from '../terms/sim/requests.ts'
import { noContent } from './answers.ts'

/** `/phones/{msisdn}/prompt`: holds and releases prompts, for tests of what crosses with them. */
export function promptRoutes({
  kernel,
  network,
  payer,
}: {
  kernel: Kernel
  network: Network
  payer: Payer
}): ControlRoute[] {
  const phone = (msisdn: string) => kernel.read((rx) => network.phone(rx, msisdn))
  return [
    controlRoute({
      operation: 'holdPrompt',
      method: 'POST',
      path: '/phones/{msisdn}/prompt/hold',
      body: emptyBody,
      async answer({ params }) {
        const { msisdn } = await phone(params.msisdn)
        await kernel.transact((tx) => payer.prompts.hold(tx, msisdn))
        return noContent
      },
    }),
    controlRoute({
      operation: 'releasePrompt',
      method: 'POST',
      path: '/phones/{msisdn}/prompt/release',
      body: releaseBody,
      async answer({ params, body: { referenceId } }) {
        const { msisdn } = await phone(params.msisdn)
        if (!(await kernel.transact((tx) => payer.prompts.release(tx, { phone: msisdn, referenceId })))) {
          throw new ConflictError(
            `No prompt for ${referenceId} is held on ${msisdn}. Hold the next one before it is asked for: POST /_sim/phones/${msisdn}/prompt/hold.`,
            { referenceId },
            { problem: 'prompt-not-held' },
          )
        }
        return noContent
      },
    }),
  ]
}
