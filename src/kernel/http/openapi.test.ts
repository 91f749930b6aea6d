import { Validator } from '@seriousme/openapi-schema-validator'
import { expect, it } from 'vitest'
import { z } from 'zod'
import type { Api, Route } from './front-door.ts'
import { type OpenApiVersion, openApiOf } from './openapi.ts'

const answer = () => ({ status: 200, headers: {}, body: '' })
const apiOf = (name: string, routes: Route[], describe?: Api['describe']): Api => ({
  name,
  routes,
  owns: () => false,
  notFound: answer,
  failed: answer,
  ...(describe && { describe }),
})
const about = {
  title: 'Banks',
  version: '1.0.0',
  description: 'All of them',
  baseUrl: 'http://127.0.0.1:4000',
}
// biome-ignore lint/suspicious/noExplicitAny: a test knows the shape of its document
async function documentOf(...apis: Api[]): Promise<any> {
  return documentIn('3.1', ...apis)
}
// biome-ignore lint/suspicious/noExplicitAny: a test knows the shape of its document
async function documentIn(openapi: OpenApiVersion, ...apis: Api[]): Promise<any> {
  const document = JSON.parse(JSON.stringify(await openApiOf(apis, { ...about, openapi })))
  expect(await new Validator().validate(document)).toEqual({ valid: true })
  return document
}

const order = z.strictObject({ id: z.string(), amount: z.string() })
const getOrder: Route = {
  operation: 'getOrder',
  method: 'GET',
  path: '/orders/{id}',
  answer,
  describe: () => ({
    summary: 'One order',
    query: z.object({ part: z.string().optional() }),
    headers: { 'X-Trace': z.string() },
    responses: { 200: order, 404: { 'text/plain': z.string() } },
    meanings: { 404: 'No such order' },
  }),
}

it('describes what a route says of itself', async () => {
  const document = await documentOf(apiOf('bank', [getOrder]))
  expect(document.paths['/orders/{id}'].get).toMatchObject({
    operationId: 'bank.getOrder',
    summary: 'One order',
    tags: ['bank'],
    parameters: [
      { in: 'path', name: 'id', required: true },
      { in: 'header', name: 'X-Trace', required: true },
      { in: 'query', name: 'part' },
    ],
    responses: {
      200: { description: 'OK', content: { 'application/json': { schema: { required: ['id', 'amount'] } } } },
      404: { description: 'No such order', content: { 'text/plain': { schema: { type: 'string' } } } },
    },
  })
  expect(document.tags).toEqual([{ name: 'bank' }])
  expect(document.info).toMatchObject({ title: 'Banks', version: '1.0.0' })
})

it('has a route that says nothing of itself, with its path', async () => {
  const { operation, path } = getOrder
  const document = await documentOf(apiOf('bank', [{ operation, path, method: 'DELETE', answer }]))
  expect(document.paths['/orders/{id}'].delete).toMatchObject({
    operationId: 'bank.getOrder',
    parameters: [{ in: 'path', name: 'id' }],
    responses: { default: { description: 'Not described' } },
  })
})

it('leaves out a route whose path is a secret', async () => {
  const secret: Route = { ...getOrder, path: '/orders/0123456789', describe: () => null }
  const document = await documentOf(apiOf('bank', [getOrder, secret]))
  expect(Object.keys(document.paths)).toEqual(['/orders/{id}'])
})

it('gives an operation at several paths an id at each', async () => {
  const old: Route = { ...getOrder, path: '/v1/orders/{id}' }
  const own: Route = { ...getOrder, path: '/v2/orders/{id}', describe: () => ({ id: 'getOrderOfV2' }) }
  const { paths } = await documentOf(apiOf('bank', [getOrder, old, own]))
  expect(
    Object.values(paths).map((path) => (path as { get: { operationId: string } }).get.operationId),
  ).toEqual(['bank.getOrder', 'bank.getOrder2', 'getOrderOfV2'])
})

