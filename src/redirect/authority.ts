import { generateKeyPair, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import forge from 'node-forge'

/** Longer than any run of a test suite, and no use to anybody tomorrow. */
const lifetimeMs = 12 * 3_600_000
const nameConstraintsId = '2.5.29.30'
/** Clocks of containers differ a little. */
const leewayMs = 5 * 60_000

/** All of it PEM. The authority's own key is in no property and in no file: it lives in memory only. */
export interface Identity {
  /** The certificate of the authority, which programs are told to trust. */
  authority: string
  /** The certificate for all the names that are known beforehand. */
  certificate: string
  /** Its key, and that of each certificate for one name. */
  key: string
  /** A certificate for one name, which may be any below the authority's hosts. */
  certificateFor(name: string): string
}

/** Makes an authority that can vouch for these hosts (and names below them) only, and its first certificate. */
export async function makeIdentity(
  hosts: readonly string[],
  /** What the first certificate is for: all of the hosts, where nothing else is said. */
  names: readonly string[] = hosts,
): Promise<Identity> {
  const now = Date.now()
  const [authorityKeys, keys] = await Promise.all([makeKeys(), makeKeys()])
  const authority = certificate(authorityKeys, 'payersim run: authority of one run', now)
  authority.setIssuer(authority.subject.attributes)
  authority.setExtensions([
    { name: 'basicConstraints', critical: true, cA: true, pathLenConstraint: 0 },
    { name: 'keyUsage', critical: true, keyCertSign: true },
    { id: nameConstraintsId, critical: true, value: nameConstraints(hosts) },
    { name: 'subjectKeyIdentifier' },
  ])
  authority.sign(authorityKeys.privateKey, forge.md.sha256.create())

  const vouch = (subjects: readonly string[]) => {
    const leaf = certificate(keys, 'payersim run', Date.now())
    leaf.setIssuer(authority.subject.attributes)
    leaf.setExtensions([
      { name: 'basicConstraints', critical: true, cA: false },
      { name: 'keyUsage', critical: true, digitalSignature: true, keyEncipherment: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: subjects.map((value) => ({ type: 2, value })) },
      { name: 'subjectKeyIdentifier' },
      // Strict verifiers, as Python's since 3.13, want it.
      {
        name: 'authorityKeyIdentifier',
        keyIdentifier: authority.generateSubjectKeyIdentifier().getBytes(),
      },
    ])
    leaf.sign(authorityKeys.privateKey, forge.md.sha256.create())
    return pem(leaf)
  }
  return {
    authority: pem(authority),
    certificate: vouch(names),
    key: forge.pki.privateKeyToPem(keys.privateKey).replaceAll('\r\n', '\n'),
    certificateFor: (name) => vouch([name]),
  }
}

const generate = promisify(generateKeyPair)

/** RSA, since every client of every age knows it. */
export async function makeKeys(): Promise<forge.pki.rsa.KeyPair> {
  const { privateKey, publicKey } = await generate('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  })
  return {
    privateKey: forge.pki.privateKeyFromPem(privateKey),
    publicKey: forge.pki.publicKeyFromPem(publicKey) as forge.pki.rsa.PublicKey,
  }
}

export function certificate(
  keys: forge.pki.rsa.KeyPair,
  commonName: string,
  now: number,
  lifetime = lifetimeMs,
): forge.pki.Certificate {
  const made = forge.pki.createCertificate()
  made.publicKey = keys.publicKey
  // Positive, as RFC 5280 §4.1.2.2 asks.
  made.serialNumber = `40${randomBytes(15).toString('hex')}`
  made.validity.notBefore = new Date(now - leewayMs)
  made.validity.notAfter = new Date(now + lifetime)
  made.setSubject([{ name: 'commonName', value: commonName }])
  return made
}

/**
 * RFC 5280 §4.2.1.10. What is not named there stays allowed, so that IP addresses are excluded one and all where none
 * is permitted.
 */
export function nameConstraints(
  hosts: readonly string[],
  /** Networks permitted: the octets of an address, and as many of its mask. */
  networks: readonly string[] = [],
): string {
  const { asn1 } = forge
  const subtrees = (tag: number, bases: Array<{ type: number; value: string }>) =>
    asn1.create(
      asn1.Class.CONTEXT_SPECIFIC,
      tag as forge.asn1.Type,
      true,
      bases.map(({ type, value }) =>
        asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, [
          asn1.create(asn1.Class.CONTEXT_SPECIFIC, type as forge.asn1.Type, false, value),
        ]),
      ),
    )
  const constraints = asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, [
    subtrees(0, [
      ...hosts.map((value) => ({ type: 2, value })),
      ...networks.map((value) => ({ type: 7, value })),
    ]),
    ...(networks.length > 0
      ? []
      : [
          subtrees(
            1,
            [8, 32].map((octets) => ({ type: 7, value: '\0'.repeat(octets) })),
          ),
        ]),
  ])
  return asn1.toDer(constraints).getBytes()
}

export function pem(made: forge.pki.Certificate): string {
  return forge.pki.certificateToPem(made).replaceAll('\r\n', '\n')
}
