import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { InputError, Kernel, readTimeline } from '../kernel/index.ts'
import { Mail, mailDbSchema } from './index.ts'

let kernel: Kernel
let mail: Mail

beforeEach(async () => {
  kernel = await Kernel.open({ file: ':memory:', dbSchemas: [mailDbSchema], seed: 'mail' })
  mail = new Mail(kernel)
})
afterEach(() => kernel.close())

const email = (id: string, more: object = {}) => ({
  id,
  from: 'no-reply@bank.example',
  to: 'Ngozi@Example.com',
  subject: 'Your code',
  text: '123456 is your code.',
  ...more,
})
const read = (query?: { after?: number; contains?: string }) =>
  kernel.read((rx) => mail.messages(rx, 'ngozi@example.com', query))

describe('a mailbox', () => {
  it('has what was sent to its address in any case, oldest first, with the code of each', async () => {
    await mail.deliver(email('m1'))
    await mail.deliver(email('m2', { subject: 'Welcome', text: 'Hello' }))
    const [first, second] = await read()
    expect(first).toEqual({
      id: expect.any(Number),
      from: 'no-reply@bank.example',
      subject: 'Your code',
      text: '123456 is your code.',
      code: '123456',
      receivedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    })
    expect(second).toMatchObject({ subject: 'Welcome', code: null })
    expect(await read({ after: first?.id ?? 0 })).toEqual([second])
    expect(await read({ contains: 'WELCOME' })).toEqual([second])
    expect(await read({ contains: 'is your' })).toEqual([first])
    expect(await kernel.read((rx) => mail.messages(rx, 'nobody@example.com'))).toEqual([])
    expect(await kernel.read((rx) => mail.mailboxes(rx))).toEqual([
      { address: 'ngozi@example.com', messages: 2 },
    ])
  })

  it('has a message once that is delivered twice', async () => {
    expect(await mail.deliver(email('m1'))).toEqual({ ok: true })
    expect(await mail.deliver(email('m1'))).toEqual({ ok: true })
    expect(await read()).toHaveLength(1)
  })

  it('is told on the timeline without the code', async () => {
    await mail.deliver(email('m1', { subject: 'Your code is 123456' }))
    const events = await kernel.read((rx) => readTimeline(rx, { kind: 'email' }))
    expect(events).toMatchObject([
      {
        kind: 'email.received',
        data: { to: 'ngozi@example.com', text: '**** is your code.', messageId: 'm1' },
      },
    ])
    expect(JSON.stringify(events)).not.toContain('123456')
  })

  it('misses what a fault loses or refuses, and tells which', async () => {
    const plans = [
      { point: 'email', do: 'lost', match: { recipient: 'NGOZI@example.com' }, when: { first: 1 } },
      { point: 'email', do: 'rejected', args: { reason: 'mailbox full' }, when: { first: 1 } },
      { point: 'email', do: 'rejected', match: { recipient: 'ama@example.com' } },
    ]
    await kernel.transact((tx) => kernel.faults.replace(tx, plans))
    expect(await mail.deliver(email('m1'))).toEqual({ ok: true })
    expect(await mail.deliver(email('m2'))).toEqual({ ok: false, kind: 'refused', reason: 'mailbox full' })
    expect(await mail.deliver(email('m3'))).toEqual({ ok: true })
    expect(await read()).toHaveLength(1)
    expect(await mail.deliver(email('m4', { to: 'ama@example.com' }))).toEqual({
      ok: false,
      kind: 'refused',
      reason: 'the mail host of the recipient refused it',
      reasonIn: { fr: 'l’hôte de messagerie du destinataire l’a refusé' },
    })
    const events = await kernel.read((rx) => readTimeline(rx, {}))
    expect(events.map(({ kind }) => kind)).toEqual([
      'faults.set',
      'fault.injected',
      'email.lost',
      'fault.injected',
      'email.rejected',
      'email.received',
      'fault.injected',
      'email.rejected',
    ])
  })

  it.each(['ngozi', 'a@b@c', '@example.com', 'ngozi@', 'a b@c', 'a\0@b.c', 'a@b.\u{1}c'])(
    'has no address such as %s',
    async (to) => {
      await expect(mail.deliver(email('m1', { to }))).rejects.toThrow(InputError)
      await expect(kernel.read((rx) => mail.messages(rx, to))).rejects.toThrow(/is no e-mail address/)
    },
  )

  it('takes only faults that can strike there', async () => {
    const replace = (plan: object) => kernel.transact((tx) => kernel.faults.replace(tx, [plan]))
    await expect(replace({ point: 'email', do: 'delayed' })).rejects.toThrow(/is none of lost, rejected/)
    await expect(
      replace({ point: 'email', do: 'lost', match: { recipient: '+2348022221408' } }),
    ).rejects.toThrow(/is no e-mail address; write one such as/)
  })
})
