import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { OutboundError, ownHost, readTimeline } from '../../../kernel/index.ts'
import { encryptSecure } from './index.ts'
import { account, bola, ngozi, office, openWorld } from './world.fixture.ts'

const minute = 60_000

describe('a balance with an OTP', () => {
  it('is told after the code that the phone of the source got', async () => {
    const { transact, validate, texts, code } = await openWorld()
    const asked = await transact()
    expect(asked).toEqual({
      status: 200,
      json: {
        status: 'WaitingForOTP',
        message: 'Please enter the OTP sent to 2348022****08',
        data: {
          provider_response_code: '900T0',
          provider: 'Beeceptor',
          errors: null,
          error: null,
          provider_response: null,
          client_info: expect.objectContaining({ show_options_icon: false, paginate_count: 0, meta: null }),
        },
      },
    })
    const text = expect.stringMatching(/^\d{6} is your code .* to Ledger\. /)
    expect(texts).toEqual([{ to: ngozi, text, trace: 'a trace' }])
    const answered = await validate(code())
    expect(answered.json).toMatchObject({
      status: 'Successful',
      message: 'Transaction processed successfully',
      data: { provider_response_code: '00', provider: 'Beeceptor', errors: null, error: null },
    })
    expect(answered.json.data.provider_response).toEqual({
      account_id: expect.stringMatching(/^\d{14}$/),
      account_type: 'Current',
      account_number: '6200000766',
      available_balance: 2077099,
      ledger_balance: 2077099,
      minimum_balance: 0,
      account_class: 'INDCUR',
      account_status: 'ACCOUNT OPEN',
      currency: 'NGN',
      reference: expect.stringMatching(/^\d{30}$/),
      meta: {},
    })
  })

  it('is the one before the code: what is spent in between does not change it', async () => {
    const { transact, validate, code, spend } = await openWorld()
    await transact()
    const first = code()
    await spend(ngozi, 77_099)
    expect((await validate(first)).json.data.provider_response).toMatchObject({
      available_balance: 2_077_099,
    })
    await transact({ ref: 'tx-2' })
    const second = await validate(code(), { ref: 'tx-2' })
    expect(second.json.data.provider_response).toMatchObject({ available_balance: 2_000_000 })
  })

  it('needs no code for an app that the settings let through, whatever a request says', async () => {
    const { transact, texts, query } = await openWorld()
    const answered = await transact({ app: office })
    expect(answered.json).toMatchObject({
      status: 'Successful',
      data: { provider_response: { available_balance: 2077099 } },
    })
    expect(texts).toEqual([])
    const asked = await query({ app: office })
    const { reference } = answered.json.data.provider_response ?? {}
    expect(asked.json.data.provider_response).toEqual({ reference, meta: {} })
    expect((await transact({ ref: 'tx-2' })).json.status).toBe('WaitingForOTP')
  })

  it('is asked for its PIN where the request does not bring it', async () => {
    const { transact, validate, texts } = await openWorld()
    const asked = await transact({ type: 'wallet', plaintext: '7000000417;wal01' })
    expect(asked.json).toMatchObject({
      status: 'PendingValidation',
      message: 'Please enter the PIN of your account',
      data: { provider_response: null },
    })
    expect((await validate('1111')).json.message).toBe('The PIN is wrong. 2 tries are left.')
    expect((await validate('4321')).json.data.provider_response).toMatchObject({
      account_number: '7000000417',
      account_type: 'Wallet',
    })
    expect(texts).toEqual([])
  })

  it.each([
    ['card', '5060990580000217499;111;5003;1111', ngozi, '5060990580000217499'],
    ['msisdn', '2348022221409', bola, '2348022221409'],
    ['MSISDN ', '+2348022221409;MTN', bola, '2348022221409'],
  ])('can be of a %s', async (type, plaintext, phone, number) => {
    const { transact, validate, texts, code } = await openWorld()
    expect((await transact({ type, plaintext })).json.status).toBe('WaitingForOTP')
    expect(texts[0]?.to).toBe(phone)
    expect((await validate(code())).json.data.provider_response).toMatchObject({ account_number: number })
  })

  it('can be asked for in UTF-16LE, and answered so', async () => {
    const { transact, validate, code } = await openWorld()
    const secret = 'Xy7Qp2Lm9Rt4Vw1Z'
    await transact({ secure: encryptSecure(secret, account, 'utf16le') })
    const answered = await validate('', { secure: encryptSecure(secret, code(), 'utf16le') })
    expect(answered.json.status).toBe('Successful')
  })

  it('has the fixed code of eight digits at the demo provider in inspect mode', async () => {
    const { transact, validate, texts } = await openWorld()
    const asked = await transact({ provider: 'Demoprovider', mockMode: 'Inspect' })
    expect(asked.json.message).toBe('Please enter the OTP sent to 2348022****08, use 12345678 as your OTP')
    expect(texts[0]?.text).toMatch(/^12345678 /)
    expect((await validate('12345678')).json.status).toBe('Successful')
  })

  it('takes a meta that is an array, as PHP writes one that is empty', async () => {
    const { transact, transactBody } = await openWorld()
    const body = transactBody('r1')
    const answer = await transact({
      requestRef: 'r1',
      body: { ...body, transaction: { ...body.transaction, meta: [] } },
    })
    expect(answer.json.status).toBe('WaitingForOTP')
  })

  it('takes request types in any spelling, `otp` as a type, and signatures in upper case', async () => {
    const { transact, transactBody, refer, send, code, config } = await openWorld()
    const body = { ...transactBody('req-a'), request_type: ' Get Balance' }
    expect((await transact({ requestRef: 'req-a', body })).json.status).toBe('WaitingForOTP')
    const { apiKey, secret } = config.apps[0] ?? office
    const { signature } = await import('./index.ts')
    const validation = {
      request_ref: 'req-b',
      request_type: 'GET_BALANCE',
      auth: { type: 'otp', secure: encryptSecure(secret, code()), auth_provider: 'Beeceptor' },
      transaction: { transaction_ref: 'tx-1' },
    }
    const headers = { Authorization: `bearer ${apiKey}`, Signature: signature('req-b', secret).toUpperCase() }
    const answered = await send('POST', '/v2/transact/validate', headers, validation)
    expect(answered.json.status).toBe('Successful')
    expect((await refer('query')).json.status).toBe('Successful')
  })
})

