import type { Request, Response, Router } from 'express'
import { graphOf, type Kernel } from '../kernel/index.ts'
import type { Network } from '../network/index.ts'
import { type Payer, payerMachines } from '../payer/index.ts'
import type { MachineGraph, Standing } from '../terms/sim/machine.ts'

/** The machines of the payer's app as graphs, and the state of a phone's session in each of them. */
export function machineRoutes(
  routes: Router,
  { kernel, network, payer }: { kernel: Kernel; network: Network; payer: Payer },
): void {
  const graphs = Object.entries(payerMachines).map(([name, { logic }]) => graphOf(name, logic))
  routes.get('/machines', (_, response: Response<MachineGraph[]>) => {
    response.json(graphs)
  })
  routes.get('/phones/:msisdn/machine', async (request: Request, response: Response<Standing>) => {
    const standing = await kernel.read(async (rx) => {
      const { screen } = await network.phone(rx, String(request.params.msisdn))
      if (screen?.status !== 'open' || screen.sessionId === null) return null
      const state = await payer.machineState(rx, screen.sessionId)
      return state ? { sessionId: screen.sessionId, ...state } : null
    })
    // Null: the phone has no open session of the payer's app.
    response.json(standing)
  })
}
