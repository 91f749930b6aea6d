import { createCipheriv, createDecipheriv, createHash, timingSafeEqual } from 'node:crypto'
import { InputError, messageOf } from '../../../kernel/index.ts'

/** How the plaintext becomes bytes: OnePipe's Java and C# samples use UTF-16LE, its Node and PHP samples UTF-8. */
export type PlaintextEncoding = 'utf8' | 'utf16le'

const zeroIv = Buffer.alloc(8)
const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest()

/** The 24 bytes of a two-key Triple DES: the MD5 of the secret in UTF-16LE, and its first half again. */
function keyOf(secret: string): Buffer {
  const half = md5(Buffer.from(secret, 'utf16le'))
  return Buffer.concat([half, half.subarray(0, 8)])
}

/**
 * What goes into `auth.secure`: base64 of 3DES-EDE-CBC with PKCS#7 and eight zero bytes as IV
 * (https://onepipe.atlassian.net/wiki/spaces/PUB/pages/201555991/Encryption+in+OnePipe).
 *
 * @example
 * encryptSecure('Xy7Qp2Lm9Rt4Vw1Z', '6200000766;058') // 'o3iwLOvmVis5yYmaNeIq+A=='
 */
export function encryptSecure(
  secret: string,
  plaintext: string,
  encoding: PlaintextEncoding = 'utf8',
): string {
  const cipher = createCipheriv('des-ede3-cbc', keyOf(secret), zeroIv)
  return Buffer.concat([cipher.update(Buffer.from(plaintext, encoding)), cipher.final()]).toString('base64')
}

/**
 * The plaintext of `auth.secure`, in either of the two encodings.
 *
 * @throws InputError where it is not base64, not whole blocks or has no padding. A wrong secret causes this except one
 * time in 250, so check the shape of the result
 */
export function decryptSecure(secret: string, secure: string): string {
  return asText(
    decipher({ name: 'des-ede3-cbc', key: keyOf(secret), iv: zeroIv, bytes: base64Bytes(secure) }),
  )
}

/** The `Signature` header: MD5 of `request_ref;secret` in lower-case hexadecimal. */
export function signature(requestRef: string, secret: string): string {
  return md5(Buffer.from(`${requestRef};${secret}`)).toString('hex')
}

/** Strict base64: alphabet, length and padding; Buffer.from alone skips unknown characters. @throws InputError */
export function base64Bytes(text: string): Buffer {
  // PHP's and Java's MIME encoders break lines.
  const joined = text.replace(/\s+/g, '')
  if (joined === '' || joined.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(joined)) {
    throw new InputError('auth.secure is not base64.')
  }
  return Buffer.from(joined, 'base64')
}

/** @throws InputError for bytes that are not whole blocks or have no padding */
export function decipher({
  name,
  key,
  iv,
  bytes,
}: {
  name: string
  key: Buffer
  iv: Buffer | null
  bytes: Buffer
}): Buffer {
  try {
    const opened = createDecipheriv(name, key, iv)
    return Buffer.concat([opened.update(bytes), opened.final()])
  } catch (error) {
    throw new InputError(`auth.secure cannot be decrypted: ${messageOf(error)}.`)
  }
}

/** UTF-16LE where every second byte is zero: no plaintext of OnePipe's in UTF-8 has zero bytes. */
export function asText(bytes: Buffer): string {
  const wide =
    bytes.length > 0 && bytes.length % 2 === 0 && bytes.every((byte, at) => at % 2 === 0 || byte === 0)
  return bytes.toString(wide ? 'utf16le' : 'utf8')
}

/** Compares in constant time, for any lengths. */
export function same(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHash('sha256').update(text).digest())
  return a !== undefined && b !== undefined && timingSafeEqual(a, b)
}