describe('how it goes on', () => {
  it('a query tells the status, and never the balance', async () => {
    const { transact, validate, query, code, kernel } = await openWorld()
    await transact()
    expect((await query()).json).toMatchObject({
      status: 'WaitingForOTP',
      message: 'Please enter the OTP sent to 2348022****08',
    })
    const answered = await validate(code())
    const asked = await query()
    expect(asked.json.status).toBe('Successful')
    const reference = answered.json.data.provider_response?.reference
    expect(asked.json.data.provider_response).toEqual({ reference, meta: {} })
    await transact({ ref: 'tx-2' })
    await kernel.advance(5 * minute)
    const late = await query({ ref: 'tx-2' })
    expect(late.json).toMatchObject({ status: 'Failed', data: { error: { code: '68' } } })
  })

  it('a reversed request gives nothing away', async () => {
    const { transact, validate, query, reverse, code } = await openWorld()
    await transact()
    expect((await reverse()).json).toMatchObject({ status: 'Successful', data: { provider_response: null } })
    expect((await validate(code())).json).toMatchObject({ status: 'Failed', data: { error: { code: '21' } } })
    expect((await query()).json).toMatchObject({ status: 'Failed', data: { error: { code: '21' } } })
    expect((await reverse()).json).toMatchObject({ status: 'Failed', data: { error: { code: '21' } } })
  })

  it('a lost SMS is sent again, with a new code, in its own time and not without end', async () => {
    const { transact, validate, onepipe, texts, code, kernel } = await openWorld()
    await transact()
    const lost = code()
    await expect(onepipe.resend('tx-1')).rejects.toThrow(/just now.*in 30 s/)
    await kernel.advance(4 * minute)
    const { now } = await kernel.clock()
    expect(await onepipe.resend('tx-1', 'Ledger')).toEqual({
      sent: true,
      phone: '2348022****08',
      expiresAt: now + 5 * minute,
    })
    expect(code()).not.toBe(lost)
    expect((await validate(lost)).json.data.error?.code).toBe('55')
    await kernel.advance(minute)
    await onepipe.resend('tx-1')
    await kernel.advance(minute)
    await onepipe.resend('tx-1')
    await kernel.advance(minute)
    await expect(onepipe.resend('tx-1')).rejects.toThrow(/as often as it may be/)
    expect(texts).toHaveLength(4)
    expect((await validate(code())).json.status).toBe('Successful')
    await expect(onepipe.resend('tx-1')).rejects.toThrow(/does not wait/)
    await expect(onepipe.resend('tx-9')).rejects.toThrow(/No balance request/)
  })

  it('tells the timeline what happened, and no secret', async () => {
    const { transact, validate, code, wrongCode, kernel } = await openWorld()
    await transact()
    await validate(wrongCode())
    await validate(code())
    const events = await kernel.read((rx) => readTimeline(rx, { kind: 'balance-request' }))
    expect(events.map(({ kind }) => kind)).toEqual([
      'balance-request.opened',
      'balance-request.code-issued',
      'balance-request.wrong-answer',
      'balance-request.verified',
    ])
    const written = JSON.stringify(events)
    for (const secret of [code(), '6200000766', '2077099']) expect(written).not.toContain(secret)
  })
})

