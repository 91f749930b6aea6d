import { describe, expect, it } from 'vitest'
import { openWorld } from './world.fixture.ts'

const operations = ['', 'validate', 'query', 'reverse', 'options', 'fulfil']

describe('a request_type that is not known', () => {
  it.each(operations)('is told before anything else of the body, at /v2/transact/%s', async (operation) => {
    const { send, headersOf } = await openWorld()
    const path = operation === '' ? '/v2/transact' : `/v2/transact/${operation}`
    const known = {
      code: '18',
      message:
        'This simulator knows the request_types get_balance, send_sms and send_email, not open_account.',
    }
    const bodies = [
      { request_ref: 'r1', request_type: 'open_account', auth: { auth_provider: 'DemoProvider' } },
      {
        request_ref: 'r2',
        request_type: 'Open Account',
        auth: { type: null, secure: null },
        transaction: null,
      },
      { request_ref: 'r3', request_type: 'open_account', transaction: { mock_mode: 'never', amount: -1 } },
      { request_type: 'open_account' },
    ]
    for (const body of bodies) {
      const { status, json } = await send('POST', path, headersOf(body.request_ref ?? ''), body)
      expect(status).toBe(200)
      expect(json.data.error).toEqual(known)
    }
  })

  it('is told before a Signature that is wrong, which uses up nothing', async () => {
    const { send, headersOf, transact } = await openWorld()
    const body = { request_ref: 'r1', request_type: 'lookup_account_min' }
    const headers = { ...headersOf('r1'), Signature: 'none' }
    expect((await send('POST', '/v2/transact', headers, body)).json.message).toMatch(/not lookup_account_min/)
    expect((await transact({ requestRef: 'r1' })).json.status).toBe('WaitingForOTP')
  })
})
