import { describe, expect, it } from 'vitest'
import { OutboundError } from '../../../kernel/index.ts'
import { encryptSecure, signature } from './index.ts'
import { type Answer, account, ledger, office, openWorld, type Wish } from './world.fixture.ts'

type World = Awaited<ReturnType<typeof openWorld>>

const secretOf = ledger.secret
const down = () => Promise.reject(new OutboundError('unreachable', 'provider.test cannot be reached.'))
const slow = () => Promise.reject(new OutboundError('timeout', 'too late'))
const providerUrl = 'http://provider.test/'

/** Bad calls, with the code and words of their refusal. The HTTP status is 200 where none is given. */
const troubles: Array<{
  name: string
  code: string
  words: RegExp
  status?: number
  happen(world: World): Promise<Answer>
  config?: { providerUrl: string }
}> = [
  {
    name: 'an unknown app',
    code: '03',
    words: /API key/,
    status: 401,
    happen: ({ transact }) => transact({ app: { ...ledger, apiKey: 'nobody' } }),
  },
  {
    name: 'no key at all',
    code: '03',
    words: /bearer token/,
    status: 401,
    happen: ({ transact }) => transact({ headers: { Authorization: '' } }),
  },
  {
    name: 'a bad signature',
    code: '34',
    words: /another request_ref or another secret/,
    status: 401,
    happen: ({ transact }) => transact({ headers: { Signature: 'f'.repeat(32) } }),
  },
  {
    name: 'a reused request_ref',
    code: '26',
    words: /request_ref r1 was used before/,
    async happen({ transact, query }) {
      await transact({ requestRef: 'r1' })
      return query({ requestRef: 'r1' })
    },
  },
  {
    name: 'a transaction_ref that is open',
    code: '94',
    words: /still open/,
    async happen({ transact }) {
      await transact()
      return transact()
    },
  },
  {
    name: 'a transaction_ref that is over',
    code: '26',
    words: /transaction_ref tx-1 is of an earlier/,
    async happen({ transact, reverse }) {
      await transact()
      await reverse()
      return transact()
    },
  },
  {
    name: 'a query of what was reversed',
    code: '21',
    words: /was reversed/,
    async happen({ transact, reverse, query }) {
      await transact()
      await reverse()
      return query()
    },
  },
  {
    name: 'another app’s transaction',
    code: '05',
    words: /another app/,
    async happen({ transact, validate, code }) {
      await transact()
      return validate(code(), { app: office })
    },
  },
  {
    name: 'a transaction that nobody began',
    code: '12',
    words: /no transaction .*tx-9/,
    happen: ({ validate }) => validate('123456', { ref: 'tx-9' }),
  },
  {
    name: 'an unknown source',
    code: '07',
    words: /No such account/,
    happen: ({ transact }) => transact({ plaintext: '6200000700;058' }),
  },
  {
    name: 'an account at another bank',
    code: '16',
    words: /not at the bank/,
    happen: ({ transact }) => transact({ plaintext: '6200000766;011' }),
  },
  {
    name: 'a card with another cvv',
    code: '07',
    words: /No such account/,
    happen: ({ transact }) => transact({ type: 'card', plaintext: '5060990580000217499;112;5003;1111' }),
  },
  {
    name: 'a card with another PIN',
    code: '55',
    words: /PIN of the card/,
    happen: ({ transact }) => transact({ type: 'card', plaintext: '5060990580000217499;111;5003;1112' }),
  },
  {
    name: 'a source whose phone has no naira',
    code: '07',
    words: /No account in naira/,
    happen: ({ transact }) => transact({ plaintext: '6200000788;058' }),
  },
  {
    name: 'a closed account',
    code: '06',
    words: /closed/,
    happen: ({ transact }) => transact({ plaintext: '6200000777;058' }),
  },
  {
    name: 'an undecryptable secure',
    code: '01',
    words: /another secret, or another cipher/,
    happen: ({ transact }) => transact({ secure: encryptSecure('somebody else’s', account) }),
  },
  {
    name: 'a wrongly shaped secure',
    code: '30',
    words: /not accountNumber;bankCBNCode/,
    happen: ({ transact }) => transact({ plaintext: '6200000766' }),
  },
  {
    name: 'a wrong OTP',
    code: '55',
    words: /OTP is wrong. 2 tries are left/,
    async happen({ transact, validate, wrongCode }) {
      await transact()
      return validate(wrongCode())
    },
  },
  {
    name: 'a late OTP',
    code: '68',
    words: /time to answer is over/,
    async happen({ transact, validate, code, kernel }) {
      await transact()
      const { now } = await kernel.clock()
      await kernel.advance(300_000)
      expect((await kernel.clock()).now).toBe(now + 300_000)
      return validate(code())
    },
  },
  {
    name: 'a locked transaction',
    code: '75',
    words: /locked/,
    async happen({ transact, validate, wrongCode, code }) {
      await transact()
      await validate(wrongCode(1))
      await validate(wrongCode(2))
      expect((await validate(wrongCode(3))).json.data.error?.code).toBe('75')
      return validate(code())
    },
  },
  {
    name: 'an OTP that was used',
    code: '21',
    words: /its OTP was used/,
    async happen({ transact, validate, code }) {
      await transact()
      await validate(code())
      return validate(code())
    },
  },
  {
    name: 'an SMS that the network refuses',
    code: '92',
    words: /could not be sent/,
    happen({ transact, network }) {
      network.trouble = { kind: 'refused', reason: 'UserInBlacklist' }
      return transact()
    },
  },
  {
    name: 'a provider that is down',
    code: '91',
    words: /no answer .*cannot be reached/,
    config: { providerUrl },
    happen({ transact, outbound }) {
      outbound.mount('provider.test', down)
      return transact()
    },
  },
  {
    name: 'a provider that is slow',
    code: '97',
    words: /within 30 seconds/,
    config: { providerUrl },
    happen({ transact, outbound }) {
      outbound.mount('provider.test', slow)
      return transact()
    },
  },
  {
    name: 'a provider that talks nonsense',
    code: '91',
    words: /HTTP 502 with no envelope/,
    config: { providerUrl },
    happen({ transact, outbound }) {
      const body = Buffer.from('<h1>Bad Gateway</h1>')
      outbound.mount('provider.test', async () => ({ status: 502, reason: '', headers: {}, body }))
      return transact()
    },
  },
  {
    name: 'junk',
    code: '96',
    words: /^The body is not JSON/,
    status: 400,
    happen: ({ transact }) => transact({ body: '{"request_ref": "r1", ' }),
  },
  {
    name: 'letters of another alphabet than UTF-8',
    code: '96',
    words: /^The body is not UTF-8/,
    status: 400,
    happen: ({ transact }) => transact({ body: Buffer.from('{"request_ref": "Zoë"}', 'latin1') }),
  },
  {
    name: 'nothing at all',
    code: '96',
    words: /empty/,
    status: 400,
    happen: ({ transact }) => transact({ body: '  ' }),
  },
  {
    name: 'a body beyond all measure',
    code: '96',
    words: /larger than 64 KB/,
    status: 400,
    happen: ({ transact }) => transact({ body: JSON.stringify({ a: 'x'.repeat(70_000) }) }),
  },
  {
    name: 'another request type',
    code: '18',
    words: /not lookup_bvn_min/,
    happen: ({ transact, transactBody }) =>
      transact({ requestRef: 'r1', body: { ...transactBody('r1'), request_type: 'lookup_bvn_min' } }),
  },
  { name: 'options', code: '18', words: /no options/, happen: ({ refer }) => refer('options') },
  { name: 'fulfil', code: '18', words: /nothing to fulfil/, happen: ({ refer }) => refer('fulfil') },
  {
    name: 'another method',
    code: '18',
    words: /POST/,
    happen: ({ send }) => send('GET', '/v2/transact/query', {}),
  },
]

