import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findScripts, junitReporter, prettyReporter, readScript } from './index.ts'
import { ScriptRuns, text } from './script-run.fixture.ts'

const order = 'request-to-pay: { as: order, payer: "+46733000001", amount: "12.50", currency: EUR }'

describe('running scripts', () => {
  let runs: ScriptRuns
  beforeEach(async () => {
    runs = await ScriptRuns.begin()
  })
  afterEach(() => runs.end())

  const script = (name: string, ...steps: string[]) => runs.script(name, steps)

  it('prints the conversation, the PIN masked, and the counts on a line of their own', async () => {
    const file = await script(
      'approve.yaml',
      order,
      '{ phone: "+46733000001", dials: "*165#", shows: Approvals }',
      'chooses: Approvals',
      'chooses: "12.50"',
      'chooses: /^Approve$/',
      '{ types: "9999", shows: 2 tries left }',
      '{ types: "{{pin}}", ends: /approved/i }',
      'expect: { request: order, status: SUCCESSFUL, callbacks: 1 }',
      'sms: { contains: "PAID 12.50" }',
      'expect: { phone: "+46733000001", balance: "487.5", currency: EUR }',
    )
    expect(await runs.run([file])).toEqual({ passed: 1, failed: 0 })
    expect(runs.output).toMatchInlineSnapshot(`
      "A test  approve.yaml
        order: a merchant asks +46733000001 for 12.50 EUR
        +46733000001 dials *165#
          | MoMo
          | 1 Approvals (1)
          | 2 Balance
          | 3 History
          | 4 Language
          | 5 Auto-payments
          | 6 Withdraw
          | 7 Bills and invoices
          | 8 Shared data
        +46733000001 chooses 1 Approvals (1)
          | Approvals
          | 1 shop-1.test 12.50 EUR
          | 0 Back
        +46733000001 chooses 1 shop-1.test 12.50 EUR
          | Pay 12.50 EUR to shop-1.test?
          | Ref 27a6c763
          | 1 Approve
          | 2 Reject
          | 0 Back
        +46733000001 chooses 1 Approve
          | Enter your PIN to pay 12.50 EUR to shop-1.test
        +46733000001 types ****
          | Wrong PIN. 2 tries left.
          | Enter your PIN to pay 12.50 EUR to shop-1.test
        +46733000001 types ****
          | Approved. You paid 12.50 EUR to shop-1.test.
          | Id 1365064233
          | New balance 487.50 EUR
          (ended)
        order is SUCCESSFUL, 1 callback
        SMS from AFRICASTKNG
          | You paid 12.50 EUR to shop-1.test.
          | Id 1365064233
          | New balance 487.50 EUR
        +46733000001 has 487.5 EUR
        passed

      1 passed, 0 failed
      "
    `)
  })

  it('marks the line that failed, with what was expected, what was seen and the options', async () => {
    const file = await script(
      'broken.yaml',
      order,
      'phone: "+46733000001"\n    prompted: true',
      'chooses: Approve',
      '{ types: "9999", ends: approved }',
      'types: "{{pin}}"',
    )
    expect(await runs.run([file])).toEqual({ passed: 0, failed: 1 })
    expect(runs.output.split('failed at')[1]).toMatchInlineSnapshot(`
      " broken.yaml:7:28
          7 |   - { types: "****", ends: approved }
            |                            ^
          expected  the session ended, with a screen that contains "approved"
          seen      an open screen: "Wrong PIN. 2 tries left.\\nEnter your PIN to pay 12.50 EUR to shop-1.test"
          timeline  09:00:00 ussd.pushed +46733000001 serviceCode "*165#"
                    09:00:00 ussd.hop +46733000001 text "" screen "Pay 12.50 EUR to shop-1.test?\\nRef 27a6c763\\n1 Appro…
                    09:00:00 ussd.hop +46733000001 text "1" screen "Enter your PIN to pay 12.50 EUR to shop-1.test" hop…
                    09:00:00 pin.wrong +46733000001 triesLeft 2
                    09:00:00 ussd.hop +46733000001 text "1*****" screen "Wrong PIN. 2 tries left.\\nEnter your PIN to pa…

      0 passed, 1 failed
      "
    `)
    expect(runs.output.match(/ types /g)).toHaveLength(1)
  })

  it('suggests what the writer may have meant', async () => {
    const file = await script('a.yaml', '{ phone: "+46733000001", dials: "*165#" }', 'chooses: Balanse')
    await runs.run([file])
    expect(runs.output).toContain(
      'options   1 Approvals (0) · 2 Balance · 3 History · 4 Language · 5 Auto-payments · 6 Withdraw · 7 Bills and invoices · 8 Shared data\n    hint      Did you mean chooses: "Balance"?',
    )
  })

  it('plays only the scripts whose name matches', async () => {
    const text = (name: string) => `session: ${name}\nsteps:\n  - ${order}\n`
    await writeFile(join(runs.folder, 'a.yaml'), text('A payer approves'))
    await writeFile(join(runs.folder, 'b.yaml'), text('A payer rejects'))
    const files = [join(runs.folder, 'a.yaml'), join(runs.folder, 'b.yaml')]
    expect(await runs.run(files, { grep: /REJECTS$/i })).toEqual({ passed: 1, failed: 0 })
    expect(runs.output).toMatch(/^A payer rejects /)
    expect(runs.simulators).toHaveLength(1)
  })

  it('stops at the first failure where told to, and says how many are left', async () => {
    const good = await script('good.yaml', order)
    const bad = await script('bad.yaml', '{ phone: "+46733000001", prompted: true }')
    const result = await runs.run([good, bad, good, bad], { bail: true })
    expect(result).toEqual({ passed: 1, failed: 1, notRun: 2 })
    expect(runs.simulators).toHaveLength(2)
    expect(runs.output).toMatch(/\n1 passed, 1 failed, 2 not run\n$/)
    expect(await runs.run([good, bad], { bail: true })).toEqual({ passed: 1, failed: 1 })
  })

  it('keeps a line at the foot of a long run, and only where told to', async () => {
    const files = await Promise.all([...'abcdefghij'].map((name) => script(`${name}.yaml`, order)))
    await runs.run(files)
    expect(runs.output).not.toMatch(/\r|10 of 10/)
    const atFoot = (write: (text: string) => void) =>
      prettyReporter({ write, colours: false, progress: true })
    await runs.run(files.slice(1), {}, atFoot)
    expect(runs.output).not.toContain('\r')
    await runs.run(files, {}, atFoot)
    expect(runs.output).toContain('\r\u001b[2K9 of 10\r\u001b[2K  order: a merchant asks')
    expect(runs.output.endsWith('\r\u001b[2K10 passed, 0 failed\n')).toBe(true)
  })

  it('lists the options where none, or several, can be chosen', async () => {
    const file = await script('a.yaml', '{ phone: "+46733000001", dials: "*165#" }', 'chooses: Loans')
    await runs.run([file])
    expect(runs.output).toContain('failed at a.yaml:4:14\n')
    expect(runs.output).toContain(
      'options   1 Approvals (0) · 2 Balance · 3 History · 4 Language · 5 Auto-payments · 6 Withdraw · 7 Bills and invoices · 8 Shared data',
    )
  })

  it.each([
    ['a status', 'expect: { request: order, status: SUCCESSFUL }', '4:39', 'order SUCCESSFUL', 'PENDING'],
    [
      'a count',
      'expect: { request: order, status: PENDING, callbacks: 2 }',
      '4:59',
      '2 callbacks',
      '0 callbacks',
    ],
    [
      'a balance',
      'expect: { phone: "+46733000001", balance: "1", currency: EUR }',
      '4:47',
      '1 EUR',
      '500.00 EUR',
    ],
    [
      'a currency',
      'expect: { phone: "+46733000001", balance: "1", currency: GHS }',
      '4:62',
      '1 GHS',
      '500.00 EUR',
    ],
    [
      'an SMS',
      '{ phone: "+46733000001", sms: { contains: paid } }',
      '4:47',
      'an unread SMS that contains "paid"',
      'no unread SMS',
    ],
    ['a screen', '{ phone: "+46733000001", shows: "/99/" }', '4:37', 'matches /99/', 'Pay 12.50'],
    [
      'an end',
      '{ phone: "+46733000001", cancels: true, ends: shop }',
      '4:51',
      'the session ended',
      'the session cancelled',
    ],
  ])('fails on %s that is not as expected', async (_, step, place, expected, seen) => {
    await runs.run([await script('a.yaml', order, step)])
    expect(runs.output).toContain(`failed at a.yaml:${place}\n`)
    expect(runs.output).toMatch(new RegExp(`expected  .*${expected.replace(/[/]/g, '\\/')}`))
    expect(runs.output).toMatch(new RegExp(`seen      .*${seen}`))
  })

  it('moves the clock, hangs up, goes offline and on', async () => {
    const file = await script(
      'a.yaml',
      '{ phone: "+46733000001", goes: offline }',
      order,
      'goes: online',
      '{ dials: "*165#", shows: Approvals (1) }',
      'cancels: true',
      'wait: PT5M',
      'expect: { request: order, status: FAILED, reason: EXPIRED, callbacks: 1 }',
    )
    expect(await runs.run([file])).toEqual({ passed: 1, failed: 0 })
    expect(runs.output).toContain('PT5M go by: it is 2026-01-05T09:05:00.000Z')
  })

  it('looks at the present screen where a step only checks', async () => {
    const file = await script('a.yaml', order, '{ phone: "+46733000001", shows: "12.50" }', 'shows: Reject')
    expect(await runs.run([file])).toEqual({ passed: 1, failed: 0 })
    expect(runs.output.match(/Pay 12\.50/g)).toHaveLength(1)
  })

  it('gives each script a simulator of its own, and closes it whatever happens', async () => {
    const good = await script('good.yaml', order)
    const bad = await script('bad.yaml', '{ phone: "+46733000001", prompted: true }')
    expect(await runs.run([good, bad, good])).toEqual({ passed: 2, failed: 1 })
    expect([runs.simulators.length, runs.closed]).toEqual([3, 3])
    expect(runs.output).toMatch(/\n2 passed, 1 failed\n$/)
  })

  it('fails a script whose simulator does not start', async () => {
    const file = await script('a.yaml', order)
    const newSimulator = () => Promise.reject(new Error('no port is free'))
    expect(await runs.run([file], { newSimulator })).toEqual({ passed: 0, failed: 1 })
    expect(runs.output).toContain('no port is free')
  })

  it('runs nothing where a script is refused', async () => {
    const good = await script('good.yaml', order)
    const bad = await script('bad.yaml', 'chose: Approve')
    expect(await runs.run([good, bad])).toEqual({ passed: 0, failed: 1 })
    expect(runs.simulators).toHaveLength(0)
    expect(runs.output).toMatchInlineSnapshot(`
      "bad.yaml:3:5 Unknown word "chose" in a step; the nearest known word is "chooses".
        3 |   - chose: Approve
          |     ^
      Nothing was run.

      0 passed, 1 failed
      "
    `)
  })

  it('colours only where told to, and lets no screen command the terminal', async () => {
    const file = await script('a.yaml', '{ phone: "+46733000001", sms: { contains: red } }')
    runs.prepare = (simulator) => text(simulator, '\u001b[31mred')
    await runs.run([file])
    expect(runs.output).toContain('red')
    expect(runs.output).not.toContain('\u001b')
    await runs.run([file], {}, (write) => prettyReporter({ write, colours: true }))
    expect(runs.output).toContain('\u001b[32m1 passed, 0 failed\u001b[39m')
    expect(runs.output).not.toContain('\u001b[31mred')
  })

  it('writes JUnit XML', async () => {
    const good = await script('good.yaml', order)
    const bad = await script('bad.yaml', order, '{ phone: "+46733000001", shows: "<&\u0001>" }')
    await runs.run([good, bad], {}, (write) => junitReporter({ write }))
    expect(runs.output).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites tests="2" failures="1"/,
    )
    expect(runs.output).toContain('<testcase name="A test" classname="good.yaml" file="good.yaml"')
    expect(runs.output).toContain('contains &quot;&lt;&amp;\\u{1}&gt;&quot;')
    expect(runs.output).toContain('bad.yaml:4:37')
  })

  it('asks for a pre-approval, sees it expire, and tells how', async () => {
    const file = await script(
      'a.yaml',
      'pre-approval: { as: plan, payer: "+46733000001", currency: EUR, validity: P30D, message: Gym }',
      'expect: { pre-approval: plan, status: PENDING, callbacks: 0 }',
      'wait: PT5M',
      'expect: { pre-approval: plan, status: FAILED, reason: EXPIRED, callbacks: 1, listed: EXPIRED }',
    )
    expect(await runs.run([file])).toEqual({ passed: 1, failed: 0 })
    expect(runs.output).toMatchInlineSnapshot(`
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
    const file = await script(
      'a.yaml',
      'pre-approval: { as: plan, payer: "+46733000001", currency: EUR }',
      '{ phone: "+46733000001", prompted: true }',
      'chooses: Accept',
      '{ types: "{{pin}}", ends: accepted }',
      'cancel-pre-approval: plan',
      'expect: { pre-approval: plan, status: SUCCESSFUL, listed: CANCELLED, callbacks: 1 }',
      'expect: { pre-approval: plan, status: SUCCESSFUL, listed: APPROVED }',
    )
    expect(await runs.run([file])).toEqual({ passed: 0, failed: 1 })
    expect(runs.output).toContain('plan: the merchant cancels it\n  plan is SUCCESSFUL, 1 callback\n')
    expect(runs.output).toContain('a.yaml:9:63\n')
    expect(runs.output).toContain('expected  plan listed as APPROVED\n    seen      CANCELLED')
  })

  it('sends money, and a text about an order', async () => {
    const file = await script(
      'a.yaml',
      'transfer: { as: gift, payee: "+46733000001", amount: "5.00", currency: EUR, message: Prize }',
      '{ phone: "+46733000001", sms: { contains: received 5.00 EUR } }',
      'expect: { transfer: gift, status: SUCCESSFUL, callbacks: 1 }',
      order,
      'prompted: true',
      'chooses: Approve',
      '{ types: "{{pin}}", ends: approved }',
      'notify: { request: order, text: "Ticket {{order.id}}" }',
      'sms: { contains: "Ticket {{order.id}}" }',
    )
    expect(await runs.run([file])).toEqual({ passed: 1, failed: 0 })
    expect(runs.output).toContain('gift: a merchant sends +46733000001 5.00 EUR')
    expect(runs.output).toMatch(/order: the merchant notifies the payer: Ticket [0-9a-f-]{36}/)
  })

  it('sets and clears faults, moves a phone to a network, points a code at an app, and texts', async () => {
    const file = await script(
      'a.yaml',
      'fault: { point: sms, do: lost, match: { recipient: "+46733000001" }, when: { first: 1 } }',
      'no-faults: true',
      'faults: [{ point: callback, do: late, args: { delay: PT2M } }, { point: sms, do: lost }]',
      'app: { code: "*384*1#", url: "http://app.example/ussd" }',
      '{ phone: "+46733000001", network: "63902", texts: { to: "22384", message: "PIN {{pin}}" } }',
    )
    const seen: unknown[] = []
    runs.inspect = async (simulator) => {
      const phone = simulator.phone('+46733000001')
      seen.push(await simulator.faults.list(), await simulator.network.serviceCodes(), await phone.look())
      seen.push((await simulator.timeline({ kind: 'sms.sent' })).map(({ data }) => data))
    }
    expect(await runs.run([file]), runs.output).toEqual({ passed: 1, failed: 0 })
    expect(runs.output).toContain(
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
    expect(seen).toMatchObject([
      [{ point: 'callback', do: 'late' }, { do: 'lost' }],
      expect.arrayContaining([{ code: '*384*1#', callbackUrl: 'http://app.example/ussd', eventsUrl: null }]),
      { network: '63902' },
      [{ to: '22384', text: 'PIN ****' }],
    ])
  })

  it('puts what the simulator says of a fault to its line', async () => {
    const file = await script(
      'a.yaml',
      order,
      'fault: { point: sms, do: rejected, args: { reason: Gateway } }',
    )
    await runs.run([file])
    expect(runs.output).toContain('a.yaml:4:12\n')
    expect(runs.output).toContain('the nearest known word is "GatewayError"')
  })

  describe('counts SMS', () => {
    async function reading(...checks: string[]) {
      const file = await script('a.yaml', 'phone: "+46733000001"', ...checks.map((one) => `sms: ${one}`))
      runs.prepare = async (simulator) => {
        for (const one of ['paid 1', 'paid 2', 'sale']) await text(simulator, one)
      }
      return runs.run([file])
    }

    it('that were not read before, by text and sender', async () => {
      const passed = { passed: 1, failed: 0 }
      expect(await reading('{ contains: paid, count: 2 }', '{ contains: paid, count: 0 }')).toEqual(passed)
      expect(runs.output).toContain('no unread SMS contains "paid"')
      expect(await reading('{ contains: paid, from: AFRICASTKNG, count: 2 }')).toEqual(passed)
      expect(await reading('{ contains: paid, from: Shop, count: 0 }')).toEqual(passed)
      expect(await reading('{ contains: paid }', '{ contains: paid, count: 1 }')).toEqual(passed)
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
      expect(runs.output).toContain('seen      2 of "paid 1", "paid 2"')
    })

    it('and tells how many there were', async () => {
      expect(await reading('{ contains: paid, count: 1 }')).toEqual({ passed: 0, failed: 1 })
      expect(runs.output).toContain('a.yaml:4:35\n')
      expect(runs.output).toContain('expected  1 times an unread SMS that contains "paid"')
      expect(runs.output).toContain('seen      2 of "paid 1", "paid 2", "sale"')
    })
  })

  it('tells a session that broke from one that ended', async () => {
    const dial = '{ phone: "+46733000001", dials: "*165#" }'
    const good = await script('good.yaml', dial, '{ cancels: true, breaks: cancelled }')
    const bad = await script('bad.yaml', dial, '{ cancels: true, breaks: timed-out }')
    expect(await runs.run([good, bad])).toEqual({ passed: 1, failed: 1 })
    expect(runs.output).toContain('bad.yaml:4:30\n')
    expect(runs.output).toContain('expected  the session timed-out\n    seen      the session cancelled')
  })

  it('plays the scripts of this project from files', async () => {
    const names = ['approve', 'expiry-mid-session', 'prompt-by-push', 'reject']
    const result = await runs.run(names.map((name) => `sessions/${name}.yaml`))
    expect(result, runs.output).toEqual({ passed: 4, failed: 0 })
  })

  it('understands every script of this project', async () => {
    const files = await findScripts(['sessions'])
    expect(files.length).toBeGreaterThan(6)
    for (const file of files) await expect(readScript(file)).resolves.toMatchObject({ file })
  })
})
