import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InputError } from '../../../kernel/index.ts'
import { decryptSecure, encryptSecure, signature } from './index.ts'

const secret = 'Xy7Qp2Lm9Rt4Vw1Z'

/** Plaintext, UTF-16LE form, UTF-8 form: Java's JCE, PyCryptodome and openssl all give these. */
const vectors = [
  ['6200000766;058', 'UwaQksUItnLeM2vUzjBLkNzS2p7qWBVG1U6kcHT98xY=', 'o3iwLOvmVis5yYmaNeIq+A=='],
  [
    '5060990580000217499;111;5003;1111',
    'RymV1ooQt91+h+9z8g+c/VmdkcQx4rLevAgsM61t/WokCxWantVXeHqSoLO4sGVsGBB21BGWyNOxEAFbgDDxka3HFRvN1trA',
    'lh/4Yls3qKZ12ceZ26J/Q9qvdYNG6pIWRxwfs5UH2fwEvUdCfZSFWw==',
  ],
  [
    '2348022221408;WAL01',
    '2Ft/55sjVJ1SYJLdLj+iKyY0QSCWZm2U6xFaB0dUK6GIOJ98L9/qSg==',
    'XXWrRDsqSmRWaAoOaoPUL3F8z+SmmkC9',
  ],
  ['2348022221408', '2Ft/55sjVJ1SYJLdLj+iKyY0QSCWZm2U7x5zkGHPVx4=', 'XXWrRDsqSmQxqf5cAv/1/A=='],
  ['123456', 'xV2v0HC+hctfKkdKcXZ1rQ==', 'kFf09ZrWcsg='],
  ['12345678', 'xV2v0HC+hcvN5NPMv6eB+2mxwmoSCymb', 'r0P9HZGpLxjj0i1fjnMuEg=='],
  ['1234', 'xV2v0HC+hctaFLVy84XYPg==', '3URlP2nFUc0='],
] as const

describe('auth.secure', () => {
  it.each(vectors)('is the known bytes of %s in both encodings', (plaintext, wide, narrow) => {
    expect(encryptSecure(secret, plaintext, 'utf16le')).toBe(wide)
    expect(encryptSecure(secret, plaintext)).toBe(narrow)
    expect(decryptSecure(secret, wide)).toBe(plaintext)
    expect(decryptSecure(secret, narrow)).toBe(plaintext)
  })

  it('comes back as it was, in either encoding', () => {
    const printable = fc.stringMatching(/^[\x20-\x7e]{1,40}$/)
    fc.assert(
      fc.property(printable, printable, fc.constantFrom('utf8', 'utf16le'), (key, plaintext, encoding) => {
        expect(decryptSecure(key, encryptSecure(key, plaintext, encoding))).toBe(plaintext)
      }),
    )
  })

  it.each(['', 'not base64!', 'AAAA', 'o3iwLOvmVis5yYmaNeIq-A==', 'o3iwLOvmVis='])('refuses %j', (secure) => {
    expect(() => decryptSecure(secret, secure)).toThrow(InputError)
  })

  it.skipIf(spawnSync('openssl', ['version']).status !== 0)('is opened by openssl', () => {
    const half = createHash('md5').update(Buffer.from(secret, 'utf16le')).digest()
    const key = Buffer.concat([half, half.subarray(0, 8)]).toString('hex')
    const opened = execFileSync('openssl', ['des-ede3-cbc', '-d', '-K', key, '-iv', '0'.repeat(16)], {
      input: Buffer.from(encryptSecure(secret, '6200000766;058'), 'base64'),
    })
    expect(opened.toString()).toBe('6200000766;058')
  })
})

describe('the Signature', () => {
  it.each([
    ['req-12345', 's3cr3t', 'e2bdf477451fc6e5ca729c333b093fbb'],
    ['20250101000000000101', secret, 'eceb53be29d7875c9ce92a5c4a87b165'],
    ['req-0001', secret, 'f485b1c0a088f84fc4b9e5b94717243c'],
    ['req-0001', `${secret}\n`, '13a55eda76f11c9491e6ac3fabe754e6'],
  ])('of %s is the MD5 of request_ref;secret', (requestRef, key, digest) => {
    expect(signature(requestRef, key)).toBe(digest)
  })
})
