import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ownProvider } from '../world.ts'
import { misfit } from './conformance.fixture.ts'
import { type OperationName, operationList } from './operations.ts'
import { account, openWorld } from './world.fixture.ts'

describe('the table of operations', () => {
  it('has what every operation answers', async () => {
    const { config, transact, validate, query, reverse, refer, send, code } = await openWorld()
    const balanceCall = {
      request_ref: 'p1',
      request_type: 'get_balance',
      request_mode: 'transact',
      auth: { type: 'bank.account', secure: account, auth_provider: 'Bank' },
      client: { client_app_name: 'Office' },
      transaction: { transaction_ref: 'p1' },
    }
    const bearer = { Authorization: `Bearer ${config.providerKey}` }
    // In this order: each needs what the one before it did.
    const calls: Record<OperationName, () => ReturnType<typeof send>> = {
      transact,
      query,
      validate: () => validate(code()),
      reverse: async () => {
        await transact({ ref: 'tx-2' })
        return reverse({ ref: 'tx-2' })
      },
      options: () => refer('options'),
      fulfil: () => refer('fulfil'),
      provideBalance: () => send('POST', '/onepipe/provider/get_balance', bearer, balanceCall),
    }
    const said: Record<string, string> = {}
    for (const [name, call] of Object.entries(calls)) said[name] = (await call()).json.status
    // The fixture has compared each answer with the table.
    expect(said).toEqual({
      transact: 'WaitingForOTP',
      query: 'WaitingForOTP',
      validate: 'Successful',
      reverse: 'Successful',
      options: 'Failed',
      fulfil: 'Failed',
      provideBalance: 'Successful',
    })
    expect(Object.keys(said).sort()).toEqual(operationList.map(([name]) => name).sort())
  })

  it('can be written as JSON Schema, for a document', () => {
    for (const [name, { body, responses }] of operationList) {
      expect(z.toJSONSchema(body, { io: 'input' }), name).toMatchObject({ $schema: expect.any(String) })
      for (const [status, schema] of Object.entries(responses)) {
        const { anyOf, type } = z.toJSONSchema(schema, { io: 'output' })
        expect(anyOf ?? type, `${name} ${status}`).toBeTruthy()
      }
    }
  })
})

describe('the check of answers', () => {
  const told = {
    status: 'Successful',
    message: 'Transaction processed successfully',
    data: {
      provider_response_code: '00',
      provider: 'Bank',
      errors: null,
      error: null,
      provider_response: { reference: '1'.repeat(30), meta: {} },
    },
  }
  const asked = { request_ref: 'r1', request_type: 'get_balance', transaction: { transaction_ref: 't1' } }
  const check = (
    answer: object,
    { status = 200, path = '/v2/transact/query', body = asked as object } = {},
  ) =>
    misfit(path, JSON.stringify(body), { status, text: JSON.stringify(answer) }, { providerUrl: ownProvider })

  it('passes what fits', () => {
    expect(check(told)).toBeUndefined()
    expect(check(told, { path: '/V2/Transact/QUERY/' })).toBeUndefined()
  })

  it.each<[string, Parameters<typeof check>]>([
    ['a field too many', [{ ...told, more: 1 }]],
    [
      'a balance in a query',
      [{ ...told, data: { ...told.data, provider_response: { available_balance: 1 } } }],
    ],
    ['a status that the operation has not', [told, { status: 202 }]],
    ['what another operation answers', [told, { path: '/v2/transact/validate' }]],
    ['a path of nobody', [told, { path: '/v2/transact/other' }]],
    ['a success at the status of failures', [told, { status: 400 }]],
    ['a request that was taken with a body that the table has not', [told, { body: { request_ref: 'r1' } }]],
  ])('finds %s', (_name, [answer, more]) => {
    expect(check(answer, more)).toMatch(/answers HTTP|accepts/)
  })
})
