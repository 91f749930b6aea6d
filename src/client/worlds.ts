import { type NamedWorld, type NewWorld, namedWorldSchema } from '../terms/sim/named-world.ts'
import { checkOptions, oneOf, text } from './known-options.ts'
import type { Port } from './port.ts'
import type { Wire } from './wire.ts'

/** What a new world begins as, and its clock. */
export interface NewWorldOptions {
  /** A world as a world file has it, or the text of such a file; that of the server by default. */
  world?: string | Record<string, unknown>
  /** The name of a world to copy as it is now; `default` is the server's own. */
  from?: string
  /** That of `from`, or of the start of the server, by default. */
  clock?: 'running' | 'frozen'
  /** With a frozen clock, its time: ISO 8601. */
  at?: string
  /** Makes ids and codes repeatable. */
  seed?: string
}

const worldOrText = (value: unknown) =>
  typeof value === 'string' || (typeof value === 'object' && value !== null)
    ? undefined
    : 'it is a world, or the text of a world file'
const newWorldWords = {
  world: worldOrText,
  from: text,
  clock: oneOf('running', 'frozen'),
  at: text,
  seed: text,
}
const views = namedWorldSchema.array()

/** The worlds of a server by their names, each with its own phones, money, clock, faults and timeline. */
export class Worlds<Client> {
  readonly #wire: Wire
  readonly #clientOf: (port: Port) => Client

  constructor(wire: Wire, clientOf: (port: Port) => Client) {
    this.#wire = wire
    this.#clientOf = clientOf
  }

  /**
   * Opens a world; it ends by {@link end}, or when nobody has used it for long.
   *
   * @example
   * const own = await sim.worlds.open('suite-1', { clock: 'frozen' })
   *
   * @returns a client of it
   * @throws ClientError for a name that is taken or cannot be one, and where there are as many worlds as may be
   */
  async open(name: string, options: NewWorldOptions = {}): Promise<Client> {
    checkOptions('worlds.open', options, newWorldWords)
    const wanted: NewWorld = { name, ...options }
    await this.#wire.ask(namedWorldSchema, 'POST', '/_sim/worlds', wanted)
    return this.client(name)
  }

  /** A client of a world that is open. Nothing is asked before it is used. */
  client(name: string): Client {
    const { port } = this.#wire
    return this.#clientOf(port.inWorld?.(name) ?? below(port, `/w/${name}`))
  }

  list(): Promise<NamedWorld[]> {
    return this.#wire.get(views, '/_sim/worlds')
  }

  /** @throws ClientError if there is no such world */
  find(name: string): Promise<NamedWorld> {
    return this.#wire.get(namedWorldSchema, pathOf(name))
  }

  /** @throws ClientError if there is no such world */
  async end(name: string): Promise<void> {
    await this.#wire.send({ method: 'DELETE', path: pathOf(name) })
  }
}

const pathOf = (name: string) => `/_sim/worlds/${encodeURIComponent(name)}`

function below(port: Port, prefix: string): Port {
  return { ...port, fetch: (request) => port.fetch({ ...request, path: prefix + request.path }) }
}
