import { spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeIdentity } from './authority.ts'
import { javaRoots } from './java-roots.ts'
import { trustStore } from './pkcs12.ts'

const folder = mkdtempSync(join(tmpdir(), 'payersim java '))
const pemFile = join(folder, 'own.pem')
let own: string
beforeAll(async () => {
  own = (await makeIdentity(['bank.example'])).authority
  writeFileSync(pemFile, own)
})
afterAll(() => rmSync(folder, { recursive: true }))

const names = (certificates: readonly string[]) =>
  certificates.map((text) => new X509Certificate(text).fingerprint256)

/** Makes a store with Java's own tool. */
function keytool(type: string, password: string): { path: string; made: boolean } {
  const path = join(folder, `store.${type}.${password}`)
  const words = ['-importcert', '-noprompt', '-alias', 'own', '-file', pemFile, '-keystore', path]
  const more = ['-storetype', type, '-storepass', password]
  return { path, made: spawnSync('keytool', [...words, ...more], { stdio: 'ignore' }).status === 0 }
}

describe('what Java trusts before', () => {
  it.for([
    ['JKS', 'changeit'],
    ['PKCS12', 'changeit'],
    ['PKCS12', 'another'],
  ] as const)(
    'is read from a store of type %s under the password %s, which the user’s options name',
    ([type, password], { skip }) => {
      const { path, made } = keytool(type, password)
      skip(!made, 'there is no keytool on this machine; it comes with a JDK')
      const JAVA_TOOL_OPTIONS = `-Xmx1g "-Djavax.net.ssl.trustStore=${path}" -Djavax.net.ssl.trustStorePassword=${password}`
      expect(names(javaRoots({ JAVA_TOOL_OPTIONS }))).toEqual(names([own]))
      if (type === 'PKCS12' && password === 'another')
        expect(javaRoots({ JAVA_TOOL_OPTIONS: `-Djavax.net.ssl.trustStore="${path}"` })).toEqual([])
    },
  )

  it('is read from the Java at JAVA_HOME, roots of every kind of key', () => {
    const home = join(folder, 'home', 'lib', 'security')
    mkdirSync(home, { recursive: true })
    writeFileSync(join(home, 'cacerts'), trustStore(rootCertificates, 'changeit'))
    expect(names(javaRoots({ JAVA_HOME: join(folder, 'home') }))).toEqual(names(rootCertificates))
  })

  it('is nothing where no store can be read', () => {
    writeFileSync(join(folder, 'broken'), 'no store')
    expect(
      javaRoots({ JAVA_TOOL_OPTIONS: `-Djavax.net.ssl.trustStore="${join(folder, 'broken')}"` }),
    ).toEqual([])
    expect(javaRoots({ PATH: folder })).toEqual([])
  })
})