describe('what is refused', () => {
  it.each(troubles)('$name: $code', async ({ happen, code, words, status = 200, config }) => {
    const answer = await happen(await openWorld({ ...(config && { config }) }))
    expect(answer.status).toBe(status)
    expect(answer.json).toMatchObject({ status: 'Failed', data: { provider_response: null } })
    expect(answer.json.data.error).toEqual({ code, message: expect.stringMatching(words) })
    expect(answer.json.data.errors).toEqual([answer.json.data.error])
    expect(answer.json.message).toBe(answer.json.data.error?.message)
  })

  it('has words of its own each time', async () => {
    const words = new Set<string>()
    for (const { happen, config } of troubles) {
      const { json } = await happen(await openWorld({ ...(config && { config }) }))
      words.add(`${json.data.error?.code} ${json.message}`)
    }
    // No key and an unknown key have the same words; so have an unknown card and an unknown account.
    expect(words.size).toBe(troubles.length - 2)
  })

  it.each<[string, (body: Record<string, never>) => unknown, RegExp]>([
    ['no request_ref', ({ request_ref: _, ...rest }) => rest, /request_ref is missing/],
    ['no auth', (body) => ({ ...body, auth: null }), /auth is null; it must be an object/],
    [
      'an unknown auth.type',
      (body) => with_(body, 'auth', { type: 'bvn' }),
      /auth.type is not valid.*msisdn/,
    ],
    ['auth.type null', (body) => with_(body, 'auth', { type: null }), /auth.type is null; it must be/],
    ['no auth.type', (body) => with_(body, 'auth', { type: undefined }), /auth.type is missing/],
    ['secure null', (body) => with_(body, 'auth', { secure: null }), /auth.secure is null/],
    ['no secure', (body) => with_(body, 'auth', { secure: undefined }), /auth.secure is missing/],
    ['request_type null', (body) => ({ ...body, request_type: null }), /request_type is null; it must be/],
    [
      'an empty provider',
      (body) => with_(body, 'auth', { auth_provider: ' ' }),
      /auth.auth_provider is not valid/,
    ],
    [
      'a mode',
      (body) => with_(body, 'transaction', { mock_mode: 'test' }),
      /mock_mode is not valid; .*inspect/,
    ],
    ['less than nothing', (body) => with_(body, 'transaction', { amount: -1 }), /a whole number of kobo/],
    [
      'a long story',
      (body) => with_(body, 'transaction', { transaction_desc: 'x'.repeat(501) }),
      /transaction_desc is not valid; it must have at most 500 characters/,
    ],
    ['half a kobo', (body) => with_(body, 'transaction', { amount: 0.5 }), /transaction.amount is not valid/],
    ['no customer', (body) => with_(body, 'transaction', { customer: null }), /transaction.customer is null/],
    ['a meta of text', (body) => with_(body, 'transaction', { meta: 'x' }), /transaction.meta is not valid/],
    ['a list', () => [], /must be a JSON object/],
  ])('%s is 96, and uses up no transaction_ref', async (_name, change, words) => {
    const { transact, transactBody, rows } = await openWorld()
    const body = change(transactBody('r1') as never)
    const { json } = await transact({ requestRef: 'r1', body })
    expect(json.data.error).toEqual({ code: '96', message: expect.stringMatching(words) })
    expect(await rows('onepipe_transactions')).toEqual([])
    expect((await transact({ requestRef: 'r2' })).json.status).toBe('WaitingForOTP')
  })

  it.each<[string, (world: World) => Promise<unknown>]>([
    ['late', ({ kernel }) => kernel.advance(300_000)],
    [
      'locked',
      async ({ validate, wrongCode }) => {
        for (const n of [1, 2, 3]) await validate(wrongCode(n))
      },
    ],
  ])('does not call a transaction open whose OTP is %s', async (_name, end) => {
    const world = await openWorld()
    await world.transact()
    await end(world)
    const again = await world.transact({ requestRef: 'again' })
    expect(again.json.data.error).toEqual({
      code: '26',
      message: expect.stringMatching(/of an earlier transaction/),
    })
    expect((await world.transact({ ref: 'tx-2' })).json.status).toBe('WaitingForOTP')
  })

  it('never shows what should have been encrypted', async () => {
    const { transact, validate } = await openWorld()
    for (const wish of [
      { secure: account },
      { plaintext: '6200000766' },
      { secure: 'x'.repeat(5_000) },
    ] as Wish[]) {
      expect(JSON.stringify(await transact(wish))).not.toContain('6200000766')
    }
    await transact()
    expect(JSON.stringify(await validate('', { secure: '246813' }))).not.toContain('246813')
  })
})

