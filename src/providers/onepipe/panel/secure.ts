import cipher from 'node-forge/lib/cipher.js'
import 'node-forge/lib/des.js'
import md5 from 'node-forge/lib/md5.js'
import util from 'node-forge/lib/util.js'

const utf16le = (text: string) =>
  [...text]
    .map((character) => {
      const unit = character.charCodeAt(0)
      return String.fromCharCode(unit & 0xff, unit >> 8)
    })
    .join('')

/**
 * `auth.secure` of OnePipe: two-key 3DES in CBC mode with a zero IV, its key the MD5 of the secret in UTF-16LE
 * (https://onepipe.atlassian.net/wiki/spaces/PUB/pages/201555991/Encryption+in+OnePipe). Browsers have no 3DES or MD5.
 */
export function encryptSecure(secret: string, plaintext: string): string {
  const half = md5.create().update(utf16le(secret)).digest().getBytes()
  const des = cipher.createCipher('3DES-CBC', half + half.slice(0, 8))
  des.start({ iv: '\0'.repeat(8) })
  des.update(util.createBuffer(plaintext, 'utf8'))
  des.finish()
  return util.encode64(des.output.getBytes())
}

/** The `Signature` header. */
export function signatureOf(requestRef: string, secret: string): string {
  return md5.create().update(`${requestRef};${secret}`, 'utf8').digest().toHex()
}
