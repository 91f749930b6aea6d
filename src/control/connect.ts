import type { Kernel } from '../kernel/index.ts'
import { type ControlRoute, controlRoute, type Provider } from '../providers/index.ts'
import { type Connect, connectQuery, runLine } from '../terms/sim/connect.ts'
import { json } from './answers.ts'
import { viewWorld } from './world-view.ts'

/** `/connect`: how a program of one's own reaches the API of each vendor in this world. */
export function connectRoute(
  options: Parameters<typeof viewWorld>[1] & {
    kernel: Kernel
    connecting: ReadonlyArray<Pick<Provider, 'name' | 'title' | 'hosts' | 'connect'>>
  },
): ControlRoute {
  const { kernel, connecting, baseUrl } = options
  return controlRoute({
    operation: 'getConnect',
    method: 'GET',
    path: '/connect',
    query: connectQuery,
    async answer({ query: { language, url: asked } }) {
      const world = await kernel.read((rx) => viewWorld(rx, options))
      const url = (asked ?? baseUrl).replace(/\/$/, '')
      const place = { url, world, language, led: (command: string) => runLine(url, command) }
      const found: Connect[] = []
      for (const { name, title, hosts, connect } of connecting) {
        const part = (await connect?.())?.(place)
        if (part) found.push({ name, title, host: hosts?.known[0] ?? null, ...part })
      }
      return json<Connect[]>(found)
    },
  })
}