function with_(body: Record<string, never>, part: string, change: object): unknown {
  return { ...body, [part]: { ...(body[part] as unknown as object), ...change } }
}

describe('the gateway as it is', () => {
  it('tells nothing where it is not to diagnose', async () => {
    const { transact } = await openWorld({ quirks: { 'onepipe-diagnose': 'off' } })
    const opaque = {
      status: 'Failed',
      message: null,
      data: {
        provider_responde_code: '',
        charge_status: null,
        provider: '',
        errors: [{ code: '01', message: 'Error occurred while processing request' }],
        error: { code: '01', message: 'Error occurred while processing request' },
      },
    }
    expect(await transact({ secure: 'bij73p0Wi1vMILYascblIg==' })).toEqual({ status: 400, json: opaque })
    expect(await transact({ headers: { Signature: 'none' } })).toEqual({ status: 401, json: opaque })
  })

  it('answers as the quirks say', async () => {
    const { transact, validate, wrongCode, code } = await openWorld({
      quirks: {
        'onepipe-failed-status': '400',
        'onepipe-unauthorized-status': '200',
        'onepipe-signature-case': 'lower',
        'onepipe-client-info': 'absent',
        'onepipe-balance-fields': 'trimmed',
        'onepipe-balance-unit': 'naira',
      },
    })
    const upper = signature('r1', secretOf).toUpperCase()
    const refused = await transact({ requestRef: 'r1', headers: { Signature: upper } })
    expect(refused).toMatchObject({ status: 200, json: { message: expect.stringMatching(/upper case/) } })
    const asked = await transact()
    expect(asked.json.data).not.toHaveProperty('client_info')
    expect((await validate(wrongCode())).status).toBe(400)
    expect((await validate(code())).json.data.provider_response).toEqual({
      account_id: null,
      account_type: null,
      account_number: '6200000766',
      available_balance: 20_770,
      ledger_balance: null,
      minimum_balance: null,
      account_class: null,
      account_status: null,
      currency: 'NGN',
      reference: expect.any(String),
      meta: null,
    })
  })

  it('lets other paths pass', async () => {
    const { send } = await openWorld()
    expect((await send('POST', '/v2/transact/other', {}, {})).status).toBe(418)
    expect((await send('POST', '/v2', {}, {})).status).toBe(418)
  })
})