it('has the methods of a path in one place, and bodies with their example', async () => {
  const post: Route = {
    operation: 'changeOrder',
    method: 'POST',
    path: '/orders/{id}',
    answer,
    describe: () => ({
      description: 'In whole cents.',
      params: { id: z.string().meta({ examples: ['17'] }) },
      body: order,
      example: { id: '1', amount: '2' },
      responses: { 204: null },
    }),
  }
  const { paths } = await documentOf(apiOf('bank', [getOrder, post]))
  expect(Object.keys(paths['/orders/{id}'])).toEqual(['get', 'post'])
  expect(paths['/orders/{id}'].post).toMatchObject({
    description: 'In whole cents.',
    parameters: [{ name: 'id', schema: { examples: ['17'] } }],
    requestBody: { required: true, content: { 'application/json': { example: { id: '1', amount: '2' } } } },
    responses: { 204: { description: 'No Content' } },
  })
  expect(paths['/orders/{id}'].post.responses[204]).not.toHaveProperty('content')
})

it('has a body that may be left out', async () => {
  const said = { body: z.strictObject({}), bodyIsOptional: true, responses: { 200: order } }
  const close: Route = { ...getOrder, method: 'POST', describe: () => said }
  const { paths } = await documentOf(apiOf('bank', [close]))
  expect(paths['/orders/{id}'].post.requestBody).toMatchObject({ required: false })
})

it('joins the sections, the security schemes and the calls of all APIs', async () => {
  const secured: Route = { ...getOrder, describe: () => ({ security: [['key', 'user'], ['token']] }) }
  const key = { type: 'apiKey', in: 'header', name: 'X-Key' } as const
  const bearer = { type: 'http', scheme: 'bearer' } as const
  const settled = { method: 'POST', body: order, responses: { 200: null } }
  const one = apiOf('one', [secured], () => ({
    sections: [{ name: 'orders', description: 'Bank one' }],
    securitySchemes: { key, user: { type: 'http', scheme: 'basic' }, token: bearer },
    webhooks: { settled },
  }))
  const two = apiOf('two', [{ ...secured, path: '/two' }], async () => ({
    securitySchemes: { key: { ...key, name: 'Other-Key' }, user: bearer },
    webhooks: { settled: { ...settled, section: 'calls' } },
  }))
  const document = await documentOf(one, two)
  expect(document.tags).toEqual([{ name: 'orders', description: 'Bank one' }, { name: 'two' }])
  expect(Object.keys(document.webhooks)).toEqual(['one.settled', 'two.settled'])
  expect(document.webhooks['two.settled'].post.tags).toEqual(['calls'])
  // Of two that are named alike, the second has the name of its API before it.
  const schemes = document.components.securitySchemes
  expect(schemes).toMatchObject({ key, 'two.key': { name: 'Other-Key' }, 'two.user': bearer })
  expect(document.paths['/two'].get.security).toEqual([{ 'two.key': [], 'two.user': [] }, { token: [] }])
  expect(document.paths['/orders/{id}'].get.security).toEqual([{ key: [], user: [] }, { token: [] }])
})

it('says in OpenAPI 3.0 what that version can say, without patterns, and with a name for each body', async () => {
  const payment = z.strictObject({
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .meta({ examples: ['EUR'] }),
    note: z.string().nullable(),
    payer: z.object({ name: z.string() }).nullable().default(null),
  })
  const params = {
    id: z
      .string()
      .regex(/^\d+$/)
      .meta({ examples: ['17'] }),
  }
  const put = {
    ...getOrder,
    method: 'PUT',
    describe: () => ({ params, body: payment, responses: { 200: payment } }),
  }
  const paid = { method: 'POST', body: payment, responses: { 204: null } }
  const { openapi, webhooks, paths, components } = await documentIn(
    '3.0',
    apiOf('bank', [put], () => ({ webhooks: { paid } })),
  )
  expect(openapi).toBe('3.0.3')
  expect(webhooks).toBeUndefined()
  const { parameters, requestBody, responses } = paths['/orders/{id}'].put
  expect(parameters[0].schema).toEqual({ type: 'string', example: '17' })
  expect(requestBody.content['application/json'].schema).toEqual({
    $ref: '#/components/schemas/BankGetOrderRequest',
  })
  expect(responses[200].content['application/json'].schema).toEqual({
    $ref: '#/components/schemas/BankGetOrder200Response',
  })
  expect(components.schemas.BankGetOrderRequest.properties).toEqual({
    currency: { type: 'string', example: 'EUR' },
    note: { type: 'string', nullable: true },
    payer: { type: 'object', nullable: true, properties: { name: { type: 'string' } }, required: ['name'] },
  })
})
