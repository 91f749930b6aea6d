import { generateKeyPair, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import forge from 'node-forge'

/** Longer than any run of a test suite; expired the next day. */
const lifetimeMs = 12 * 3_600_000
const nameConstraintsId = '2.5.29.30'
/** Clocks of containers may differ a little. */
const leewayMs = 5 * 60_000

/** In PEM. The authority's own key is in no property and no file, only in memory. */
export interface Identity {
  /** The certificate of the authority, which programs shall trust. */
  authority: string
  /** The certificate for all names that are known at the start. */
  certificate: string
  /** The key of that certificate and of those for one name. */
  key: string
  /** A certificate for one name, which must be one of the authority's hosts or below one. */
  certificateFor(name: string): string
}

/** The time of programs that have the simulator's clock, wherever that is moved. X.509 writes years to 2049 with two digits. */
const wholeTime = { notBefore: new Date('1970-01-01T00:00:00Z'), notAfter: new Date('2049-12-31T23:59:59Z') }

/**
 * Makes an authority that is limited to these hosts and names below them, and its first certificate.
 *
 * @param options with `anyTime` they are valid at every time until 2049
 */
export async function makeIdentity(
  hosts: readonly string[],
  /** The names of the first certificate; all hosts by default. */
  names: readonly string[] = hosts,
  { anyTime = false }: { anyTime?: boolean } = {},
): Promise<Identity> {
  const dated = (keys: forge.pki.rsa.KeyPair, name: string) => {
    const made = certificate(keys, name, Date.now())
    if (anyTime) Object.assign(made.validity, wholeTime)
    return made
  }
  const [authorityKeys, keys] = await Promise.all([makeKeys(), makeKeys()])
  const authority = dated(authorityKeys, 'payersim run: authority of one run')
  authority.setIssuer(authority.subject.attributes)
  authority.setExtensions([
    { name: 'basicConstraints', critical: true, cA: true, pathLenConstraint: 0 },
    { name: 'keyUsage', critical: true, keyCertSign: true },
    { id: nameConstraintsId, critical: true, value: nameConstraints(hosts) },
    { name: 'subjectKeyIdentifier' },
  ])
  authority.sign(authorityKeys.privateKey, forge.md.sha256.create())

  const issue = (subjects: readonly string[]) => {
    const leaf = dated(keys, 'payersim run')
    leaf.setIssuer(authority.subject.attributes)
    leaf.setExtensions([
      { name: 'basicConstraints', critical: true, cA: false },
      { name: 'keyUsage', critical: true, digitalSignature: true, keyEncipherment: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: subjects.map((value) => ({ type: 2, value })) },
      { name: 'subjectKeyIdentifier' },
      // Strict verifiers, such as Python's since 3.13, require it.
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
    certificate: issue(names),
    key: forge.pki.privateKeyToPem(keys.privateKey).replaceAll('\r\n', '\n'),
    certificateFor: (name) => issue([name]),
  }
}

const generate = promisify(generateKeyPair)

/** RSA, since every client supports it, however old. */
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
  // Positive, as RFC 5280 §4.1.2.2 requires.
  made.serialNumber = `40${randomBytes(15).toString('hex')}`
  made.validity.notBefore = new Date(now - leewayMs)
  made.validity.notAfter = new Date(now + lifetime)
  made.setSubject([{ name: 'commonName', value: commonName }])
  return made
}

/**
 * RFC 5280 §4.2.1.10. A kind of name that is not mentioned stays allowed, so if no network is permitted all IP addresses
 * are excluded.
 */
export function nameConstraints(
  hosts: readonly string[],
  /** Permitted networks: the octets of the address, then those of the mask. */
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
