import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { InMemoryTransport } from '@modelcontextprotocol/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Desk } from '../../src/mcp/desk.ts'
import { newMcpServer } from '../../src/mcp/server.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import { type Agent, agentAt, agentOn } from './agent.fixture.ts'
import { alike, session } from './session.fixture.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const [ama, cleo] = ['+46733000001', '+46733000003']

describe('an agent at /mcp', { timeout: 60_000 }, () => {
  let sim: Simulator
  let agent: Agent
  beforeEach(async () => {
    sim = await startSimulator({ port: 0, clock: 'frozen' })
    agent = await agentAt(`${sim.url}/mcp`)
  })
  afterEach(async () => {
    await agent.close()
    await sim.close()
  })

  it('integrates, has a payer approve, and finds out why, as docs/agents.md says; `vitest -u` writes it anew', async () => {
    const document = readFileSync(`${root}docs/agents.md`, 'utf8')
    const transcript = alike(await session(agent))
    const block = /(?<=^```transcript\n)[\s\S]*?(?=^```$)/m
    expect(document).toMatch(block)
    await expect(document.replace(block, () => `${transcript}\n`)).toMatchFileSnapshot(
      `${root}docs/agents.md`,
    )
  })

  it.each([
    ['2026', true],
    ['2025', false],
  ])('does the same in a world by name, by the protocol of %s', async (year, modern) => {
    await agent.call('open_world', { name: 'own', clock: 'frozen' })
    const inWorld = await agentAt(`${sim.url}/w/own/mcp`, {}, { modern })
    expect(inWorld.client.getNegotiatedProtocolVersion()).toContain(year)
    const transcript = alike(await session(inWorld))
    const document = readFileSync(`${root}docs/agents.md`, 'utf8')
    expect(document).toContain(transcript.replace('4000/w/own', '4000'))
    await inWorld.close()
  })

  it('has every tool with a title, a description and what it does to the world', async () => {
    const { tools } = await agent.client.listTools()
    expect(tools.map(({ name }) => name)).toEqual([...new Set(tools.map(({ name }) => name))])
    for (const { name, description, annotations, inputSchema } of tools) {
      expect(name).toMatch(/^[a-z]+(_[a-z]+)*$/)
      expect(description).toMatch(/^\p{Lu}.*\.$/su)
      expect(annotations).toMatchObject({
        title: expect.any(String),
        readOnlyHint: expect.any(Boolean),
        destructiveHint: expect.any(Boolean),
      })
      expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false })
    }
    const named = (hint: 'readOnlyHint' | 'destructiveHint') =>
      tools.filter(({ annotations }) => annotations?.[hint]).map(({ name }) => name)
    expect(named('destructiveHint')).toEqual(['restore_snapshot', 'reset_world', 'end_world'])
    expect(named('readOnlyHint')).toEqual(
      expect.arrayContaining(['list_phones', 'get_payment', 'explain_error', 'read_sms']),
    )
    const document = readFileSync(`${root}docs/agents.md`, 'utf8')
    expect(tools.filter(({ name }) => !document.includes(`\`${name}\``))).toEqual([])
  })

  it('drives phones', async () => {
    expect(await agent.call('list_phones')).toContain('+46733000001 Ama Lindqvist, network 99999, on')
    expect(await agent.call('list_phones', { search: 'cleo' })).toMatch(/^\+46733000003 Cleo Berg.*$/)
    expect(await agent.call('list_phones', { after: '+46733000003' })).toBe('There is no such phone.')
    expect(await agent.call('dial', { phone: ama, code: '*165#' })).toContain('| 2 Balance')
    expect(await agent.call('look_at_phone', { phone: ama })).toContain('a screen is open: MoMo')
    await agent.call('choose', { phone: ama, option: 'balance' })
    const told = await agent.data('reply', { phone: ama, text: '{{pin}}' })
    expect(told).toMatchObject({ screen: { status: 'ended', text: expect.stringContaining('500.00 EUR') } })
    expect(await agent.call('dial', { phone: ama, code: '*165#' })).toContain('| MoMo')
    expect(await agent.call('hang_up', { phone: ama })).toContain('(cancelled)')
    expect(await agent.call('set_phone', { phone: ama, online: false })).toContain('switched off')
    expect(await agent.refused('set_phone', { phone: ama })).toBe(
      'Nothing to change. Give online, network, or both.',
    )
    expect(await agent.refused('wait_for_prompt', { phone: ama, wait_seconds: 0 })).toBe(
      `No push came to ${ama}: it is offline. Switch it on (set_phone) before the request is made.`,
    )
  })

  it('never tells a PIN but in the world', async () => {
    await agent.call('place_order', { phone: ama, amount: '12.50' })
    await agent.call('wait_for_prompt', { phone: ama })
    await agent.call('choose', { phone: ama, option: 'approve' })
    await agent.call('reply', { phone: ama, text: '{{pin}}' })
    expect(await agent.call('read_sms', { phone: ama, contains: '12.50', wait_seconds: 30 })).toContain(
      'You paid 12.50 EUR',
    )
    const told = [
      await agent.call('list_phones'),
      await agent.call('follow_trace', { payment: 'request-1' }),
      await agent.read('payersim://timeline'),
    ].join('\n')
    expect(told).toContain('Types ****')
    expect(told).not.toContain('1234')
    expect(await agent.read('payersim://world')).toContain('"pin": "1234"')
  })

  it.each([
    ['request-to-pay', { phone: ama, amount: '12.50', message: 'Tea' }, 'request to pay of 12.50 EUR'],
    ['withdrawal', { phone: ama, amount: '20' }, 'withdrawal of 20.00 EUR'],
    ['invoice', { phone: ama, amount: '7', validity: 'P30D', message: 'May' }, 'invoice of 7.00 EUR'],
    ['pre-approval', { phone: ama, validity: 'P30D', currency: 'EUR' }, 'pre-approval'],
    ['transfer', { phone: cleo, amount: '3' }, 'transfer of 3.00 EUR'],
    ['deposit', { phone: cleo, amount: '4' }, 'deposit of 4.00 EUR'],
  ])('places a %s', async (kind, order, words) => {
    const told = await agent.call('place_order', { kind, ...order })
    expect(told).toContain(words)
    expect(await agent.call('list_payments')).toContain(words)
  })

  it('places a refund of what was paid, and says what a kind needs', async () => {
    const { payment } = await agent.data('place_order', { phone: ama, amount: '12.50' })
    const { reference } = payment as { reference: string }
    await agent.call('wait_for_prompt', { phone: ama })
    await agent.call('choose', { phone: ama, option: 'approve' })
    await agent.call('reply', { phone: ama, text: '{{pin}}' })
    expect(await agent.call('place_order', { kind: 'refund', refund_of: reference, amount: '2' })).toContain(
      'refund of 2.00 EUR',
    )
    expect(await agent.refused('place_order', { kind: 'refund', amount: '2' })).toBe(
      'A refund needs refund_of, the reference of the request to pay.',
    )
    expect(await agent.refused('place_order', { amount: '2' })).toBe('A request-to-pay needs a phone.')
    expect(await agent.refused('place_order', { phone: ama })).toBe('A request-to-pay needs an amount.')
  })

  it('asks OnePipe for a balance, and gives the code of the SMS', async () => {
    const ngozi = '+2348022221408'
    const begun = await agent.data('request_balance', { source: '6200000766' })
    const transaction_ref = String(begun.transactionRef)
    expect(begun).toMatchObject({ status: 'WaitingForOTP', balance: null })
    expect(await agent.call('list_payments')).toContain('balance request')
    const sms = await agent.data('read_sms', { phone: ngozi, contains: 'code', wait_seconds: 30 })
    const [{ code } = { code: '' }] = sms.messages as { code: string }[]
    const wrong = await agent.call('answer_balance_request', { transaction_ref, code: '000000' })
    expect(wrong).toContain('OnePipe refused it with the code 55: The OTP is wrong')
    expect(await agent.call('query_balance_request', { transaction_ref })).toContain('WaitingForOTP')
    const right = await agent.call('answer_balance_request', { transaction_ref, code })
    expect(right).toContain('Successful')
    expect(right).toContain('The balance is 20770.99 NGN.')
    expect(await agent.refused('query_balance_request', { transaction_ref: 't-9' })).toBe(
      `request_balance has begun no t-9 in this world. Begun were: ${transaction_ref}. One of your own program is in list_payments.`,
    )
    expect(await agent.refused('request_balance', { source: '1' })).toContain(
      'It has: bank.account 6200000766',
    )
  })

  it('follows a trace, with what was done to the clock in between', async () => {
    await agent.call('place_order', { phone: ama, amount: '12.50' })
    await agent.call('move_clock', { advance: 'PT6M' })
    await agent.call('settle')
    expect(await agent.call('follow_trace', { payment: 'request-1' })).toContain('The clock jumps 6 min')
  })

  it('explains what a vendor refused, and what nobody was answered', async () => {
    expect(await agent.call('explain_error')).toBe('No call was refused in this world.')
    const said = await agent.refused('place_order', { phone: ama, amount: '1', currency: 'XXX' })
    expect(said).toContain(
      'INVALID_CURRENCY: Currency not supported. explain_error says what the vendor does not.',
    )
    const explained = await agent.call('explain_error', { body: '{ "code": "INVALID_CURRENCY" }' })
    expect(explained).toContain('docs/momo.md:')
    expect(await agent.call('explain_error', { body: 'INVALID_CURRENCY' })).toContain(
      'sandbox has EUR, and "XXX" was sent.',
    )
    expect(
      await agent.call('explain_error', { body: '{"type":"/docs/problems#no-open-session"}' }),
    ).toContain('no-open-session: ')
    expect(await agent.call('explain_error', { body: 'GRUMBLE' })).toContain(
      'No call in the log of this world',
    )
  })

  it('lists what the program called, and nothing else', async () => {
    await agent.call('place_order', { phone: ama, amount: '1' })
    expect(await agent.call('list_calls')).toBe('The program has made no such call.')
    await fetch(`${sim.url}/collection/v1_0/account/balance`)
    expect(await agent.call('list_calls')).toBe('2026-01-05T09:00:00.000Z momo.getBalance: 401')
    const other = { operation: 'momo.createRequestToPay' }
    expect(await agent.call('list_calls', other)).toBe('The program has made no such call.')
    expect(await agent.refused('list_calls', { operation: 'momo.nothing' })).toContain('momo.nothing')
  })

  it('moves the clock, and makes things go wrong', async () => {
    expect(await agent.call('read_clock')).toBe('2026-01-05T09:00:00.000Z, frozen')
    expect(await agent.call('move_clock', { advance: 'PT5M' })).toContain('2026-01-05T09:05:00.000Z')
    expect(await agent.refused('move_clock', {})).toBe('Give advance, mode, or both.')
    expect(await agent.call('move_clock', { mode: 'frozen', at: '2026-02-01T00:00:00Z' })).toContain(
      '2026-02-01',
    )
    expect(await agent.call('list_operations')).toContain('momo.createRequestToPay: ')
    const fault = { point: 'operation', do: 'error', match: { operation: 'momo.createRequestToPay' } }
    expect(await agent.refused('set_faults', { faults: [fault] })).toContain('is none of ')
    await agent.call('set_faults', { faults: [{ point: 'sms', do: 'lost', when: { first: 1 } }] })
    expect(await agent.call('list_faults')).toContain('applied 0 times')
    expect(await agent.call('clear_faults')).toBe('No fault is set.')
    expect(await agent.call('list_faults')).toBe('No fault is set.')
    expect(await agent.call('settle')).toBe('All that was due has been done.')
  })

  it('saves the world and goes back to it', async () => {
    expect(await agent.call('list_snapshots')).toBe('There is no snapshot.')
    await agent.call('take_snapshot', { name: 'calm' })
    await agent.call('place_order', { phone: ama, amount: '12.50' })
    expect(await agent.call('list_snapshots')).toContain('calm, taken ')
    expect(await agent.call('restore_snapshot', { name: 'calm' })).toContain('The world is as in calm.')
    expect(await agent.call('list_payments')).toBe('There is no payment.')
    await agent.call('place_order', { phone: ama, amount: '12.50' })
    expect(await agent.call('reset_world')).toBe('The world has begun again.')
    expect(await agent.call('list_payments')).toBe('There is no payment.')
    expect(await agent.refused('restore_snapshot', { name: 'clam' })).toContain('No snapshot "clam"')
  })

  it('opens a world of its own, works there, and ends it', async () => {
    expect(await agent.call('open_world', { name: 'own' })).toContain(`own: ${sim.url}/w/own`)
    await agent.call('place_order', { phone: ama, amount: '12.50', world: 'own' })
    expect(await agent.call('list_payments', { world: 'own' })).toContain('12.50 EUR')
    expect(await agent.call('list_payments')).toBe('There is no payment.')
    expect(await agent.call('list_worlds')).toContain('/w/own')
    expect(await agent.call('end_world', { name: 'own' })).toBe('The world own has ended.')
    expect(await agent.refused('list_payments', { world: 'own' })).toContain('Open it anew: open_world.')
    expect(await agent.refused('list_payments', { world: '../x' })).toContain('open_world opens one.')
    await agent.call('open_world', { name: 'own' })
    expect(await agent.call('list_payments', { world: 'own' })).toBe('There is no payment.')
    const inWorld = await agentAt(`${sim.url}/w/own/mcp`)
    await inWorld.call('place_order', { phone: ama, amount: '1' })
    expect(await inWorld.call('list_payments', { world: 'default' })).toBe('There is no payment.')
    expect(await inWorld.read('payersim://world')).toContain(`"baseUrl": "${sim.url}/w/own"`)
    await inWorld.close()
  })

  it('plays scripts, and writes one of what happened that plays again', async () => {
    expect(await agent.call('play_script', { name: 'approve' })).toMatch(/\n {2}passed$/)
    const wrong =
      'session: Wrong\nsteps:\n  - phone: "+46733000001"\n    dials: "*165#"\n    shows: Nothing like it\n'
    const failed = await agent.data('play_script', { text: wrong })
    expect(failed).toMatchObject({
      passed: false,
      failure: { line: 5, seen: expect.stringContaining('MoMo') },
    })
    expect(await agent.refused('play_script', { text: 'session: x\nsteps:\n  - dial: 3' })).toContain(
      'script.yaml:3:5 Unknown word "dial"',
    )
    expect(await agent.refused('play_script', { name: 'no-such' })).toContain('There is no script no-such')
    expect(await agent.refused('play_script', { name: '../../etc/passwd' })).toContain(
      'is no name of a script',
    )
    expect(await agent.refused('play_script', {})).toBe('Give the text of a script, or the name of one.')
    expect(await agent.call('list_worlds')).toBe("There is no world but the server's own.")

    expect(await agent.call('start_recording', { name: 'balance' })).toBe('Recording balance.')
    await agent.call('dial', { phone: ama, code: '*165#' })
    await agent.call('choose', { phone: ama, option: 'balance' })
    await agent.call('reply', { phone: ama, text: '{{pin}}' })
    const script = await agent.call('write_script', { name: 'balance' })
    expect(script).toContain('types: "{{pin}}"')
    expect(await agent.data('play_script', { text: script })).toEqual({ passed: true })
    expect(await agent.refused('write_script', { name: 'balance' })).toContain('No recording "balance"')
  })

  it('has the documents of the package', async () => {
    const { resources } = await agent.client.listResources()
    const uris = resources.map(({ uri }) => uri)
    expect(uris).toEqual(
      expect.arrayContaining(['payersim://world', 'payersim://timeline', 'payersim://docs/sessions']),
    )
    expect(await agent.read('payersim://docs/sessions')).toBe(readFileSync(`${root}docs/sessions.md`, 'utf8'))
    await expect(agent.read('payersim://docs/../package')).rejects.toThrow('not found')
    const completed = await agent.client.complete({
      ref: { type: 'ref/resource', uri: 'payersim://docs/{name}' },
      argument: { name: 'name', value: 'mo' },
    })
    expect(completed.completion.values).toEqual(['momo-recordings', 'momo'])
  })

  it.each([
    ['dial', { phone: '0733000001', code: '*165#' }, 'Write it in international form, such as +46733000001.'],
    ['dial', { phon: ama, code: '*165#' }, 'Unrecognized key: "phon"'],
    ['choose', { phone: ama, option: 'approve' }, 'has no open screen to choose from. Dial first.'],
    ['reply', { phone: '+46733999999', text: '{{pin}}' }, 'The world has no PIN for +46733999999.'],
    ['get_payment', { id: 'request-99' }, 'No payment request-99 in this world. list_payments lists them.'],
    ['get_payment', { id: '5a1e0001-0000-4000-8000-000000000009' }, 'has the reference 5a1e0001'],
    ['follow_trace', { trace: 'no-such' }, 'Nothing has the trace no-such.'],
    ['follow_trace', {}, 'Give a trace or a payment.'],
    ['wait_for_prompt', { phone: ama, wait_seconds: 61 }, 'wait_seconds'],
    ['place_order', { phone: ama, amount: 'much' }, '"much" is no amount.'],
    ['end_world', { name: 'no-such' }, 'no-such'],
  ])('refuses %s %j and says what to do', async (tool, args, words) => {
    expect(await agent.refused(tool, args)).toContain(words)
  })
})

