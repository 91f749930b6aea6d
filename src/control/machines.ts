import { graphOf, type Kernel } from '../kernel/index.ts'
import type { Network } from '../network/index.ts'
import { type Payer, payerMachines } from '../payer/index.ts'
import { type ControlRoute, controlRoute } from '../providers/index.ts'
import type { MachineGraph, Standing } from '../terms/sim/machine.ts'
import { json } from './answers.ts'

/** The machines of the payer's app as graphs, and the state of a phone's session in each of them. */
export function machineRoutes({
  kernel,
  network,
  payer,
}: {
  kernel: Kernel
  network: Network
  payer: Payer
}): ControlRoute[] {
  let graphs: MachineGraph[] | undefined
  return [
    controlRoute({
      operation: 'listMachines',
      method: 'GET',
      path: '/machines',
      answer() {
        graphs ??= Object.entries(payerMachines).map(([name, { logic }]) => graphOf(name, logic))
        return json<MachineGraph[]>(graphs)
      },
    }),
    controlRoute({
      operation: 'getPhoneMachine',
      method: 'GET',
      path: '/phones/{msisdn}/machine',
      async answer({ params: { msisdn } }) {
        const standing = await kernel.read(async (rx) => {
          const { screen } = await network.phone(rx, msisdn)
          if (screen?.status !== 'open' || screen.sessionId === null) return null
          const state = await payer.machineState(rx, screen.sessionId)
          return state ? { sessionId: screen.sessionId, ...state } : null
        })
        // Null: the phone has no open session of the payer's app.
        return json<Standing>(standing)
      },
    }),
  ]
}
