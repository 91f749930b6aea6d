import { createCipheriv, createHash, createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { encryptSecure, signature } from './index.ts'
import { account, ledger, office, openWorld } from './world.fixture.ts'

const { secret } = ledger
const md5 = (bytes: Buffer | string) => createHash('md5').update(bytes).digest()
const half = md5(Buffer.from(secret, 'utf16le'))

describe('what is wrong with auth.secure', () => {
  it.each([
    ['bij73p0Wi1vMILYascblIg==', /the mode is ECB, not CBC, and the key is the secret itself/],
    ['o3iwLOvmVisiL5OGphHzGQ==', /: the mode is ECB, not CBC\. /],
    ['hfrrTw3gOkPwQ6ic5Utn4A==', /: the key is the MD5 of the secret in UTF-8/],
    ['dY6seoUtVvdqzNms4vUTAw==', /: the IV is 0102030405060708/],
    [account, /not encrypted at all/],
    [Buffer.from(account).toString('base64'), /base64 of the plaintext/],
    [Buffer.from(encryptSecure(secret, account), 'base64').toString('hex'), /: the bytes are in hexadecimal/],
    [encryptSecure(secret, account).replace(/=+$/, ''), /unpadded/],
    [encryptSecure(`${secret}\n`, account), /the secret has a line end/],
    [encryptSecure(ledger.apiKey, account), /the API key was taken for the secret/],
    [encryptSecure(secret, `\ufeff${account}`), /used: the plaintext begins with a byte order mark\. /],
    [
      encryptSecure(secret, `\ufeff${account}`, 'utf16le'),
      /used: the plaintext begins with a byte order mark\. /,
    ],
    [bigEndian(account), /used: the plaintext is in UTF-16BE, not in UTF-8 or UTF-16LE\. /],
    [
      bigEndian(`\ufeff${account}\r\n`),
      /begins with a byte order mark, and the plaintext is in UTF-16BE, .*, and the plaintext has a line end at its end\. /,
    ],
    [encryptSecure(secret, `${account}\n`), /used: the plaintext has a line end at its end\. /],
    [encryptSecure(secret, `${account}\r\n`, 'utf16le'), /used: the plaintext has a line end at its end\. /],
    [encryptSecure(office.secret, account), /the secret of the app Office/],
    ['äöü', /it is not base64/],
    ['AAAAAAAAAAAAAAAA', /no whole number of blocks/],
    [
      withIv(Buffer.from('a1b2c3d4e5f60718', 'hex')),
      /the IV is not eight zero bytes: all but the first eight/,
    ],
    [encryptSecure('something else', account), /another secret, or another cipher/],
  ])('%s', async (secure, words) => {
    const { transact } = await openWorld()
    const { json } = await transact({ secure })
    expect(json.data.error).toEqual({ code: '01', message: expect.stringMatching(words) })
  })

  it('of a code too', async () => {
    const { transact, validate, code } = await openWorld()
    await transact()
    expect((await validate('', { secure: code() })).json.message).toMatch(/not encrypted at all/)
    const echoed = await validate('', { secure: encryptSecure(secret, `${code()}\n`) })
    expect(echoed.json.message).toMatch(/the plaintext has a line end at its end/)
    const ecb = createCipheriv('des-ede3', Buffer.concat([half, half.subarray(0, 8)]), null)
    const secure = Buffer.concat([ecb.update(code()), ecb.final()]).toString('base64')
    // A single block is the same in ECB and in CBC with an IV of zeros.
    expect((await validate('', { secure })).json.status).toBe('Successful')
  })
})

function bigEndian(text: string): string {
  const cipher = createCipheriv('des-ede3-cbc', Buffer.concat([half, half.subarray(0, 8)]), Buffer.alloc(8))
  return Buffer.concat([cipher.update(Buffer.from(text, 'utf16le').swap16()), cipher.final()]).toString(
    'base64',
  )
}

function withIv(iv: Buffer): string {
  const cipher = createCipheriv('des-ede3-cbc', Buffer.concat([half, half.subarray(0, 8)]), iv)
  return Buffer.concat([cipher.update(account), cipher.final()]).toString('base64')
}

describe('what is wrong with the Signature', () => {
  const signed = (text: string) => md5(text).toString('hex')
  it.each([
    ['', /the header is missing/],
    [signed(`r1;${secret}\n`), /the secret has a line end/],
    [signed(`r1${secret}`), /the semicolon is missing/],
    [signed(`r1; ${secret}`), /a space after the semicolon/],
    [signed(`${secret};r1`), /the secret stands before/],
    [signed(`r1;${ledger.apiKey}`), /the API key was taken/],
    [signed(`tx-1;${secret}`), /the transaction_ref was signed/],
    [signature('r1', office.secret), /the secret is that of the app Office/],
    [md5(Buffer.from(`r1;${secret}`, 'utf16le')).toString('hex'), /UTF-16LE, not in UTF-8/],
    [md5(`r1;${secret}`).toString('base64'), /in base64, not in hexadecimal/],
    [createHash('sha256').update(`r1;${secret}`).digest('hex'), /the digest is SHA256/],
    [createHmac('sha512', secret).update('r1').digest('hex'), /an HMAC with SHA512/],
    [createHmac('md5', secret).update('r1').digest('hex'), /an HMAC with MD5/],
    [signature('r2', secret), /another request_ref or another secret/],
  ])('%s', async (header, words) => {
    const { transact } = await openWorld()
    const { status, json } = await transact({ requestRef: 'r1', headers: { Signature: header } })
    expect(status).toBe(401)
    expect(json.data.error).toEqual({ code: '34', message: expect.stringMatching(words) })
    expect(json.message).not.toContain(secret)
  })
})
