import { createCipheriv, createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { builtInWorld } from '../src/control/index.ts'
import { type Simulator, startSimulator } from '../src/index.ts'

const ngozi = '+2348022221408'
const source = '6200000766'

let sim: Simulator
let server: Server | undefined
afterEach(async () => {
  await sim.close()
  server?.close()
})

async function code(): Promise<string> {
  return (await sim.phone(ngozi).nextSms({ contains: 'account balance' })).code ?? ''
}

/** As many codes as asked for, none of them the right one. */
function wrongCodes(right: string, count: number): string[] {
  return Array.from({ length: count }, (_, n) => String((Number(right) + n + 1) % 1_000_000).padStart(6, '0'))
}

describe('a balance by OTP, over the whole simulator', () => {
  it('is told once, to who reads the phone', async () => {
    sim = await startSimulator({ clock: 'frozen' })
    const request = await sim.onepipeApp().getBalance({ source })
    expect(request.status).toBe('WaitingForOTP')
    await request.validate(await code())
    expect(request).toMatchObject({ status: 'Successful', balance: { amount: 2_077_099, currency: 'NGN' } })
    await request.query()
    expect(request).toMatchObject({ status: 'Successful', balance: null })
    expect(request.answer.data.provider_response?.reference).toMatch(/^\d{30}$/)
  })

  it('guesses made at once gain nothing: three are told apart, and the right one comes too late', async () => {
    sim = await startSimulator({ clock: 'frozen' })
    const request = await sim.onepipeApp().getBalance({ source })
    const right = await code()
    const answers = await Promise.all(wrongCodes(right, 40).map((guess) => request.validate(guess)))
    const codes = answers.map(({ data }) => data.error?.code)
    expect(codes.filter((one) => one === '55')).toHaveLength(2)
    expect(codes.filter((one) => one === '75')).toHaveLength(38)
    expect(await request.validate(right)).toMatchObject({ status: 'Failed', data: { error: { code: '75' } } })
  })

  it('an OTP whose SMS was lost is sent again', async () => {
    sim = await startSimulator({ clock: 'frozen' })
    await sim.faults.set([{ point: 'sms', do: 'lost', match: { recipient: ngozi }, when: { first: 1 } }])
    const request = await sim.onepipeApp().getBalance({ source })
    expect(request.status).toBe('WaitingForOTP')
    await sim.settle()
    expect(await sim.phone(ngozi).messages()).toEqual([])
    await expect(request.resend()).rejects.toThrow(/in 30 s/)
    await sim.clock.advance('PT30S')
    expect(await request.resend()).toMatchObject({ sent: true, phone: '2348022****08' })
    await request.validate(await code())
    expect(request.status).toBe('Successful')
    await expect(request.resend()).rejects.toThrow(/does not wait for an OTP/)
  })

  it('a code that was replaced no longer works', async () => {
    sim = await startSimulator({ clock: 'frozen' })
    const request = await sim.onepipeApp().getBalance({ source })
    const first = await code()
    await sim.clock.advance('PT30S')
    await request.resend()
    const second = await code()
    expect(await request.validate(first)).toMatchObject({ data: { error: { code: '55' } } })
    expect(await request.validate(second)).toMatchObject({ status: 'Successful' })
  })

  it('two apps may use the same transaction_ref, and each has its own transaction', async () => {
    sim = await startSimulator({ clock: 'frozen' })
    const transactionRef = 'shared-ref'
    const own = await sim.onepipeApp('Lagos Ledger').getBalance({ source, transactionRef })
    const other = await sim.onepipeApp('Back Office').getBalance({ source: '7000000417', transactionRef })
    expect(own.status).toBe('WaitingForOTP')
    expect(other).toMatchObject({ status: 'Successful', balance: { amount: 540_000 } })
    await own.validate(await code())
    expect(own).toMatchObject({ status: 'Successful', balance: { amount: 2_077_099 } })
  })
})

describe('an integration that knows only OnePipe’s pages', () => {
  it('gets its balance with nothing changed but the host', async () => {
    sim = await startSimulator({ port: 0 })
    const secret = 'Xy7Qp2Lm9Rt4Vw1Z'
    const md5 = (text: string, encoding: BufferEncoding) =>
      createHash('md5').update(Buffer.from(text, encoding)).digest()
    const encrypt = (text: string) => {
      const key = md5(secret, 'utf16le')
      const cipher = createCipheriv('des-ede3-cbc', Buffer.concat([key, key.subarray(0, 8)]), Buffer.alloc(8))
      return cipher.update(text, 'utf16le', 'base64') + cipher.final('base64')
    }
    let requests = 0
    const post = async (path: string, body: object) => {
      const requestRef = `app-${++requests}`
      const response = await fetch(`${sim.url}${path}`, {
        method: 'POST',
        headers: {
          Authorization: 'Bearer op_lagos_ledger_0001',
          Signature: md5(`${requestRef};${secret}`, 'utf8').toString('hex'),
          'Content-Type': 'application/json',
        },
        body: JSON.stringify({ request_ref: requestRef, request_type: 'get balance', ...body }),
      })
      return { http: response.status, ...((await response.json()) as { status: string; data: object }) }
    }
    const asked = await post('/v2/transact', {
      auth: {
        type: 'bank.account',
        secure: encrypt('6200000766;058'),
        auth_provider: 'Beeceptor',
        route_mode: null,
      },
      transaction: {
        mock_mode: 'live',
        transaction_ref: 'tx-1',
        transaction_desc: 'A random transaction',
        transaction_ref_parent: null,
        amount: 0,
        customer: {
          customer_ref: '2348022221408',
          firstname: 'Uju',
          surname: 'Usman',
          mobile_no: '2348022221408',
        },
        meta: { a_key: 'a_meta_value_1' },
        details: null,
      },
    })
    expect(asked).toMatchObject({ http: 200, status: 'WaitingForOTP', data: { provider: 'Beeceptor' } })
    const validated = await post('/v2/transact/validate', {
      auth: { secure: encrypt(await code()), auth_provider: 'Beeceptor' },
      transaction: { transaction_ref: 'tx-1' },
    })
    expect(validated).toMatchObject({
      http: 200,
      status: 'Successful',
      data: {
        provider: 'Beeceptor',
        provider_response: { account_number: '6200000766', available_balance: 2_077_099, currency: 'NGN' },
      },
    })
  })
})

describe('a provider of somebody else’s behind the gateway', () => {
  it('in ten lines of node:http', async () => {
    const calls: Array<{ request_mode: string; auth: { secure: string }; transaction: object }> = []
    server = createServer(async (request, response) => {
      const call = JSON.parse(Buffer.concat(await request.toArray()).toString())
      calls.push(call)
      const known = call.request_mode === 'validate' && call.auth.secure === '4711'
      const status = known ? 'Successful' : call.request_mode === 'transact' ? 'WaitingForOTP' : 'Failed'
      const provider_response = known
        ? { available_balance: 250_000, currency: 'NGN', reference: 'bank-1' }
        : null
      const error = status === 'Failed' ? { code: '55', message: 'not 4711' } : null
      response.end(JSON.stringify({ status, message: 'from the bank', data: { provider_response, error } }))
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server?.once('listening', resolve))
    const providerUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    sim = await startSimulator({
      clock: 'frozen',
      world: { ...builtInWorld, onepipe: { ...builtInWorld.onepipe, providerUrl } },
    })
    const request = await sim.onepipeApp().getBalance({ type: 'bank.account', plaintext: '0123456789;044' })
    expect(request.status).toBe('WaitingForOTP')
    expect(await request.validate('1111')).toMatchObject({
      status: 'Failed',
      data: { error: { code: '55' } },
    })
    await request.validate('4711')
    expect(request).toMatchObject({ status: 'Successful', balance: { amount: 250_000, currency: 'NGN' } })
    expect(calls.map(({ request_mode, auth }) => [request_mode, auth.secure])).toEqual([
      ['transact', '0123456789;044'],
      ['validate', '1111'],
      ['validate', '4711'],
    ])
    // Over, the gateway knows it without asking.
    await request.query()
    expect(request.status).toBe('Successful')
    expect(calls).toHaveLength(3)
  })
})
