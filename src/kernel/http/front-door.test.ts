import { expect, it } from 'vitest'
import { answerOf } from './front-door.fixture.ts'
import { type Api, FrontDoor } from './front-door.ts'

const said = (body: string, status = 200) => ({ status, headers: {}, body })
const orders: Api = {
  name: 'orders',
  routes: [
    {
      operation: 'getOrder',
      method: 'GET',
      path: '/orders/{id}',
      answer: ({ params, method }) => said(`${method} ${params.id}`),
    },
    {
      operation: 'createOrder',
      method: 'POST',
      path: '/orders',
      limit: 4,
      answer: ({ body }) => said(String(body)),
    },
  ],
  owns: (path) => path.startsWith('/orders'),
  notFound: () => said('none', 404),
  failed: (error) => said(String(error), (error as { status?: number }).status ?? 500),
}
const door = new FrontDoor([orders])
async function ask(method: string, url: string, payload?: string) {
  const { statusCode, body } = await answerOf(door, { method, url, ...(payload && { payload }) })
  return [statusCode, body]
}

it('a path is matched as it was sent, and its parameters are decoded', async () => {
  expect(await ask('GET', '/Orders/A%2Fb%25%C3%A9/?x=1')).toEqual([200, 'GET A/b%é'])
  expect(await ask('GET', '/orders/A')).toEqual([200, 'GET A'])
  expect(await ask('GET', '/%6Frders/A')).toEqual([404, ''])
  expect(await ask('GET', '/orders/%')).toEqual([400, "Error: Failed to decode param '%'"])
})

it('HEAD is answered as GET is; any other method by the API that owns the path', async () => {
  expect(await ask('HEAD', '/orders/A')).toEqual([200, 'HEAD A'])
  expect(await ask('HEAD', '/orders')).toEqual([404, 'none'])
  expect(await ask('PROPFIND', '/orders/A')).toEqual([404, 'none'])
})

it('a body is read up to the limit of its route', async () => {
  expect(await ask('POST', '/orders', 'four')).toEqual([200, 'four'])
  expect((await ask('POST', '/orders', 'fives'))[0]).toBe(413)
})
