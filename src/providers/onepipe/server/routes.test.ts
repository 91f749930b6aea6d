import { describe, expect, it } from 'vitest'
import { HttpRequest, pathOf, requestWith } from '../../../kernel/index.ts'
import { openWorld } from './world.fixture.ts'

type World = Awaited<ReturnType<typeof openWorld>>

const paths = [
  '/v2/transact',
  '/v2/transact/validate',
  '/v2/transact/query',
  '/v2/transact/reverse',
  '/v2/transact/options',
  '/v2/transact/fulfil',
  '/onepipe/provider/get_balance',
]

async function answerOf({ door }: World, request: HttpRequest) {
  const found = door.find(request.method, pathOf(request.url))
  if (!found) throw new Error(`OnePipe has no ${request.url}`)
  const { status, headers, body } = await door.answer(found, request)
  return { status, headers, json: JSON.parse(String(body)) }
}

describe('the paths of OnePipe', () => {
  it.each(paths)('%s is taken in any case, with one slash at the end, and with a query', async (path) => {
    const { send } = await openWorld()
    for (const spelling of [path, path.toUpperCase(), `${path}/`, `${path}?a=1`, `${path}/?a=1`]) {
      const { status, json } = await send('POST', spelling, {})
      expect([status, json.message], spelling).toEqual([401, expect.stringMatching(/bearer token/)])
    }
    for (const other of [`${path}//`, `/${path}`, `${path}/more`, `${path}s`, `${path};a=1`]) {
      for (const method of ['GET', 'POST']) expect((await send(method, other, {})).status, other).toBe(418)
    }
  })

  it.each(paths)('%s refuses every other method, whatever its body', async (path) => {
    const { send } = await openWorld()
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE', 'PROPFIND']) {
      const { status, json } = await send(method, `${path}/`, {}, 'x'.repeat(70_000))
      expect([status, json.message], method).toEqual([200, 'The method must be POST.'])
    }
  })

  it.each(paths)('%s refuses a body that it cannot read before it looks at the key', async (path) => {
    const world = await openWorld()
    const head = { method: 'POST', url: path, headers: {}, rawHeaders: [], trace: 'a trace' }
    const bytes = Buffer.from('{}')
    const error = Object.assign(new Error('unsupported content encoding "br2"'), { status: 415 })
    const unread = await answerOf(world, new HttpRequest(head, { bytes, error }))
    expect([unread.status, unread.json.message]).toEqual([400, 'The body cannot be read.'])
    const body = 'x'.repeat(64 * 1024 + 1)
    const long = await world.send('POST', path, {}, body)
    expect([long.status, long.json.message]).toEqual([400, 'The body is larger than 64 KB.'])
    const fits = await world.send('POST', path, {}, body.slice(1))
    expect([fits.status, fits.json.message]).toEqual([401, expect.stringMatching(/bearer token/)])
  })

  it('are answered in JSON, failures of the simulator too', async () => {
    const world = await openWorld()
    const { door, headersOf, transactBody, kernel } = world
    const ask = async (ref: string) => {
      const headers = headersOf(ref)
      const body = JSON.stringify(transactBody(ref))
      return answerOf(
        world,
        await requestWith(
          { method: 'POST', url: '/v2/transact', headers, body },
          { limit: 65_536, trace: 'a trace' },
        ),
      )
    }
    const headers = { 'Content-Type': 'application/json; charset=utf-8' }
    expect(await ask('r1')).toMatchObject({ status: 200, headers, json: { status: 'WaitingForOTP' } })
    kernel.transact = () => Promise.reject(new Error('boom'))
    expect(await ask('r2')).toMatchObject({
      status: 500,
      headers,
      json: {
        status: 'Failed',
        data: { error: { code: '96', message: expect.stringMatching(/its log has/) } },
      },
    })
    expect(door.find('POST', '/v1/transact')).toBeUndefined()
  })
})
