import { afterEach, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../src/index.ts'

let sim: Simulator
afterEach(() => sim.close())

async function asked(method: string, path: string, body?: unknown) {
  const response = await fetch(`${sim.url}/_sim${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
}

it('fault plans are put, counted, listed and deleted, and a wrong word is told the nearest', async () => {
  sim = await startSimulator({ clock: 'frozen', port: 0 })
  const plan = { id: 'dead', point: 'ussd-hop', do: 'app-time-out', when: { first: 1 } }
  expect(await asked('PUT', '/faults', [plan])).toMatchObject({
    status: 200,
    body: [{ ...plan, injected: 0 }],
  })
  const ama = sim.phone('+46733000001')
  expect(await ama.dial('*165#')).toMatchObject({ status: 'failed' })
  expect(await ama.dial('*165#')).toMatchObject({ status: 'open' })
  expect((await asked('GET', '/faults')).body).toMatchObject([{ id: 'dead', met: 2, injected: 1 }])
  expect((await asked('GET', '/timeline?kind=fault')).body).toMatchObject([
    { kind: 'fault.injected', phone: '+46733000001', data: { plan: 'dead' } },
  ])
  expect(await asked('PUT', '/faults', [{ point: 'ussd-hop', do: 'app-timeout' }])).toMatchObject({
    status: 400,
    body: { detail: expect.stringContaining('the nearest known word is "app-time-out"') },
  })
  expect((await asked('DELETE', '/faults')).status).toBe(204)
  expect((await asked('GET', '/faults')).body).toEqual([])
})

it('a phone moves to another network', async () => {
  sim = await startSimulator({ clock: 'frozen', port: 0 })
  const phone = '/phones/+46733000001'
  expect((await asked('GET', phone)).body).toMatchObject({ network: '99999' })
  expect(await asked('PATCH', phone, { network: '62001' })).toMatchObject({
    status: 200,
    body: { network: '62001' },
  })
  expect((await asked('PATCH', phone, { network: null, online: false })).body).toMatchObject({
    network: '99999',
    online: false,
  })
  for (const wrong of [{}, { network: 'MTN' }, { net: '62001' }]) {
    expect((await asked('PATCH', phone, wrong)).status).toBe(400)
  }
})
