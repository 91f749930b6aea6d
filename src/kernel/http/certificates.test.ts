import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import { folder } from '../kernel.fixture.ts'
import { authority, key, makeCertificate, secureApp } from './certificates.fixture.ts'
import { readCertificates } from './certificates.ts'
import { Outbound } from './outbound.ts'

const closers: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function app(certificate: string) {
  const made = await secureApp(certificate)
  closers.push(made.close)
  return made
}

function outbound(certificates: readonly string[] = []): Outbound {
  const made = new Outbound({ certificates })
  closers.push(() => made.close())
  return made
}

const call = (url: string, fresh = false) =>
  ({ method: 'POST', url, headers: {}, timeoutMs: 5_000, fresh, purpose: 'callback', trace: null }) as const
const trust =
  'by `payersim serve --callback-ca FILE`, or by callbackCa in the world file or of startSimulator.'

describe('an app over TLS is not called, and the reason names the flag, where its certificate', () => {
  const signedByAuthority = makeCertificate({})
  const troubles: Array<[string, string, string, string[]?]> = [
    [
      'is signed by itself',
      makeCertificate({ self: true }),
      `its certificate is signed by itself. Name a PEM file with it ${trust} (DEPTH_ZERO_SELF_SIGNED_CERT)`,
    ],
    [
      'has an issuer that nobody knows',
      signedByAuthority,
      `its certificate was issued by an authority that is not known here. Name a PEM file with that authority’s certificate ${trust} (UNABLE_TO_VERIFY_LEAF_SIGNATURE)`,
    ],
    [
      'comes with such an issuer',
      `${signedByAuthority}\n${authority}`,
      `its certificate was issued by an authority that is not known here. Name a PEM file with that authority’s certificate ${trust} (SELF_SIGNED_CERT_IN_CHAIN)`,
    ],
    [
      'is for another host',
      makeCertificate({ host: 'shop.test' }),
      'its certificate is for shop.test, and not for localhost. --callback-ca does not help with that: give the URL with its name, or make a new certificate. (ERR_TLS_CERT_ALTNAME_INVALID)',
      [authority],
    ],
    [
      'has expired',
      makeCertificate({ valid: [-3, -1] }),
      'its certificate, or one that issued it, has expired. --callback-ca does not help with that: make a new certificate. (CERT_HAS_EXPIRED)',
      [authority],
    ],
    [
      'is not valid yet',
      makeCertificate({ valid: [1, 2] }),
      'its certificate, or one that issued it, is not valid yet. Check the clock of this machine; --callback-ca does not help with that: make a new certificate. (CERT_NOT_YET_VALID)',
      [authority],
    ],
  ]
  it.each(troubles)('%s', async (_, certificate, why, trusted = []) => {
    const { url, asked } = await app(certificate)
    for (const fresh of [false, true]) {
      await expect(outbound(trusted).send(call(url, fresh))).rejects.toMatchObject({
        reason: 'unreachable',
        message: `${new URL(url).host} was not called: ${why}`,
      })
    }
    expect(asked).toEqual([])
  })

  it('is none, because it speaks plain HTTP', async () => {
    const server = createServer((_, response) => response.end())
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    closers.push(() => server.close())
    const { port } = server.address() as AddressInfo
    await expect(outbound().send(call(`https://127.0.0.1:${port}/`))).rejects.toMatchObject({
      reason: 'unreachable',
      message: expect.stringMatching(/was not called: it does not speak TLS there\. Give the URL with http:/),
    })
  })
})

describe('certificates that are trusted', () => {
  it.each([
    ['of an authority', makeCertificate({}), [authority]],
    ['of the app itself', makeCertificate({ self: true, name: 'itself' }), undefined],
  ])(
    '%s let an app be called, on kept and on fresh connections',
    async (_, certificate, trusted = [certificate]) => {
      const { url, asked } = await app(certificate)
      const own = outbound(trusted)
      for (const fresh of [false, false, true])
        expect(await own.send(call(url, fresh))).toMatchObject({ status: 200 })
      expect(asked).toHaveLength(3)
    },
  )

  it('are read from a PEM file, whatever else is in it', () => {
    const file = join(folder(), 'chain.pem')
    writeFileSync(file, `# mine\r\n${authority}${key}${makeCertificate({})}`)
    expect(readCertificates(file)).toHaveLength(2)
    writeFileSync(file, rootCertificates.join('\n'))
    expect(readCertificates(file)).toHaveLength(rootCertificates.length)
  })

  it.each([
    ['nothing', '', 'it holds no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----'],
    ['a key', key, 'it holds a key. Name the file of the certificate'],
    [
      'a broken one',
      '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
      'a certificate in it is broken (',
    ],
  ])('are refused in a file with %s', (_, text, why) => {
    const file = join(folder(), 'ca.pem')
    writeFileSync(file, text)
    expect(() => readCertificates(file)).toThrow(`The certificate file ${file} cannot be used: ${why}`)
  })

  it('are refused in a file that is not there, or a folder', () => {
    const at = folder()
    expect(() => readCertificates(join(at, 'no.pem'))).toThrow('cannot be used: it is not there.')
    expect(() => readCertificates(at)).toThrow('cannot be used: it is a folder.')
  })
})
