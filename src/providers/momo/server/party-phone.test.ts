import { describe, expect, it } from 'vitest'
import { phoneIn, phoneOf } from './party-phone.ts'

const ghana = { country: 'GH' }
const sandbox = { country: null }

describe('the phone of a party', () => {
  it.each([
    ['46733000001', sandbox, '+46733000001'],
    ['+46733000001', sandbox, '+46733000001'],
    ['0046733000001', sandbox, '+46733000001'],
    ['0733000001', sandbox, '+46733000001'],
    ['0244000001', ghana, '+233244000001'],
    ['222222', sandbox, undefined],
    ['ama', sandbox, undefined],
  ])('%s in %o is %s', (id, environment, phone) => {
    expect(phoneOf({ type: 'MSISDN', id }, environment)).toBe(phone)
  })

  it('is that of a number only', () => {
    expect(phoneOf({ type: 'EMAIL', id: 'ama@example.com' }, sandbox)).toBeUndefined()
  })

  it('is found in a body, also in one that is refused', () => {
    const payer = { partyIdType: 'msisdn', partyId: '0733000001' }
    expect(phoneIn({ payer }, 'payer', sandbox)).toBe('+46733000001')
    for (const body of [
      null,
      {},
      { payer: 17 },
      { payer: { partyIdType: 'EMAIL', partyId: '0733000001' } },
    ]) {
      expect(phoneIn(body, 'payer', sandbox)).toBeUndefined()
    }
  })
})
