import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { frozenStart } from '../kernel/index.ts'
import { parseScript } from '../sessions/index.ts'
import { type Simulator, startSimulator } from '../simulator/index.ts'
import { faultPointNames, faultPoints, type MatchKind } from '../terms/index.ts'

let sim: Simulator

beforeEach(async () => {
  sim = await startSimulator({ clock: 'frozen' })
})
afterEach(() => sim.close())

async function ask(method: string, path: string, body?: object) {
  const answer = await sim.port.fetch({
    method,
    path: `/_sim/recordings${path}`,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  const isJson = answer.headers['content-type']?.includes('json') && answer.text !== ''
  return { ...answer, json: isJson ? JSON.parse(answer.text) : undefined }
}

const asWritten: Record<MatchKind, string> = {
  phone: ' 46733000001',
  serviceCode: '*165#',
  code: 'MoMo',
  host: 'shop.test',
  address: 'Ngozi@example.com',
  operation: 'africastalking.sendSms',
}
const startOfDay = new Date(frozenStart).toISOString()
const dial = () => sim.phone('+46733000001').dial('*165#')

describe('a recording', () => {
  it('is under way from its start to its stop, and its script stays until it is forgotten', async () => {
    const started = await ask('POST', '', { name: 'pay-order' })
    expect(started.status).toBe(201)
    expect(started.json).toEqual({
      id: 1,
      name: 'pay-order',
      startedAt: startOfDay,
      stoppedAt: null,
      usedWorld: false,
    })
    await dial()
    const soFar = await ask('GET', '/pay-order')
    expect(soFar.status).toBe(200)
    expect(soFar.headers['content-type']).toBe('text/yaml; charset=utf-8')
    expect(soFar.headers['content-disposition']).toBe('attachment; filename="pay-order.yaml"')
    expect(soFar.text).toContain('session: Pay order')
    await sim.phone('+46733000001').choose('Approvals')
    await sim.clock.advance('PT5M')
    const stopped = await ask('POST', '/pay-order/stop', {})
    expect(stopped.json).toEqual({
      ...started.json,
      stoppedAt: new Date(frozenStart + 300_000).toISOString(),
    })
    await sim.clock.advance('PT5M')
    await dial()
    const { text } = await ask('GET', '/pay-order')
    expect(text).toContain('chooses: Approvals')
    expect(text.match(/dials:/g)?.length).toBe(1)
    // To stop again changes nothing.
    expect((await ask('POST', '/pay-order/stop', {})).json).toEqual(stopped.json)
    expect((await ask('GET', '')).json).toEqual([stopped.json])
    expect((await ask('DELETE', '/pay-order')).status).toBe(204)
    expect((await ask('GET', '')).json).toEqual([])
  })

  it('does not mind another at the same time, but a name is free only when it is stopped', async () => {
    await ask('POST', '', { name: 'one' })
    await dial()
    await ask('POST', '', { name: 'two' })
    await sim.phone('+46733000002').dial('*165#')
    expect((await ask('GET', '/one')).text).toContain('+46733000001')
    expect((await ask('GET', '/two')).text).not.toContain('+46733000001')
    const refused = await ask('POST', '', { name: 'one' })
    expect(refused).toMatchObject({
      status: 409,
      json: { detail: expect.stringContaining('"one" is being') },
    })
    await ask('POST', '/one/stop', {})
    expect(await ask('POST', '', { name: 'one' })).toMatchObject({ status: 201, json: { usedWorld: true } })
  })

  it('is told from another of its name, begun in the same instant, by its id', async () => {
    const { json: first } = await ask('POST', '', { name: 'one' })
    await ask('POST', '/one/stop', {})
    const { json: second } = await ask('POST', '', { name: 'one' })
    expect(second).toEqual({ ...first, id: 2 })
    expect((await ask('GET', '')).json).toEqual([second])
  })

  it.each(['PT0.5S', 'PT1M0.25S', 'P1D', 'P1W'])('writes down a fault with a delay of %s', async (delay) => {
    await ask('POST', '', { name: 'slow' })
    await sim.faults.set([{ point: 'sms', do: 'delayed', args: { delay } }])
    await dial()
    expect(await ask('GET', '/slow')).toMatchObject({
      status: 200,
      text: expect.stringContaining(`- fault: { point: sms, do: delayed, args: { delay: ${delay} } }`),
    })
  })

  it.each(faultPointNames)('writes down whatever can go wrong at %s as it was accepted', async (point) => {
    const match = Object.fromEntries(
      Object.entries(faultPoints[point].match)
        // A replay has its own hosts.
        .filter(([word]) => word !== 'host')
        .map(([word, kind]) => [word, asWritten[kind]]),
    )
    const plans = Object.entries(faultPoints[point].actions).map(([action, delay], index) => ({
      id: `${' '.repeat(index)} `,
      point,
      do: action,
      match,
      when: { probability: 0.5, seed: ' ' },
      args: delay === 'no-delay' ? {} : { delay: 'P1DT0.5S' },
    }))
    await ask('POST', '', { name: 'all' })
    const put = await sim.port.fetch({
      method: 'PUT',
      path: '/_sim/faults',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(plans),
    })
    expect(put.status).toBe(200)
    await dial()
    const { status, text } = await ask('GET', '/all')
    expect(status).toBe(200)
    for (const { do: action } of plans) expect(text).toContain(`do: ${action},`)
    // The text is a valid script.
    expect(() => parseScript('all.yaml', text)).not.toThrow()
  })

  it('says why there is no script', async () => {
    await ask('POST', '', { name: 'nothing' })
    for (const again of ['/nothing', '/nothing']) {
      const answer = await ask('GET', again)
      expect(answer).toMatchObject({
        status: 409,
        json: { detail: expect.stringContaining('Nothing happened') },
      })
      await ask('POST', '/nothing/stop', {})
    }
    await ask('POST', '', { name: 'reset' })
    await dial()
    await sim.reset()
    await dial()
    expect((await ask('GET', '/reset')).json.detail).toContain('The world was reset or restored meanwhile')
  })

  it.each([
    ['POST', '', { name: '../pay' }, 400, '"../pay" is no name of a script. Use letters, digits and hyphens'],
    ['POST', '', { name: '' }, 400, '"" is no name of a script'],
    ['POST', '', {}, 400, 'name'],
    ['POST', '', { nam: 'pay' }, 400, 'nam'],
    ['GET', '/pay', undefined, 404, 'No recording "pay". None has been started.'],
    ['POST', '/pay/stop', {}, 404, 'No recording "pay"'],
    ['DELETE', '/pay', undefined, 404, 'No recording "pay"'],
  ])('%s %s %j is refused', async (method, path, body, status, words) => {
    const answer = await ask(method, path, body)
    expect(answer).toMatchObject({ status, json: { detail: expect.stringContaining(words) } })
    expect(answer.headers['content-type']).toContain('application/problem+json')
  })

  it('that is not there is told with those that are', async () => {
    await ask('POST', '', { name: 'pay-order' })
    expect((await ask('GET', '/pay-odrer')).json.detail).toContain('There is: pay-order.')
  })
})

/** A PUT whose client disconnects before the answer. */
async function leaveDuring(method: string, path: string, body: string): Promise<void> {
  const { port } = new URL(sim.url ?? '')
  await new Promise<void>((left) => {
    const headers = { 'content-type': 'application/json' }
    const client = request({ port, host: '127.0.0.1', method, path: `/_sim${path}`, headers })
    client.on('error', () => {}).on('close', left)
    client.end(body, () => setImmediate(() => client.destroy()))
  })
  await sim.settle()
}

describe('a setting', () => {
  beforeEach(async () => {
    await sim.close()
    sim = await startSimulator({ clock: 'frozen', port: 0 })
  })

  it('is recorded where it was done, though its client has gone, and is not where it was refused', async () => {
    await ask('POST', '', { name: 'gone' })
    await dial()
    await leaveDuring('PUT', '/faults', '[{"point":"sms","do":"lots"}]')
    await leaveDuring('POST', '/snapshots', '{"name":"../a"}')
    await leaveDuring('POST', '/snapshots/nowhere/restore', '{}')
    expect((await ask('GET', '/gone')).text).not.toMatch(/fault|snapshot|restore/)
    expect((await sim.timeline()).map(({ kind }) => kind)).not.toContainEqual(
      expect.stringMatching(/^(faults|snapshot)/),
    )
    await leaveDuring('PUT', '/faults', '[{"point":"sms","do":"lost"}]')
    await expect.poll(async () => (await ask('GET', '/gone')).text).toContain('point: sms, do: lost')
  })

  it('is on the timeline, with what was set', async () => {
    const serviceCode = { callbackUrl: 'http://ama:secret@127.0.0.1:1/ussd' }
    const eventsOf = async (work: () => Promise<unknown>) => {
      const last = (await sim.timeline()).at(-1)?.id ?? 0
      await work()
      return (await sim.timeline({ after: last })).map(({ kind, data }) => [kind, data])
    }
    const send = (method: string, path: string, body?: object) => () =>
      sim.port.fetch({
        method,
        path: `/_sim${path}`,
        ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      })
    expect(await eventsOf(() => sim.faults.set([{ point: 'sms', do: 'lost' }]))).toEqual([
      ['faults.set', { plans: [{ id: 'fault-1', point: 'sms', do: 'lost', match: {}, when: {}, args: {} }] }],
    ])
    expect(await eventsOf(() => sim.faults.clear())).toEqual([['faults.cleared', {}]])
    expect(await eventsOf(() => sim.faults.set([]))).toEqual([['faults.cleared', {}]])
    expect(await eventsOf(send('PUT', '/network/service-codes/*384*1%23', serviceCode))).toEqual([
      [
        'service-code.pointed',
        { code: '*384*1#', callbackUrl: 'http://****@127.0.0.1:1/ussd', eventsUrl: null },
      ],
    ])
    expect(await eventsOf(send('DELETE', '/network/service-codes/*384*1%23'))).toEqual([
      ['service-code.unpointed', { code: '*384*1#' }],
    ])
    const optOutUrl = 'http://127.0.0.1:1/out'
    expect(await eventsOf(send('PUT', '/network/short-codes/22384', { optOutUrl }))).toEqual([
      ['short-code.pointed', { code: '22384', callbackUrl: null, deliveryReportUrl: null, optOutUrl }],
    ])
    expect(await eventsOf(send('DELETE', '/network/short-codes/22384'))).toEqual([
      ['short-code.unpointed', { code: '22384' }],
    ])
    expect(await eventsOf(() => sim.snapshots.take('here'))).toEqual([['snapshot.taken', { name: 'here' }]])
    expect(await eventsOf(() => sim.snapshots.restore('here'))).toEqual([
      ['snapshot.restored', { name: 'here' }],
    ])
    expect(await eventsOf(() => sim.snapshots.delete('here'))).toEqual([
      ['snapshot.removed', { name: 'here' }],
    ])
    expect(await eventsOf(() => sim.reset())).toEqual([['world.reset', {}]])
    expect(await eventsOf(send('DELETE', '/network/service-codes/*384*1%23'))).toEqual([])
  })
})