describe('a provider of one’s own', () => {
  it('takes ten lines of node:http', async () => {
    const provider = createServer((request, response) => {
      let text = ''
      request.on('data', (part) => {
        text += part
      })
      request.on('end', () => {
        const { request_mode: mode, auth } = JSON.parse(text)
        const right = mode === 'validate' && auth.secure === '2468'
        const provider_response = right
          ? { available_balance: 42, currency: 'NGN', reference: 'mine-1' }
          : null
        const status = right ? 'Successful' : mode === 'validate' ? 'Failed' : 'PendingValidation'
        const data = { provider_response_code: right ? '00' : 'Z1', provider: 'Mine', provider_response }
        response.end(JSON.stringify({ status, message: `${mode} ${auth.secure}`, data }))
      })
    })
    await new Promise<void>((listening) => provider.listen(0, '127.0.0.1', listening))
    const { port } = provider.address() as AddressInfo
    const { transact, validate, query, rows, outbound } = await openWorld({
      config: { providerUrl: `http://127.0.0.1:${port}/balance` },
    })
    try {
      const asked = await transact()
      expect(asked.json).toMatchObject({ status: 'PendingValidation', message: `transact ${account}` })
      expect((await validate('1357')).json).toMatchObject({
        status: 'Failed',
        data: { provider_response_code: 'Z1', provider: 'Mine' },
      })
      expect((await validate('2468')).json.data.provider_response).toEqual({
        available_balance: 42,
        currency: 'NGN',
        reference: 'mine-1',
      })
      expect((await query()).json.data.provider_response).toEqual({ reference: 'mine-1', meta: {} })
      expect(await rows('onepipe_balance_requests')).toEqual([])
    } finally {
      outbound.close()
      provider.closeAllConnections()
      provider.close()
    }
  })

  it.each([
    ['without a code', { status: 'Failed', message: 'The core is closed for the night' }],
    [
      'with the empty arrays of PHP',
      {
        status: 'Failed',
        message: 'The core is closed for the night',
        data: { errors: [], error: null, provider_response: [] },
      },
    ],
  ])('that fails %s is told again as it was', async (_name, answer) => {
    const { transact, query, outbound } = await openWorld({
      config: { providerUrl: 'http://own.test/balance' },
    })
    const body = Buffer.from(`\uFEFF${JSON.stringify(answer)}`)
    outbound.mount('own.test', async () => ({ status: 200, reason: '', headers: {}, body }))
    const failed = {
      status: 'Failed',
      message: 'The core is closed for the night',
      data: { provider_response_code: null, error: null, provider_response: null },
    }
    expect((await transact()).json).toMatchObject(failed)
    expect((await query()).json).toMatchObject(failed)
  })

  it('that answers too late is asked to reverse, so that nothing is left there', async () => {
    const { transact, validate, query, code, rows, kernel, outbound } = await openWorld({
      config: { providerUrl: 'http://slow.test/onepipe/provider/get_balance' },
    })
    let late = true
    outbound.mount('slow.test', async (request) => {
      const answer = await outbound.send({ ...request, url: request.url.replace('slow.test', ownHost) })
      if (late) throw new OutboundError('timeout', 'too late')
      return answer
    })
    expect((await transact()).json.data.error?.code).toBe('97')
    late = false
    await kernel.advance(minute)
    expect(await rows('onepipe_balance_requests')).toMatchObject([{ state: 'reversed', response: null }])
    expect((await validate(code())).json.data.error?.code).toBe('21')
    expect((await query()).json.data.error?.code).toBe('97')
  })

  it('may stand before ours, which wants its key', async () => {
    const { send, config, texts } = await openWorld()
    const body = {
      request_ref: 'r1',
      request_type: 'get_balance',
      request_mode: 'transact',
      auth: { type: 'bank.account', secure: account, auth_provider: 'Bank' },
      client: { client_app_name: 'Office' },
      transaction: { transaction_ref: 't1' },
    }
    const path = '/onepipe/provider/get_balance'
    const refused = await send('POST', path, { Authorization: 'Bearer guess' }, body)
    expect(refused).toMatchObject({ status: 401, json: { status: 'Failed' } })
    const headers = { Authorization: `Bearer ${config.providerKey}` }
    expect((await send('POST', path, headers, body)).json.data.provider_response).toMatchObject({
      available_balance: 2077099,
    })
    const encrypted = {
      ...body,
      auth: { ...body.auth, secure: 'o3iwLOvmVis5yYmaNeIq+A==' },
      transaction: { transaction_ref: 't2' },
    }
    expect((await send('POST', path, headers, encrypted)).json.data.error).toEqual({
      code: '30',
      message: expect.stringMatching(/not accountNumber;bankCBNCode in clear/),
    })
    const unknown = { ...body, client: { client_app_name: 'Other' } }
    expect((await send('POST', path, headers, unknown)).json.status).toBe('WaitingForOTP')
    expect(texts).toHaveLength(1)
  })
})
