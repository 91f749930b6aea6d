import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InputError } from '../../../kernel/index.ts'
import { onePipeQuirks, resolveOnePipeQuirks } from '../quirks.ts'
import { builtInOnePipe, onePipeWorldSchema, ownProvider } from '../world.ts'
import { onePipeConfig } from './index.ts'
import { otpText } from './wording.ts'

describe('the world', () => {
  it('has two apps, a source of each type, and one whose OTP comes by e-mail, where nothing else is said', () => {
    const world = onePipeWorldSchema.parse(builtInOnePipe)
    expect(world.apps.map(({ otpOverride }) => otpOverride)).toEqual([false, true])
    expect(world.sources.map(({ type }) => type).sort()).toEqual([
      'bank.account',
      'card',
      'card',
      'msisdn',
      'wallet',
    ])
    expect(onePipeConfig(world, {})).toMatchObject({
      providerUrl: ownProvider,
      providerTimeoutMs: 30_000,
      smsHandler: { kind: 'africastalking' },
      emailHandler: { kind: 'mailbox' },
      sendOtpBy: ['sms'],
      environment: 'mtnnigeria',
    })
  })

  it('may send its e-mail by another service, and each source by what it says', () => {
    const emailHandler = { url: 'http://mail.test/', apiKey: 'k', secret: 's' }
    const sources = [
      { ...phone(), email: 'Ngozi@Example.com' },
      { ...phone(), plaintext: '2348022221409', sendOtpBy: ['sms'] },
    ]
    const config = onePipeConfig(
      onePipeWorldSchema.parse({ emailHandler, sources, sendOtpBy: ['sms', 'email'] }),
      {},
    )
    expect(config.emailHandler).toEqual({
      kind: 'onepipe',
      ...emailHandler,
      senderName: 'payersim',
      senderEmail: 'no-reply@payersim.example',
      templateId: 'OTP',
    })
    expect(config.sources.map(({ email }) => email)).toEqual(['ngozi@example.com', undefined])
  })

  it('may send its SMS by another service', () => {
    const handler = (smsHandler: object) =>
      onePipeConfig(onePipeWorldSchema.parse({ smsHandler }), {}).smsHandler
    expect(handler(service)).toEqual({ kind: 'onepipe', ...service, senderId: 'payersim' })
    for (const senderId of ["Joe's Shop", ''])
      expect(handler({ ...service, senderId })).toMatchObject({ senderId })
  })

  it.each([
    [{ sources: [{ type: 'card', plaintext: '12', phone: '+2348022221408' }] }, /is not pan;cvv;expiry;pin/],
    [{ sources: [{ type: 'msisdn', plaintext: '2348022221408', phone: '0802' }] }, /not a phone number/],
    [{ apps: [app('one', 'k'), app('two', 'k')] }, /another app too/],
    [{ apps: [app('one', 'k 1')] }, /no spaces/],
    [{ smsHandler: 'twilio' }, /is africastalking, or/],
    [
      { smsHandler: { ...service, senderId: '绿茶' } },
      /is no sender id: write at most 11 characters of the GSM/,
    ],
    [{ emailHandler: 'sendgrid' }, /is mailbox, or/],
    [{ sendOtpBy: [] }, /is empty; write sms, email or both/],
    [{ sendOtpBy: ['sms', 'sms'] }, /says one of the two twice/],
    [{ sendOtpBy: ['email'], sources: [phone()] }, /is missing: the OTP is sent by e-mail alone/],
    [{ sources: [{ ...phone(), sendOtpBy: ['email'] }] }, /is email: the OTP is sent by e-mail alone/],
    [{ sources: [{ ...phone(), email: 'bola' }] }, /is not an e-mail address such as/],
    [{ providerUrl: 'ftp://x' }, /http or https/],
  ])('is refused: %j', (world, words) => {
    const parsed = onePipeWorldSchema.safeParse(world)
    expect(parsed.error?.issues.map(({ message }) => message).join()).toMatch(words)
  })
})

const service = { url: 'http://sms.test/', apiKey: 'k', secret: 's' }

function phone() {
  return { type: 'msisdn', plaintext: '2348022221408', phone: '+2348022221408' }
}

function app(name: string, apiKey: string) {
  return { name, apiKey, secret: 's' }
}

describe('the quirks', () => {
  it('have a default that is one of their values, and a source', () => {
    for (const { name, values, default: value, source } of onePipeQuirks) {
      expect(name).toMatch(/^onepipe-/)
      expect(values).toContain(value)
      expect(source).not.toBe('')
    }
  })

  it('refuse a name or value that nobody knows, with the nearest known', () => {
    expect(resolveOnePipeQuirks({ 'onepipe-diagnose': 'off' })).toMatchObject({ 'onepipe-diagnose': 'off' })
    expect(() => resolveOnePipeQuirks({ 'onepipe-diagnos': 'off' })).toThrow(
      /Did you mean onepipe-diagnose\?/,
    )
    expect(() => resolveOnePipeQuirks({ 'onepipe-diagnose': 'of' })).toThrow(/on, off.*Did you mean/)
    expect(() => resolveOnePipeQuirks({ toString: 'x' })).toThrow(InputError)
  })
})

describe('the SMS', () => {
  it('fits one part of GSM 7-bit, whatever the app is called', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 80 }),
        fc.integer({ min: 1, max: 7200 }),
        (name, life) => {
          const text = otpText('123456', name, life)
          expect(text.length).toBeLessThanOrEqual(160)
          expect(text).toMatch(/^[\w .,&'-]+$/)
          expect(text).toMatch(/^123456 is your code to show your account balance to \S/)
        },
      ),
    )
  })
})
