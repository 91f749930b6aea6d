import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SimulatorClient } from '../client/index.ts'
import { findScripts, junitReporter, prettyReporter, readScript, runScripts } from './index.ts'
import { TinySimulator } from './tiny-simulator.fixture.ts'

const order = '- request-to-pay: { as: order, payer: "+46733000001", amount: "12.50", currency: EUR }'

describe('running scripts', () => {
  let folder: string
  let output: string
  let worlds: TinySimulator[]
  let closed: number

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scripts-'))
    output = ''
    worlds = []
    closed = 0
  })
  afterEach(() => rm(folder, { recursive: true }))

  const write = (text: string) => {
    output += text
  }

  const newSimulator = () => {
    const world = new TinySimulator()
    worlds.push(world)
    const close = () => {
      closed += 1
      return Promise.resolve()
    }
    return Promise.resolve({ client: new SimulatorClient(world), close })
  }

  async function run(files: string[], reporter = prettyReporter({ write, colours: false })) {
    const result = await runScripts(files, { newSimulator, reporter })
    output = output.replaceAll(`${folder}/`, '')
    return result
  }

  async function script(name: string, ...steps: string[]): Promise<string> {
    const file = join(folder, name)
    await writeFile(file, ['session: A test', 'steps:', ...steps.map((step) => `  ${step}`)].join('\n'))
    return file
  }

  it('prints the conversation, the PIN masked, and the counts on a line of their own', async () => {
    const file = await script(
      'approve.yaml',
      order,
      '- { phone: "+46733000001", dials: "*165#", shows: Approvals }',
      '- chooses: Approvals',
      '- chooses: "12.50"',
      '- chooses: /^Approve$/',
      '- { types: "9999", shows: 2 tries left }',
      '- { types: "{{pin}}", ends: /approved/i }',
      '- expect: { request: order, status: SUCCESSFUL, callbacks: 1 }',
      '- sms: { contains: "PAID 12.50" }',
      '- expect: { phone: "+46733000001", balance: "987.5", currency: EUR }',
    )
    expect(await run([file])).toEqual({ passed: 1, failed: 0 })
    expect(output).toMatchInlineSnapshot(`
      "A test  approve.yaml
        order: a merchant asks +46733000001 for 12.50 EUR
        +46733000001 dials *165#
          | MoMo
          | 1 Approvals (1)
          | 2 Balance
        +46733000001 chooses 1 Approvals (1)
          | Approvals
          | 1 shop 12.50 EUR
          | 0 Back
        +46733000001 chooses 1 shop 12.50 EUR
          | Pay 12.50 EUR to shop
          | 1 Approve
          | 2 Reject
        +46733000001 chooses 1 Approve
          | Enter your PIN
        +46733000001 types 9999
          | Wrong PIN. 2 tries left.
          | Enter your PIN
        +46733000001 types ****
          | Approved.
          (ended)
        order is SUCCESSFUL, 1 callback
        SMS from MoMo
          | You paid 12.50 EUR.
        +46733000001 has 987.5 EUR
        passed

      1 passed, 0 failed
      "
    `)
  })

  it('marks the line that failed, with what was expected, what was seen and the options', async () => {
    const file = await script(
      'broken.yaml',
      order,
      '- phone: "+46733000001"',
      '  prompted: true',
      '- chooses: Approve',
      '- { types: "9999", ends: approved }',
      '- types: "{{pin}}"',
    )
    expect(await run([file])).toEqual({ passed: 0, failed: 1 })
    expect(output.split('failed at')[1]).toMatchInlineSnapshot(`
      " broken.yaml:7:28
          7 |   - { types: "9999", ends: approved }
            |                            ^
          expected  the session ended, with a screen that contains "approved"
          seen      an open screen: "Wrong PIN. 2 tries left.\\nEnter your PIN"
          timeline  09:00:00 ussd.hop +46733000001

      0 passed, 1 failed
      "
    `)
    expect(worlds[0]?.paths().filter((path) => path.endsWith('/reply'))).toHaveLength(2)
  })

  it('suggests what the writer may have meant', async () => {
    const file = await script('a.yaml', '- { phone: "+46733000001", dials: "*165#" }', '- chooses: Balanse')
    await run([file])
    expect(output).toContain(
      'options   1 Approvals (0) · 2 Balance\n    hint      Did you mean chooses: "Balance"?',
    )
  })

  it('plays only the scripts whose name matches', async () => {
    const text = (name: string) => `session: ${name}\nsteps:\n  ${order}\n`
    await writeFile(join(folder, 'a.yaml'), text('A payer approves'))
    await writeFile(join(folder, 'b.yaml'), text('A payer rejects'))
    const files = [join(folder, 'a.yaml'), join(folder, 'b.yaml')]
    const reporter = prettyReporter({ write, colours: false })
    const result = await runScripts(files, { newSimulator, reporter, grep: /REJECTS$/i })
    expect(result).toEqual({ passed: 1, failed: 0 })
    expect(output).toMatch(/^A payer rejects /)
    expect(worlds).toHaveLength(1)
  })

  it('stops at the first failure where told to, and says how many are left', async () => {
    const good = await script('good.yaml', order)
    const bad = await script('bad.yaml', '- { phone: "+46733000001", prompted: true }')
    const reporter = prettyReporter({ write, colours: false })
    const options = { newSimulator, reporter, bail: true }
    expect(await runScripts([good, bad, good, bad], options)).toEqual({ passed: 1, failed: 1, notRun: 2 })
    expect(worlds).toHaveLength(2)
    expect(output).toMatch(/\n1 passed, 1 failed, 2 not run\n$/)
    expect(await runScripts([good, bad], options)).toEqual({ passed: 1, failed: 1 })
  })

  it('keeps a line at the foot of a long run, and only where told to', async () => {
    const files = await Promise.all([...'abcdefghij'].map((name) => script(`${name}.yaml`, order)))
    await run(files)
    expect(output).not.toMatch(/\r|10 of 10/)
    await run(files.slice(1), prettyReporter({ write, colours: false, progress: true }))
    expect(output).not.toContain('\r')
    output = ''
    await run(files, prettyReporter({ write, colours: false, progress: true }))
    expect(output).toContain('\r\u001b[2K9 of 10\r\u001b[2K  order: a merchant asks')
    expect(output.endsWith('\r\u001b[2K10 passed, 0 failed\n')).toBe(true)
  })

  it('lists the options where none, or several, can be chosen', async () => {
    const file = await script('a.yaml', '- { phone: "+46733000001", dials: "*165#" }', '- chooses: Loans')
    await run([file])
    expect(output).toContain('failed at a.yaml:4:14\n')
    expect(output).toContain('options   1 Approvals (0) · 2 Balance')
  })

  it.each([
    ['a status', '- expect: { request: order, status: SUCCESSFUL }', '4:39', 'order SUCCESSFUL', 'PENDING'],
    [
      'a count',
      '- expect: { request: order, status: PENDING, callbacks: 2 }',
      '4:59',
      '2 callbacks',
      '0 callbacks',
    ],
    [
      'a balance',
      '- expect: { phone: "+46733000001", balance: "1", currency: EUR }',
      '4:47',
      '1 EUR',
      '1000.00 EUR',
    ],
    [
      'a currency',
      '- expect: { phone: "+46733000001", balance: "1", currency: GHS }',
      '4:62',
      '1 GHS',
      '1000.00 EUR',
    ],
    [
      'an SMS',
      '- { phone: "+46733000001", sms: { contains: paid } }',
      '4:47',
      'an unread SMS that contains "paid"',
      'no unread SMS',
    ],
    ['a screen', '- { phone: "+46733000001", shows: "/99/" }', '4:37', 'matches /99/', 'Pay 12.50'],
    [
      'an end',
      '- { phone: "+46733000001", cancels: true, ends: shop }',
      '4:51',
      'the session ended',
      'the session cancelled',
    ],
  ])('fails on %s that is not as expected', async (_, step, place, expected, seen) => {
    await run([await script('a.yaml', order, step)])
    expect(output).toContain(`failed at a.yaml:${place}\n`)
    expect(output).toMatch(new RegExp(`expected  .*${expected.replace(/[/]/g, '\\/')}`))
    expect(output).toMatch(new RegExp(`seen      .*${seen}`))
  })

  it('moves the clock, hangs up, goes offline and on', async () => {
    const file = await script(
      'a.yaml',
      '- { phone: "+46733000001", goes: offline }',
      order,
      '- goes: online',
      '- { dials: "*165#", shows: Approvals (1) }',
      '- cancels: true',
      '- wait: PT5M',
      '- expect: { request: order, status: FAILED, reason: EXPIRED, callbacks: 1 }',
    )
    expect(await run([file])).toEqual({ passed: 1, failed: 0 })
    expect(output).toContain('PT5M go by: it is 2026-01-05T09:05:00.000Z')
  })

  it('looks at the present screen where a step only checks', async () => {
    const file = await script(
      'a.yaml',
      order,
      '- { phone: "+46733000001", shows: "12.50" }',
      '- shows: Reject',
    )
    expect(await run([file])).toEqual({ passed: 1, failed: 0 })
    expect(output.match(/Pay 12\.50/g)).toHaveLength(1)
  })

  it('gives each script a simulator of its own, and closes it whatever happens', async () => {
    const good = await script('good.yaml', order)
    const bad = await script('bad.yaml', '- { phone: "+46733000001", prompted: true }')
    expect(await run([good, bad, good])).toEqual({ passed: 2, failed: 1 })
    expect([worlds.length, closed]).toEqual([3, 3])
    expect(output).toMatch(/\n2 passed, 1 failed\n$/)
  })

  it('fails a script whose simulator does not start', async () => {
    const file = await script('a.yaml', order)
    const reporter = prettyReporter({ write, colours: false })
    const newSimulator = () => Promise.reject(new Error('no port is free'))
    expect(await runScripts([file], { newSimulator, reporter })).toEqual({ passed: 0, failed: 1 })
    expect(output).toContain('no port is free')
  })

  it('runs nothing where a script is refused', async () => {
    const good = await script('good.yaml', order)
    const bad = await script('bad.yaml', '- chose: Approve')
    expect(await run([good, bad])).toEqual({ passed: 0, failed: 1 })
    expect(worlds).toHaveLength(0)
    expect(output).toMatchInlineSnapshot(`
      "bad.yaml:3:5 Unknown word "chose" in a step; the nearest known word is "chooses".
        3 |   - chose: Approve
          |     ^
      Nothing was run.

      0 passed, 1 failed
      "
    `)
  })

  it('colours only where told to, and lets no screen command the terminal', async () => {
    const file = await script('a.yaml', '- { phone: "+46733000001", sms: { contains: red } }')
    const newSimulator = () => {
      const world = new TinySimulator()
      world.sms('\u001b[31mred')
      return Promise.resolve({ client: new SimulatorClient(world), close: () => Promise.resolve() })
    }
    await runScripts([file], { newSimulator, reporter: prettyReporter({ write, colours: false }) })
    expect(output).not.toContain('\u001b')
    await runScripts([file], { newSimulator, reporter: prettyReporter({ write, colours: true }) })
    expect(output).toContain('\u001b[32m1 passed, 0 failed\u001b[39m')
    expect(output).not.toContain('\u001b[31mred')
  })

  it('writes JUnit XML', async () => {
    const good = await script('good.yaml', order)
    const bad = await script('bad.yaml', order, '- { phone: "+46733000001", shows: "<&\u0001>" }')
    await run([good, bad], junitReporter({ write }))
    expect(output).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites tests="2" failures="1"/)
    expect(output).toContain('<testcase name="A test" classname="good.yaml" file="good.yaml"')
    expect(output).toContain('contains &quot;&lt;&amp;\\u{1}&gt;&quot;')
    expect(output).toContain('bad.yaml:4:37')
  })

  it('asks for a pre-approval, sees it expire, and tells how', async () => {
    const file = await script(
      'a.yaml',
      '- pre-approval: { as: plan, payer: "+46733000001", currency: EUR, validity: P30D, message: Gym }',
      '- expect: { pre-approval: plan, status: PENDING, callbacks: 0 }',
      '- wait: PT5M',
      '- expect: { pre-approval: plan, status: FAILED, reason: EXPIRED, callbacks: 1, listed: EXPIRED }',
    )
    expect(await run([file])).toEqual({ passed: 1, failed: 0 })
    expect(output).toMatchInlineSnapshot(`
      "A test  a.yaml
        plan: a merchant asks +46733000001 to be debited in EUR for P30D
        plan is PENDING, 0 callbacks
        PT5M go by: it is 2026-01-05T09:05:00.000Z
        plan is FAILED EXPIRED, 1 callback
        plan is listed as EXPIRED
        passed

      1 passed, 0 failed
      "
    `)
  })

  it('cancels a pre-approval that was accepted', async () => {
    const accepting = async () => {
      const simulator = await newSimulator()
      const world = worlds.at(-1)
      world?.accounts.acceptAll()
      return simulator
    }
    const file = await script(
      'a.yaml',
      '- pre-approval: { as: plan, payer: "+46733000001", currency: EUR }',
      '- cancel-pre-approval: plan',
      '- expect: { pre-approval: plan, status: SUCCESSFUL, listed: CANCELLED, callbacks: 1 }',
      '- expect: { pre-approval: plan, status: SUCCESSFUL, listed: APPROVED }',
    )
    const reporter = prettyReporter({ write, colours: false })
    expect(await runScripts([file], { newSimulator: accepting, reporter })).toEqual({
      passed: 0,
      failed: 1,
    })
    expect(output).toContain('plan: the merchant cancels it\n  plan is SUCCESSFUL, 1 callback\n')
    expect(output).toContain('a.yaml:6:63\n')
    expect(output).toContain('expected  plan listed as APPROVED\n    seen      CANCELLED')
  })

  it('sends money, and a text about an order', async () => {
    const file = await script(
      'a.yaml',
      '- transfer: { as: gift, payee: "+46733000001", amount: "5.00", currency: EUR, message: Prize }',
      '- { phone: "+46733000001", sms: { contains: received 5.00 EUR } }',
      '- expect: { transfer: gift, status: SUCCESSFUL, callbacks: 1 }',
      order,
      '- notify: { request: order, text: "Ticket {{order.id}}" }',
      '- sms: { contains: "Ticket {{order.id}}" }',
    )
    expect(await run([file])).toEqual({ passed: 1, failed: 0 })
    expect(output).toContain('gift: a merchant sends +46733000001 5.00 EUR')
    expect(output).toMatch(/order: the merchant notifies the payer: Ticket [0-9a-f-]{36}/)
  })

  it('sets and clears faults, moves a phone to a network, points a code at an app, and texts', async () => {
    const file = await script(
      'a.yaml',
      '- fault: { point: sms, do: lost, match: { recipient: "+46733000001" }, when: { first: 1 } }',
      '- no-faults: true',
      '- faults: [{ point: callback, do: late, args: { delay: PT2M } }, { point: sms, do: lost }]',
      '- app: { code: "*384*1#", url: "http://app.example/ussd" }',
      '- { phone: "+46733000001", network: "63902", texts: { to: "22384", message: "PIN {{pin}}" } }',
    )
    expect(await run([file]), output).toEqual({ passed: 1, failed: 0 })
    expect(output).toContain(
      [
        'from now on, sms: lost (recipient +46733000001, first 1)',
        'from now on, nothing goes wrong',
        'from now on, callback: late (delay PT2M)',
        'from now on, sms: lost',
        '*384*1# is answered by http://app.example/ussd',
        '+46733000001 is on the network 63902',
        '+46733000001 texts 22384: PIN ****',
      ].join('\n  '),
    )
    const [world] = worlds
    expect(world?.settings.faults).toMatchObject([{ point: 'callback', do: 'late' }, { do: 'lost' }])
    expect(world?.settings.codes.get('network/service-codes/*384*1#')).toEqual({
      code: '*384*1#',
      callbackUrl: 'http://app.example/ussd',
      eventsUrl: null,
    })
    expect(world?.ama.network).toBe('63902')
    expect(world?.texts).toMatchObject([{ to: '22384', text: 'PIN 1234' }])
  })

  it('puts what the simulator says of a fault to its line', async () => {
    const refusing = async () => {
      const simulator = await newSimulator()
      const refusal = {
        status: 400,
        headers: {},
        text: '{"detail":"the nearest known word is GatewayError"}',
      }
      worlds.at(-1)?.refused.set('PUT /_sim/faults', refusal)
      return simulator
    }
    const file = await script(
      'a.yaml',
      order,
      '- fault: { point: sms, do: rejected, args: { reason: Gateway } }',
    )
    const reporter = prettyReporter({ write, colours: false })
    await runScripts([file], { newSimulator: refusing, reporter })
    expect(output).toContain('a.yaml:4:12\n')
    expect(output).toContain('the nearest known word is GatewayError')
  })

  describe('counts SMS', () => {
    async function reading(...checks: string[]) {
      const file = await script('a.yaml', '- phone: "+46733000001"', ...checks.map((one) => `- sms: ${one}`))
      const texting = async () => {
        const simulator = await newSimulator()
        for (const text of ['paid 1', 'paid 2', 'sale']) worlds.at(-1)?.sms(text)
        return simulator
      }
      const reporter = prettyReporter({ write, colours: false })
      return runScripts([file], { newSimulator: texting, reporter })
    }

    it('that were not read before, by text and sender', async () => {
      const passed = { passed: 1, failed: 0 }
      expect(await reading('{ contains: paid, count: 2 }', '{ contains: paid, count: 0 }')).toEqual(passed)
      expect(await reading('{ contains: paid, from: MoMo, count: 2 }')).toEqual(passed)
      expect(await reading('{ contains: paid, from: Shop, count: 0 }')).toEqual(passed)
      expect(await reading('{ contains: paid }', '{ contains: paid, count: 1 }')).toEqual(passed)
      expect(output).toContain('no unread SMS contains "paid"')
    })

    it('whatever came before one that was read', async () => {
      expect(await reading('{ contains: sale }', '{ contains: paid 2 }', '{ contains: paid 1 }')).toEqual({
        passed: 1,
        failed: 0,
      })
      expect(await reading('{ contains: sale }', '{ contains: paid, count: 0 }')).toEqual({
        passed: 0,
        failed: 1,
      })
      expect(output).toContain('seen      2 of "paid 1", "paid 2"')
    })

    it('and tells how many there were', async () => {
      expect(await reading('{ contains: paid, count: 1 }')).toEqual({ passed: 0, failed: 1 })
      expect(output).toContain('a.yaml:4:35\n')
      expect(output).toContain('expected  1 times an unread SMS that contains "paid"')
      expect(output).toContain('seen      2 of "paid 1", "paid 2", "sale"')
    })
  })

  it('tells a session that broke from one that ended', async () => {
    const dial = '- { phone: "+46733000001", dials: "*165#" }'
    const good = await script('good.yaml', dial, '- { cancels: true, breaks: cancelled }')
    const bad = await script('bad.yaml', dial, '- { cancels: true, breaks: timed-out }')
    expect(await run([good, bad])).toEqual({ passed: 1, failed: 1 })
    expect(output).toContain('bad.yaml:4:30\n')
    expect(output).toContain('expected  the session timed-out\n    seen      the session cancelled')
  })

  it('plays the scripts of this project that a tiny simulator can', async () => {
    const names = ['approve', 'expiry-mid-session', 'prompt-by-push', 'reject']
    const result = await run(names.map((name) => `sessions/${name}.yaml`))
    expect(result, output).toEqual({ passed: 4, failed: 0 })
  })

  it('understands every script of this project', async () => {
    const files = await findScripts(['sessions'])
    expect(files.length).toBeGreaterThan(6)
    for (const file of files) await expect(readScript(file)).resolves.toMatchObject({ file })
  })
})
