import { z } from 'zod'
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi'
import { type Access, type Operation, operationList } from './operations.ts'
import { uuidV4 } from './schema.ts'

const security: Record<Access, ZodOpenApiOperationObject['security']> = {
  key: [{ subscriptionKey: [] }],
  basic: [{ subscriptionKey: [], apiUser: [] }],
  bearer: [{ subscriptionKey: [], accessToken: [] }],
}

const ownHeaders: Readonly<Record<string, z.ZodType>> = {
  'X-Reference-Id': z
    .string()
    .regex(uuidV4)
    .meta({ description: 'UUID version 4, unique per API user and kind' }),
  'X-Callback-Url': z
    .string()
    .meta({ description: 'Told once of the end; its host must be the API user’s providerCallbackHost' }),
}

/**
 * OpenAPI 3.1 of what is served of MTN's API, made from the schemas that requests and responses are checked with.
 */
export function momoOpenApi({ version, baseUrl }: { version: string; baseUrl: string }): object {
  const paths: ZodOpenApiPathsObject = {}
  for (const [name, operation] of operationList) {
    for (const [index, { path, product }] of operation.at.entries()) {
      const id =
        index === 0 ? name : `${name}${path.startsWith('/testpg') ? 'Of2018' : `For${capital(product)}`}`
      paths[path] = {
        ...paths[path],
        [operation.method.toLowerCase()]: describe(operation, { id, path, product }),
      }
    }
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'MTN MoMo, as payersim serves it',
      version,
      description:
        'Try it with the subscription keys and API users of the world: `GET /_sim/world`, or what `payersim serve` prints.',
    },
    servers: [{ url: baseUrl }],
    paths,
    components: {
      securitySchemes: {
        subscriptionKey: { type: 'apiKey', in: 'header', name: 'Ocp-Apim-Subscription-Key' },
        apiUser: { type: 'http', scheme: 'basic', description: 'API user and API key' },
        accessToken: { type: 'http', scheme: 'bearer', description: 'From POST /{product}/token/' },
      },
    },
  })
}

function describe(
  { summary, access, headers, body, responses }: Operation,
  { id, path, product }: { id: string; path: string; product: string },
): ZodOpenApiOperationObject {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, z.string()])
  const all: Readonly<Record<string, boolean>> =
    access === 'bearer' ? { 'X-Target-Environment': true, ...headers } : headers
  const inHeader = Object.entries(all).map(([name, required]) => {
    const schema = ownHeaders[name] ?? z.string()
    return [name, required ? schema : schema.optional()]
  })
  return {
    operationId: id,
    summary,
    tags: [
      path.startsWith('/testpg') ? 'testpg (2018)' : path.startsWith('/v1_0') ? 'provisioning' : product,
    ],
    security: security[access] ?? [],
    requestParams: {
      path: z.object(Object.fromEntries(inPath)),
      header: z.object(Object.fromEntries(inHeader)),
    },
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, schema]) => [
        status,
        {
          description: descriptions[status] ?? status,
          ...(schema && { content: { 'application/json': { schema } } }),
        },
      ]),
    ),
  }
}

const descriptions: Readonly<Record<string, string>> = {
  200: 'Done',
  201: 'Created',
  202: 'Accepted; its end is told by status and callback',
  400: 'The request is malformed',
  401: 'No valid subscription key, credentials or token',
  403: 'Not allowed',
  404: 'Not found',
  409: 'The reference id has been used, or it is too early',
  410: 'Too late',
  413: 'The body is too large',
  415: 'The body is encoded in a way that is not known',
  429: 'Once is enough',
  500: 'Refused by the wallet platform, or its failure',
  503: 'Unavailable for a while',
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
