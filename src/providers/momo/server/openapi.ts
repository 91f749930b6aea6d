import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from 'zod-openapi'
import { uuidV4Pattern } from '../../../terms/index.ts'
import { type Access, type Operation, type OperationName, operationList } from './operations.ts'

const security: Record<Access, ZodOpenApiOperationObject['security']> = {
  key: [{ subscriptionKey: [] }],
  basic: [{ subscriptionKey: [], apiUser: [] }],
  bearer: [{ subscriptionKey: [], accessToken: [] }],
}

const payment = { amount: '12.50', currency: 'EUR', externalId: '17' }
const party = { partyIdType: 'MSISDN', partyId: '46733000001' }
/** The values that the page fills in at first. */
const examples: Partial<Record<OperationName, object>> = {
  createRequestToPay: { ...payment, payer: party, payerMessage: 'Order 17', payeeNote: 'Order 17' },
  createTransfer: { ...payment, payee: party, payerMessage: 'Prize 17', payeeNote: 'You won' },
  createPreApproval: { payer: party, payerCurrency: 'EUR', payerMessage: 'Gym', validityTime: 3600 },
  notifyPayer: { notificationMessage: 'Order 17 is on its way' },
  createApiUser: { providerCallbackHost: 'localhost' },
}

const ownHeaders: Readonly<Record<string, z.ZodType>> = {
  'X-Target-Environment': z.string().meta({ examples: ['sandbox'] }),
  'X-Reference-Id': z
    .string()
    .regex(uuidV4Pattern)
    .meta({ description: 'UUID version 4, unique per API user and kind' }),
  'X-Callback-Url': z
    .string()
    .meta({ description: 'Told once of the end; its host must be the API user’s providerCallbackHost' }),
}

/**
 * OpenAPI 3.1 of the served part of MTN's API, made from the schemas that check requests and responses.
 */
export async function momoOpenApi({
  version,
  baseUrl,
}: {
  version: string
  baseUrl: string
}): Promise<object> {
  const { createDocument } = await import('zod-openapi')
  const paths: ZodOpenApiPathsObject = {}
  for (const [name, operation] of operationList) {
    for (const [index, { path, product }] of operation.at.entries()) {
      const id =
        index === 0 ? name : `${name}${path.startsWith('/testpg') ? 'Of2018' : `For${capital(product)}`}`
      paths[path] = {
        ...paths[path],
        [operation.method.toLowerCase()]: describe(operation, { id, path, product, example: examples[name] }),
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
    tags: ['provisioning', 'collection', 'disbursement', 'remittance', of2018].map((name) => ({ name })),
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
  { id, path, product, example }: { id: string; path: string; product: string; example: object | undefined },
): ZodOpenApiOperationObject {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, z.string()])
  const all: Readonly<Record<string, boolean>> =
    access === 'bearer' ? { 'X-Target-Environment': true, ...headers } : headers
  const inHeader = Object.entries(all).map(([name, required]) => {
    const known = ownHeaders[name] ?? z.string()
    // A new one on each load of the page, since none may be used twice.
    const schema = name === 'X-Reference-Id' ? known.meta({ examples: [randomUUID()] }) : known
    return [name, required ? schema : schema.optional()]
  })
  return {
    operationId: id,
    summary,
    tags: [path.startsWith('/testpg') ? of2018 : path.startsWith('/v1_0') ? 'provisioning' : product],
    security: security[access] ?? [],
    requestParams: {
      path: z.object(Object.fromEntries(inPath)),
      header: z.object(Object.fromEntries(inHeader)),
    },
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: body, example } } },
    }),
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
  302: 'The path lacks its slash',
  400: 'The request is malformed. The wallet sends no body, unless the world has the quirk bad-request-body: message',
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

const of2018 = 'testpg (2018)'
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
