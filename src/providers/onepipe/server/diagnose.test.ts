import { createCipheriv, createHash, createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { expectTold } from '../../../../test/told.fixture.ts'
import { knownMistake, likelyMistake, secureAdvice } from './diagnose.ts'
import { diagnoseSignature } from './diagnose-signature.ts'
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
    const failed = { app: ledger, secure, type: 'bank.account', others: [ledger, office] } as const
    const advice = secureAdvice(knownMistake(failed) ?? likelyMistake(failed))
    expect(advice.en).toBe(json.message)
    expectTold(advice.en, advice.fr)
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
    [
      secret,
      /used: it is the client secret itself: that is now known to whoever saw the request\. Wanted is the MD5/,
    ],
    [`Bearer ${secret}`, /it is the client secret itself: that is now known/],
    [Buffer.from(secret).toString('base64'), /it is the client secret itself: that is now known/],
    [office.secret, /it is the client secret itself, that of the app Office: that is now known/],
    [`r1;${secret}`, /it is request_ref;client_secret itself, .*: that is now known/],
    [ledger.apiKey, /it is the API key itself, which belongs in the Authorization header/],
    ['r1', /it is the request_ref itself/],
    [signed('r1'), /the request_ref was signed alone, without the secret/],
    [signed(secret), /the secret was signed alone, without the request_ref/],
    [signed(ledger.apiKey), /the API key was signed, and neither/],
    [signed('r1;undefined'), /the secret that was signed is undefined/],
    [signed('r1;'), /the secret that was signed is empty/],
    [createHash('sha256').update(`r1;${secret}`).digest('base64'), /the digest is SHA256/],
    [createHmac('sha256', secret).update(`r1;${secret}`).digest('hex'), /an HMAC with SHA256/],
    [createHash('sha256').update('r1').digest('hex'), /it is the SHA256 of the request_ref alone/],
  ])('%s', async (header, words) => {
    const { transact } = await openWorld()
    const { status, json } = await transact({ requestRef: 'r1', headers: { Signature: header } })
    expect(status).toBe(401)
    expect(json.data.error).toEqual({ code: '34', message: expect.stringMatching(words) })
    expect(json.message).not.toContain(secret)
    expect(json.message).not.toContain(office.secret)
    const sent = { given: header, requestRef: 'r1', transactionRef: 'tx-1', body: '' }
    const advice = diagnoseSignature(ledger, sent, [ledger, office])
    expect(advice.en).toBe(json.message)
    expectTold(advice.en, advice.fr)
  })

  it.each<[string, (body: string) => string, RegExp]>([
    ['MD5', (body) => signed(body), /the body was signed, not request_ref;client_secret/],
    [
      'MD5 with the secret',
      (body) => signed(`${body};${secret}`),
      /the body was signed, not the request_ref/,
    ],
    ['SHA-256', (body) => createHash('sha256').update(body).digest('hex'), /it is the SHA256 of the body/],
    [
      'HMAC with SHA-512',
      (body) => createHmac('sha512', secret).update(body).digest('base64'),
      /it is an HMAC of the body with SHA512/,
    ],
  ])('the body was signed: %s', async (_name, sign, words) => {
    const { transact, transactBody } = await openWorld()
    const body = JSON.stringify(transactBody('r1'))
    const { json } = await transact({ requestRef: 'r1', body, headers: { Signature: sign(body) } })
    expect(json.data.error).toEqual({ code: '34', message: expect.stringMatching(words) })
  })

  it('in upper case, of another text, is told by that text', async () => {
    const { transact } = await openWorld({ quirks: { 'onepipe-signature-case': 'lower' } })
    const adviceFor = async (Signature: string) =>
      (await transact({ requestRef: 'r1', headers: { Signature } })).json
    expect((await adviceFor(signature('r1', secret).toUpperCase())).message).toMatch(/in upper case/)
    expect((await adviceFor(signed('r1').toUpperCase())).message).toMatch(/signed alone/)
  })
})

describe('a secret where it does not belong', () => {
  it('is called that as the bearer token, and as auth.secure', async () => {
    const { transact } = await openWorld()
    const asToken = await transact({ app: { ...ledger, apiKey: secret } })
    expect(asToken).toMatchObject({ status: 401, json: { data: { error: { code: '03' } } } })
    expect(asToken.json.message).toMatch(/the client secret of the app Ledger, .*: that is now known/)
    expect((await transact({ secure: secret })).json.message).toMatch(
      /it is the client secret itself: that is now known/,
    )
    const bare = await transact({ headers: { Authorization: ledger.apiKey } })
    expect(bare.json.message).toMatch(/has the API key, but not as a bearer token/)
  })

  it('is not, where the gateway is not to diagnose', async () => {
    const { transact } = await openWorld({ quirks: { 'onepipe-diagnose': 'off' } })
    const asToken = await transact({ app: { ...ledger, apiKey: secret } })
    expect(asToken.json.message).toBe('The bearer token is missing, or is no API key of any app.')
    expect((await transact({ headers: { Signature: secret } })).json.message).toBeNull()
  })
})
