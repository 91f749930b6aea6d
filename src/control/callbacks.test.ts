import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { frozenStart, Kernel, type Subscription } from '../kernel/index.ts'
import { callbackRoutes } from './callbacks.ts'
import { askControl } from './control-door.fixture.ts'
import { ControlDoor } from './control-door.ts'

describe('the callback log', () => {
  let kernel: Kernel
  let sent: string[]
  let control: ControlDoor

  const subscription = (name: string, mode: Subscription['mode'], to: Subscription['to']): Subscription => ({
    name,
    to,
    mode,
    ...(name.startsWith('momo.') && { isCallback: true }),
    plan: ({ now }, { kind }) => ({ data: { url: `http://${kind}.example`, method: 'PUT', body: `${now}` } }),
    attempt: async ({ data }) => {
      sent.push(`${name} ${(data as { url: string }).url}`)
      return { ok: true, detail: { status: 200 } }
    },
  })

  beforeEach(async () => {
    sent = []
    kernel = await Kernel.open()
    await kernel.freeze(frozenStart)
    kernel.subscribe(subscription('momo.callback', 'at-most-once', ['pre-approval.settled']))
    kernel.subscribe(subscription('momo.callback-ladder', 'at-least-once', ['disbursement.settled']))
    kernel.subscribe(subscription('payer.receipt', 'at-least-once', ['pre-approval.settled']))
    await kernel.start()
    const access = { adminToken: undefined, behindProxy: false }
    control = new ControlDoor({ access, logger: kernel.logger }).add(callbackRoutes(kernel))
    for (const kind of ['disbursement.settled', 'pre-approval.settled', 'disbursement.settled'] as const) {
      await kernel.transact((tx) => tx.emit({ kind, data: {} as never }))
    }
    await kernel.settle()
    sent = []
  })
  afterEach(() => kernel.close())

  const ask = (method: 'GET' | 'POST', path: string) => askControl(control, { method, path })
  const list = async () => (await ask('GET', '/callbacks')).json as Array<{ id: number; kind: string }>

  it('has those of every kind in their order, and nothing else', async () => {
    expect(await list()).toMatchObject([
      { kind: 'disbursement.settled', method: 'PUT', status: 'done', result: { status: 200 } },
      { kind: 'pre-approval.settled', url: 'http://pre-approval.settled.example', status: 'done' },
      { kind: 'disbursement.settled', createdAt: '2026-01-05T09:00:00.000Z' },
    ])
  })

  it('sends any of them again, as a callback of its own', async () => {
    const [transfer, preApproval] = await list()
    for (const one of [transfer, preApproval]) {
      const { status, json } = await ask('POST', `/callbacks/${one?.id}/resend`)
      expect([status, json]).toMatchObject([201, { kind: one?.kind, status: 'done' }])
      expect(json.id).not.toBe(one?.id)
    }
    expect(sent).toEqual([
      'momo.callback-ladder http://disbursement.settled.example',
      'momo.callback http://pre-approval.settled.example',
    ])
    expect(await list()).toHaveLength(5)
  })

  it('sends nothing else again', async () => {
    const ids = new Set((await list()).map(({ id }) => id))
    const receipt = [1, 2, 3, 4].find((id) => !ids.has(id))
    expect(receipt).toBeDefined()
    expect(await ask('POST', `/callbacks/${receipt}/resend`)).toMatchObject({ status: 404 })
    expect(await ask('POST', '/callbacks/99/resend')).toMatchObject({
      status: 404,
      json: { detail: expect.stringMatching(/^No callback 99, or .* GET ._sim.callbacks lists them\.$/) },
    })
    expect(await ask('POST', '/callbacks/x/resend')).toMatchObject({ status: 400 })
    expect(sent).toEqual([])
  })
})
