import { X509Certificate } from 'node:crypto'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:tls'
import forge from 'node-forge'
import { describe, expect, it } from 'vitest'
import { type Identity, makeIdentity } from './authority.ts'
import { vendors } from './vendors.fixture.ts'

/** `trusted`, or the error of a client that trusts the authority and connects to `servername`. */
async function judge({ key, certificate, authority }: Identity, servername: string): Promise<string> {
  const server = createServer({ key, cert: certificate })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const verdict = await new Promise<string>((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, servername, ca: authority }, () => resolve('trusted'))
    socket.on('error', ({ message }) => resolve(message))
    socket.on('secureConnect', () => socket.destroy())
  })
  server.close()
  return verdict
}

describe('the authority of one run', () => {
  it('vouches for a vendor’s host', async () => {
    expect(await judge(await makeIdentity(vendors.known), 'sandbox.momodeveloper.mtn.com')).toBe('trusted')
  })

  it('vouches for a name below a vendor’s domain that nobody knew before, when it is asked for', async () => {
    const identity = await makeIdentity(vendors.domains, vendors.known)
    const name = 'api.v3.momo.africa'
    expect(await judge(identity, name)).toMatch(/does not match/)
    expect(await judge({ ...identity, certificate: identity.certificateFor(name) }, name)).toBe('trusted')
    const other = 'www.mtn.com'
    expect(await judge({ ...identity, certificate: identity.certificateFor(other) }, other)).toBe(
      'permitted subtree violation',
    )
  })

  it('is believed for no other name, even with a certificate for it', async () => {
    const name = await makeIdentity(['api.onepipe.io'], ['bank.example'])
    expect(await judge(name, 'bank.example')).toBe('permitted subtree violation')
    const sibling = await makeIdentity(['pg-all.azure-api.net'], ['shop.azure-api.net'])
    expect(await judge(sibling, 'shop.azure-api.net')).toBe('permitted subtree violation')
  })

  it('says so in a critical extension, with exactly the vendors’ domains and no IP address', async () => {
    const { authority } = await makeIdentity(vendors.domains, vendors.known)
    const extension = forge.pki
      .certificateFromPem(authority)
      .extensions.find(({ id }: { id: string }) => id === '2.5.29.30')
    expect(extension).toMatchObject({ critical: true })
    const [permitted, excluded] = forge.asn1.fromDer(extension.value).value as forge.asn1.Asn1[]
    const bases = (subtrees: forge.asn1.Asn1 | undefined) =>
      ((subtrees?.value ?? []) as forge.asn1.Asn1[]).map(
        ({ value }) => (value as forge.asn1.Asn1[])[0]?.value,
      )
    expect(bases(permitted)).toEqual(vendors.domains)
    expect(bases(excluded)).toEqual(['\0'.repeat(8), '\0'.repeat(32)])
  })

  it('lives for less than a day, and is another one each time', async () => {
    const [one, two] = await Promise.all([makeIdentity(vendors.known), makeIdentity(vendors.known)])
    for (const pem of [one.authority, one.certificate]) {
      const { validFrom, validTo } = new X509Certificate(pem)
      expect(Date.parse(validTo) - Date.parse(validFrom)).toBeLessThan(24 * 3_600_000)
    }
    expect(one.authority).not.toBe(two.authority)
    expect(one.key).not.toBe(two.key)
  })
})
