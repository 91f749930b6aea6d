import type { Port } from '../client/index.ts'
import type { McpHandler } from '../control/index.ts'

/**
 * Serves agents by the Model Context Protocol: a client of this same simulator. Loaded by the first that asks, since most
 * simulators are never asked.
 *
 * @param parts `port` of the simulator, which exists only after the start
 */
export function mcpOf({
  port,
  url,
  version,
}: {
  port: () => Port
  url: string | undefined
  version: string
}): () => Promise<McpHandler> {
  let opened: Promise<McpHandler> | undefined
  return () => {
    opened ??= import('../mcp/index.ts').then(({ openMcp }) => openMcp({ port: port(), url, version }))
    return opened
  }
}
