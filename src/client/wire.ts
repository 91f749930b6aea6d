import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { untilHot } from '../terms/index.ts'
import { screenOptionsSchema } from '../terms/sim/phone.ts'
import { type WorldView as World, worldViewSchema } from '../terms/sim/world.ts'
import { ClientError } from './errors.ts'
import type { Port, PortRequest, PortResponse } from './port.ts'

type Query = Record<string, string | number | undefined>

/** Requests over a port, with checked answers. */
export class Wire {
  readonly port: Port
  /** Counts the worlds seen: phones and merchants forget their state with the world that it comes from. */
  generation = 0
  /** How many of them were restored from a snapshot: orders made before it still exist. */
  restores = 0
  #world: { generation: number; view: World } | undefined

  constructor(port: Port) {
    this.port = port
  }

  /** A UUID version 4; from the simulator's seed, where it has one and is in this process. */
  uuid(): string {
    return this.port.uuid?.() ?? randomUUID()
  }

  /** @throws ClientError if the answer is not a 2xx */
  async send(request: PortRequest): Promise<PortResponse> {
    const response = await this.port.fetch(request)
    if (response.status < 200 || response.status > 299) throw refusalOf(request, response)
    return response
  }

  /**
   * The present world.
   *
   * @param parts what the parts of providers must be, by name: of those that the caller reads
   */
  async world(parts: z.ZodRawShape = {}): Promise<World> {
    const { generation } = this
    const schema = worldViewSchema.unwrap().extend(parts)
    const view = (await this.get(schema, '/_sim/world')) as World
    this.#world = { generation, view }
    return view
  }

  /** A value that is fixed while the world is the same, such as a PIN; the world is read only if it is not cached. */
  async known<Found>(find: (world: World) => Found | undefined): Promise<Found | undefined> {
    const cached = this.#world?.generation === this.generation ? find(this.#world.view) : undefined
    return cached ?? find(await this.world())
  }

  /** Of a copy of another client's world: begins with what that one knows of it. */
  async knowAs(other: Wire): Promise<void> {
    const known = other.#world?.generation === other.generation ? other.#world.view : await other.world()
    this.#world = { generation: this.generation, view: known }
  }

  get<Schema extends z.ZodType>(schema: Schema, path: string, query: Query = {}): Promise<z.output<Schema>> {
    return this.#json(schema, { method: 'GET', path: `${path}${queryString(query)}` })
  }

  /** Sends `body` as JSON and reads JSON. */
  ask<Schema extends z.ZodType>(
    schema: Schema,
    method: 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    path: string,
    body: Record<string, unknown> | readonly unknown[] = {},
  ): Promise<z.output<Schema>> {
    const headers = { 'content-type': 'application/json' }
    return this.#json(schema, { method, path, headers, body: JSON.stringify(body) })
  }

  async #json<Schema extends z.ZodType>(schema: Schema, request: PortRequest): Promise<z.output<Schema>> {
    return readAs(schema, request, await this.send(request))
  }
}

/** Reads a JSON answer and checks it against a schema. */
export function readAs<Schema extends z.ZodType>(
  schema: Schema,
  { method, path }: PortRequest,
  { status, text }: PortResponse,
): z.output<Schema> {
  const result = schema.safeParse(jsonOf(text), untilHot(schema))
  if (result.success) return result.data
  const [issue] = result.error.issues
  const where = issue?.path.length ? ` at ${issue.path.join('.')}` : ''
  throw new ClientError(
    `${method} ${path} answered ${status} with a body this client does not understand${where}: ${issue?.message}. Is a payersim of the same version listening there?`,
    { status, method, path },
  )
}

/** The value of a JSON text, or undefined if it is not JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Describes a refused request and the reason, from problem details or from a vendor's error body. */
export function refusalOf(
  { method, path }: PortRequest,
  { status, text, headers }: PortResponse,
): ClientError {
  const parsed = jsonOf(text)
  const body: Record<string, unknown> = typeof parsed === 'object' && parsed ? { ...parsed } : {}
  const said = [body.detail, body.message, body.error, body.title].find((part) => typeof part === 'string')
  const explanation = headers['x-payersim-explanation']
  const silent = explanation === undefined ? text.trim().slice(0, 200) : decodeURIComponent(explanation)
  const detail = typeof said === 'string' ? said : silent
  // Those of a screen, where choosing one of them was refused.
  const options = screenOptionsSchema.safeParse(body.options)
  // In problem details `code` is not a vendor's code but what the detail is about.
  const code = typeof body.code === 'string' && body.detail === undefined ? body.code : undefined
  return new ClientError(
    `${method} ${path} answered ${status}${code ? ` ${code}` : ''}${detail ? `: ${detail}` : '.'}`,
    {
      ...{ status, detail, method, path },
      ...(code === undefined ? {} : { code }),
      ...(options.success ? { options: options.data } : {}),
    },
  )
}

function queryString(query: Query): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, String(value))
  }
  return parameters.size > 0 ? `?${parameters}` : ''
}
