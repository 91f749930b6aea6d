import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { afterAll, describe, expect, it } from 'vitest'
import { extraTrust, trustBundle } from './trust.ts'

const folder = mkdtempSync(join(tmpdir(), 'payersim-trust-'))
afterAll(() => rmSync(folder, { recursive: true }))

const certificate = (name: string) => `-----BEGIN CERTIFICATE-----\n${name}\n-----END CERTIFICATE-----`
const ours = certificate('ours')

function file(path: string, text: string): string {
  mkdirSync(join(folder, 'roots.d', 'deeper'), { recursive: true })
  writeFileSync(join(folder, path), text)
  return join(folder, path)
}

describe('what programs are told to trust', () => {
  it('is the authority, what each of the user’s variables names, and Node’s roots, each once', () => {
    const one = file('one.pem', `a comment\n${certificate('one')}\n${certificate('both')}\n`)
    const two = file('two.pem', `${certificate('two')}\n${certificate('both')}`)
    file('roots.d/three.pem', certificate('three'))
    const env = {
      SSL_CERT_FILE: one,
      REQUESTS_CA_BUNDLE: join(folder, 'roots.d'),
      CURL_CA_BUNDLE: two,
      NODE_EXTRA_CA_CERTS: join(folder, 'not there'),
    }
    const bundle = trustBundle(ours, env)
    const expected = ['ours', 'one', 'both', 'three', 'two'].map(certificate)
    expect(bundle.startsWith(`${expected.join('\n')}\n`)).toBe(true)
    expect(bundle).not.toContain('a comment')
    for (const root of rootCertificates) expect(bundle).toContain(root)
    expect(bundle.split(certificate('both'))).toHaveLength(2)
  })

  it('is for Node, which has its own roots, only what the user adds to them', () => {
    const extra = file('extra.pem', certificate('extra'))
    expect(extraTrust(ours, { NODE_EXTRA_CA_CERTS: extra, SSL_CERT_FILE: '/etc/none' })).toBe(
      `${ours}\n${certificate('extra')}\n`,
    )
    expect(extraTrust(ours, {})).toBe(`${ours}\n`)
  })
})
