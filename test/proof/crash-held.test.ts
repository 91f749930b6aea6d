import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, it } from 'vitest'
import type { HoldsReading } from '../../src/terms/sim/hold.ts'
import { CrashServer } from './crash-server.ts'
import { CrashShop } from './crash-shop.ts'
import { Wire } from './crash-wire.ts'

const folder = mkdtempSync(join(tmpdir(), 'payersim-crash-held-'))
const closing: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const phone = '+46733000001'
const ids = ['7f0e6a52-14b4-4c8e-9a1d-0d8a5e1f2b01', '7f0e6a52-14b4-4c8e-9a1d-0d8a5e1f2b02'] as const

it('a callback that is held when the process is killed is lost, once, and its hold is gone', async () => {
  const server = new CrashServer(join(folder, 'world.db'))
  const wire = new Wire(() => server.url)
  const shop = new CrashShop(wire, () => 0)
  closing.push(
    () => server.kill(),
    () => shop.close(),
  )
  const sim = async (method: string, path: string, body?: object) => {
    const headers = { 'Content-Type': 'application/json' }
    const sent = body === undefined ? {} : { headers, body: JSON.stringify(body) }
    return (await wire.send(method, `/_sim${path}`, sent)).text
  }
  const approve = async (id: string) => {
    expect(await shop.ask({ kind: 'request', id, phone, cents: 100 })).toBe(202)
    await sim('POST', '/settle')
    await sim('POST', `/phones/${phone}/choose`, { label: 'Approve' })
    expect(await sim('POST', `/phones/${phone}/reply`, { text: '1234' })).toContain('Approved')
  }
  await server.start()
  await shop.open()
  await sim('POST', '/holds', { point: 'callback' })
  await approve(ids[0])
  const { calls } = JSON.parse(await sim('GET', '/holds?waitMs=20000')) as HoldsReading
  expect(calls).toMatchObject([{ point: 'callback' }])
  await server.kill()
  await server.start()
  expect(JSON.parse(await sim('GET', '/holds'))).toEqual({ holds: [], calls: [] })
  // The next one passes, and by then the first one would have gone out.
  await approve(ids[1])
  await expect.poll(() => shop.callbacks.get(ids[1]), { timeout: 30_000 }).toEqual(['SUCCESSFUL'])
  await sim('POST', '/settle')
  expect(shop.callbacks.get(ids[0])).toBeUndefined()
  expect(await shop.status({ kind: 'request', id: ids[0], phone, cents: 100 })).toEqual({
    status: 200,
    standing: 'SUCCESSFUL',
  })
  const deliveries = JSON.parse(await sim('GET', '/callbacks')) as Array<{ status: string; attempts: number }>
  expect(deliveries.map(({ status, attempts }) => [status, attempts]).sort()).toEqual([
    ['done', 1],
    ['lost', 1],
  ])
}, 120_000)
