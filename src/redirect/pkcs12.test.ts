import { X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import forge from 'node-forge'
import { describe, expect, it } from 'vitest'
import { trustStore } from './pkcs12.ts'

describe('a trust store', () => {
  it('has every certificate, under a checksum that its password opens', () => {
    // Some roots are of kinds that node-forge cannot read, so the bytes are compared.
    const roots = rootCertificates.slice(0, 20)
    const written = forge.asn1.fromDer(trustStore(roots, 'changeit').toString('latin1'))
    const bags = forge.pkcs12.pkcs12FromAsn1(written, false, 'changeit').getBags({
      bagType: forge.pki.oids.certBag ?? '',
    })[forge.pki.oids.certBag ?? '']
    expect(bags).toHaveLength(roots.length)
    expect(() => forge.pkcs12.pkcs12FromAsn1(written, false, 'another')).toThrow(/MAC/)
    for (const root of roots) {
      const der = new X509Certificate(root).raw.toString('latin1')
      expect(trustStore(roots, 'changeit').toString('latin1')).toContain(der)
    }
  })
})
