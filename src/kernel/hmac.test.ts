import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hmacSha256 } from './hmac.ts'

it('is what Node’s own HMAC is, for any key of at most 64 bytes and any text', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.string({ unit: 'binary' }), (key, text) => {
      expect(hmacSha256(key)(text)).toBe(createHmac('sha256', key).update(text).digest('hex'))
    }),
  )
})

it('takes no longer key, of which it would have to take the hash', () => {
  expect(() => hmacSha256(new Uint8Array(65))).toThrow('The key has 65 bytes, more than 64.')
})
