import { createCipheriv, createHash } from 'node:crypto'

/** How the plaintext becomes bytes: OnePipe's Java and C# samples use UTF-16LE, its Node and PHP samples UTF-8. */
export type PlaintextEncoding = 'utf8' | 'utf16le'

const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest()

/**
 * The value of `auth.secure`: base64 of two-key 3DES-CBC with PKCS#7, a zero IV, and as key the MD5 of the
 * secret in UTF-16LE (https://onepipe.atlassian.net/wiki/spaces/PUB/pages/201555991/Encryption+in+OnePipe).
 */
export function encryptSecure(
  secret: string,
  plaintext: string,
  encoding: PlaintextEncoding = 'utf8',
): string {
  const half = md5(Buffer.from(secret, 'utf16le'))
  const key = Buffer.concat([half, half.subarray(0, 8)])
  const cipher = createCipheriv('des-ede3-cbc', key, Buffer.alloc(8))
  return Buffer.concat([cipher.update(Buffer.from(plaintext, encoding)), cipher.final()]).toString('base64')
}

/** The `Signature` header: MD5 of `request_ref;secret` in lower-case hexadecimal. */
export function signatureOf(requestRef: string, secret: string): string {
  return md5(Buffer.from(`${requestRef};${secret}`)).toString('hex')
}
