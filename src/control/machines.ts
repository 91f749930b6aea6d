import { graphOf, type Kernel } from '../kernel/index.ts'
import type { Network } from '../network/index.ts'
import { type Payer, payerMachines, screenLabelOf } from '../payer/index.ts'
import { type ControlRoute, controlRoute } from '../providers/index.ts'
import type { MachineGraph, Seen, Standing, Walked } from '../terms/sim/machine.ts'
import { inLanguage, json } from './answers.ts'
import { machineOf, seenIn, walkOf } from './machine-walk.ts'
import { machineIn } from './machine-words.ts'

/** The machines of the payer's app as graphs, the way of a phone's session through them, and what sessions have seen. */
export function machineRoutes({
  kernel,
  network,
  payer,
}: {
  kernel: Kernel
  network: Network
  payer: Payer
}): ControlRoute[] {
  let known: MachineGraph[] | undefined
  const graphs = () => {
    known ??= Object.entries(payerMachines).map(([name, { logic }]) => graphOf(name, logic))
    return known
  }
  return [
    controlRoute({
      operation: 'listMachines',
      method: 'GET',
      path: '/machines',
      answer({ language }) {
        return inLanguage<MachineGraph[]>(
          language,
          graphs().map((graph) => machineIn(language, graph)),
        )
      },
    }),
    controlRoute({
      operation: 'listSeenStates',
      method: 'GET',
      path: '/machines/seen',
      async answer() {
        const ways = await kernel.read((rx) => network.sessionWays(rx, payer.serviceCode))
        return json<Seen[]>(
          graphs().map((graph) => {
            const own = ways.filter((way) => machineOf(way) === graph.name)
            const steps = own.flatMap((way) => walkOf(graph, way, screenLabelOf))
            const sessions = own.reduce((sum, way) => sum + way.sessions, 0)
            return { machine: graph.name, sessions, ...seenIn(steps) }
          }),
        )
      },
    }),
    controlRoute({
      operation: 'getPhonePath',
      method: 'GET',
      path: '/phones/{msisdn}/path',
      async answer({ params: { msisdn } }) {
        const walked = await kernel.read(async (rx): Promise<Walked> => {
          const way = await network.lastSession(rx, msisdn)
          const machine = way && (await payer.machineOf(rx, way.id))
          const graph = graphs().find(({ name }) => name === machine)
          if (!way || !graph) return null
          const steps = walkOf(graph, way, screenLabelOf)
          return {
            sessionId: way.id,
            machine: graph.name,
            status: way.status,
            startedAt: new Date(way.startedAt).toISOString(),
            state: steps.at(-1)?.state ?? graph.initial,
            steps,
          }
        })
        return json<Walked>(walked)
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