describe('the guard of /mcp', () => {
  let sim: Simulator | undefined
  afterEach(() => sim?.close())
  const hello = { jsonrpc: '2.0', id: 1, method: 'tools/list' }
  const send = (headers: Record<string, string>, body = JSON.stringify(hello), method = 'POST') =>
    fetch(`${sim?.url}/mcp`, {
      method,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...headers,
      },
      ...(method === 'POST' ? { body } : {}),
    })

  it('lets in who bears the admin token, and nobody else', async () => {
    sim = await startSimulator({ port: 0, clock: 'frozen', behindProxy: true, adminToken: 'open sesame' })
    expect((await send({})).status).toBe(403)
    expect((await send({ authorization: 'Bearer shut' })).status).toBe(403)
    await expect(agentAt(`${sim.url}/mcp`, { Authorization: 'Bearer shut' })).rejects.toThrow('403')
    const agent = await agentAt(`${sim.url}/mcp`, { Authorization: 'Bearer open sesame' })
    expect(await agent.call('read_clock')).toContain('frozen')
    await agent.close()
  })

  it('refuses pages of other sites, foreign names and forwarded requests', async () => {
    sim = await startSimulator({ port: 0, clock: 'frozen' })
    expect((await send({})).status).toBe(200)
    for (const headers of [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { 'x-forwarded-for': '203.0.113.9' },
    ] as Array<Record<string, string>>)
      expect((await send(headers)).status).toBe(403)
  })

  it('is reached by no callback of the simulator itself', async () => {
    sim = await startSimulator({ port: 0, clock: 'frozen' })
    await sim.network.serviceCode('*384*7#', { callbackUrl: `${sim.url}/mcp` })
    const screen = await sim.phone(ama).dial('*384*7#')
    expect(screen.status).toBe('failed')
    expect(JSON.stringify(screen)).toContain('control route')
  })

  it('answers a proxy that passes its own name on, by the token alone', async () => {
    sim = await startSimulator({ port: 0, clock: 'frozen', behindProxy: true, adminToken: 'open sesame' })
    const { port } = new URL(sim.url ?? '')
    const asked = (token: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const headers = {
          host: 'payersim.example',
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
        }
        const sent = request({ port, host: '127.0.0.1', path: '/mcp', method: 'POST', headers }, (answer) => {
          answer.resume()
          resolve(answer.statusCode)
        })
        sent.once('error', reject).end(JSON.stringify(hello))
      })
    expect(await asked('open sesame')).toBe(200)
    expect(await asked('shut')).toBe(403)
  })

  it('refuses what it cannot read', async () => {
    sim = await startSimulator({ port: 0, clock: 'frozen' })
    const large = JSON.stringify({ ...hello, params: { x: 'x'.repeat(200_000) } })
    expect((await send({}, large)).status).toBe(413)
    expect((await send({}, '{')).status).toBe(400)
    expect((await send({ 'content-type': 'text/plain' })).status).toBe(415)
    expect((await send({}, '', 'GET')).status).toBe(405)
    expect((await send({}, '', 'DELETE')).status).toBe(405)
    expect((await fetch(`${sim.url}/w/no-such/mcp`, { method: 'POST' })).status).toBe(404)
    expect((await send({}, JSON.stringify([1]))).status).toBe(400)
  })
})

it('works in memory too, without a socket', async () => {
  const sim = await startSimulator({ clock: 'frozen' })
  const desk = new Desk({ port: sim.port, url: undefined, version: '0.1.0' })
  const [one, other] = InMemoryTransport.createLinkedPair()
  await newMcpServer(desk).connect(other)
  const agent = await agentOn(one, { modern: false })
  await agent.call('place_order', { phone: ama, amount: '12.50' })
  expect(await agent.call('wait_for_prompt', { phone: ama })).toContain('| 1 Approve')
  expect(await agent.read('payersim://world')).toContain('"baseUrl": null')
  await agent.close()
  await sim.close()
})
