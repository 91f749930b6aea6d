import { afterEach, describe, expect, it } from 'vitest'
import { expectTold } from '../../test/told.fixture.ts'
import { readTimeline } from '../kernel/index.ts'
import { ama, config, type Telco, telco } from './network.fixture.ts'
import { lintSms } from './sms-lint.ts'
import { sendSms } from './sms-sending.ts'

const long = (characters: number) => 'word '.repeat(characters / 5)

describe('an SMS', () => {
  it.each([
    ['of one part, whatever its characters', `Don’t forget 😀 ${long(50)}`],
    ['of GSM 7-bit letters', `${long(300)} Señor Ünal pays 5 £ at Çan`],
    ['that would be as long without them', `${long(200)} ${'😀'.repeat(3)}`.slice(0, 60)],
    ['with a link in one part', `See https://shop.test/a ${long(200)}`],
  ])('%s has no warning', (_, text) => {
    expect(lintSms(text)).toEqual([])
  })

  it.each([
    [
      'an apostrophe',
      `Don’t forget: ${long(100)}`,
      '"’" is outside',
      'charged as 2 SMS, and without it as 1.',
    ],
    ['an emoji', `${long(130)}😀`, '"😀" is outside', 'charged as 2 SMS, and without it as 1.'],
    ['a small ç', `Ça reçoit ${long(140)}`, '"ç" is outside', 'charged as 3 SMS, and without it as 1.'],
    ['several', `“Hello” – ${long(100)}`, '"“" "”" "–" are outside', 'without them as 1.'],
    [
      'brackets',
      `${'[a]'.repeat(40)} ${long(40)}`,
      '"[" "]" are two septets each',
      'charged as 2 SMS, and without them as 1.',
    ],
  ])('that costs more because of %s says which, and what', (_, text, characters, cost) => {
    const [warning, ...others] = lintSms(text)
    expect([warning?.code, others]).toEqual(['more-parts', []])
    expect(warning?.message).toContain(characters)
    expect(warning?.message).toContain(cost)
    expectTold(warning?.message, warning?.messageIn.fr)
  })

  it('with a link over two parts says so', () => {
    expect(lintSms(`${long(140)} https://shop.test/orders/17/receipt and more of it`)).toEqual([
      {
        code: 'broken-link',
        message:
          'The link https://shop.test/orders/17/receipt is broken between part 1 and part 2 of 2: where a phone gets the parts apart, neither leads anywhere.',
        messageIn: {
          fr: 'Le lien https://shop.test/orders/17/receipt est coupé entre la partie 1 et la partie 2 sur 2 : là où un téléphone reçoit les parties à part, aucune ne mène nulle part.',
        },
      },
    ])
  })

  it('of any length is linted in no time', () => {
    const begun = performance.now()
    for (const piece of ['www.', 'https://', '’', '[', 'a ']) lintSms(piece.repeat(20_000 / piece.length))
    expect(performance.now() - begun).toBeLessThan(2_000)
  })

  // Other implementations took 600 to 13,000 ms: the library for each piece, or a replacement for each character.
  it.each([
    ['of letters outside GSM 7-bit', 'é’'.repeat(50_000)],
    [
      'of characters that are all different',
      String.fromCodePoint(...Array.from({ length: 50_000 }, (_, n) => 0x20_000 + n)),
    ],
    ['of links', 'https://a.test/ ’'.repeat(6_000)],
  ])('%s costs no more CPU than some milliseconds', (_, text) => {
    lintSms(text)
    const before = process.cpuUsage()
    lintSms(text)
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1_000).toBeLessThan(400)
  })

  it('counts letters with accents of their own, and keeps pairs whole', () => {
    expect(lintSms(`${'e\u0301'.repeat(60)}${'😀'.repeat(20)}`)[0]?.message).toContain('charged as 3 SMS')
  })
})

const closing: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const send = ({ kernel }: Telco, message: string) => {
  const request = { from: '', to: [ama], message, premium: false, enqueue: false, retryHours: undefined }
  return kernel.transact((tx) => sendSms(tx, request, { config, faults: kernel.faults }))
}

describe('the warnings of an SMS', () => {
  it('are on the message and its event, the event without a one-time code', async () => {
    const it = await telco()
    closing.push(it.close)
    const text = `Your code is 123456’. ${long(120)} https://shop.test/code/123456/${'x'.repeat(60)}`
    await send(it, text)
    const [message] = await it.kernel.read((rx) => it.network.messages(rx, ama, {}))
    expect(message?.warnings?.map(({ code }) => code)).toEqual(['more-parts', 'broken-link'])
    const [event] = await it.kernel.read((rx) => readTimeline(rx, { kind: 'sms.received' }))
    expect(event?.data).toMatchObject({ warnings: [{ code: 'more-parts' }, { code: 'broken-link' }] })
    expect(JSON.stringify(event)).not.toContain('123456')
  })

  it('are absent where there are none', async () => {
    const it = await telco()
    closing.push(it.close)
    await send(it, 'Hi')
    const [message] = await it.kernel.read((rx) => it.network.messages(rx, ama, {}))
    expect(Object.keys(message ?? {})).not.toContain('warnings')
  })
})
