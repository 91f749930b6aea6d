import type { z } from 'zod'
import type { Port } from '../client/index.ts'
import { readAs, refusalOf } from '../client/parts.ts'

/**
 * Reads a control route that the client has no method for.
 *
 * @throws ClientError if the answer is not a 2xx, or not of the schema
 */
export async function read<Schema extends z.ZodType>(
  port: Port,
  schema: Schema,
  path: string,
  query: Readonly<Record<string, string | undefined>> = {},
): Promise<z.output<Schema>> {
  const given = Object.entries(query).filter((one): one is [string, string] => one[1] !== undefined)
  const asked = new URLSearchParams(given).toString()
  const request = { method: 'GET', path: asked === '' ? path : `${path}?${asked}` }
  const response = await port.fetch(request)
  if (response.status < 200 || response.status > 299) throw refusalOf(request, response)
  return readAs(schema, request, response)
}
