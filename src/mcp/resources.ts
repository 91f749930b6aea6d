import { type McpServer, ResourceNotFoundError, ResourceTemplate } from '@modelcontextprotocol/server'
import { entriesSchema } from '../terms/sim/timeline-entry.ts'
import { read } from './ask.ts'
import type { Desk } from './desk.ts'
import { docs } from './docs.ts'

const latest = 200

const json = (uri: URL, value: unknown) => ({
  contents: [{ uri: uri.href, mimeType: 'application/json', text: JSON.stringify(value, null, 2) }],
})

/** The world, what happened, and the documents. */
export function registerResources(server: McpServer, desk: Desk): void {
  server.registerResource(
    'world',
    'payersim://world',
    {
      title: 'The world',
      description:
        'Base URL, keys, API users, apps, service codes, the people with their phones, PINs and balances, and the clock.',
      mimeType: 'application/json',
    },
    async (uri) => {
      const { sim } = desk.own
      const [clock, world] = [await sim.clock.read(), await sim.world()]
      return json(uri, { baseUrl: desk.url ?? null, clock, ...world })
    },
  )
  server.registerResource(
    'timeline',
    'payersim://timeline',
    {
      title: 'What happened',
      description: `The latest ${latest} entries of the timeline: events, HTTP exchanges and movements of money, oldest first, secrets hidden.`,
      mimeType: 'application/json',
    },
    async (uri) => {
      const last = String(latest)
      const { entries } = await read(desk.own.port, entriesSchema, '/_sim/timeline/all', { last })
      return json(uri, entries)
    },
  )
  server.registerResource(
    'docs',
    new ResourceTemplate('payersim://docs/{name}', {
      list: () => ({
        resources: docs().map(({ name, title }) => ({
          uri: `payersim://docs/${name}`,
          name: `docs/${name}`,
          title,
          mimeType: 'text/markdown',
        })),
      }),
      complete: {
        name: (begun) => docs().flatMap(({ name }) => (name.startsWith(begun) ? [name] : [])),
      },
    }),
    {
      title: 'The documents',
      description: "payersim's own documents, such as sessions, momo, onepipe and control.",
      mimeType: 'text/markdown',
    },
    (uri, { name }) => {
      const found = docs().find((doc) => doc.name === name)
      if (found === undefined) throw new ResourceNotFoundError(uri.href)
      return { contents: [{ uri: uri.href, mimeType: 'text/markdown', text: found.text() }] }
    },
  )
}
