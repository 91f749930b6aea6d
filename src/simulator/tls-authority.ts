import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import forge from 'node-forge'
import { InputError, messageOf } from '../kernel/index.ts'
import { certificate, makeKeys, nameConstraints, pem } from '../redirect/index.ts'

const nameConstraintsId = '2.5.29.30'
const dayMs = 24 * 3_600_000
/** Long, so that clients need not import a new certificate every few months. */
const authorityLifetimeMs = 730 * dayMs
/** Apple's systems accept no more. */
const certificateLifetimeMs = 397 * dayMs
/** An authority that ends sooner is replaced, since a server runs for a while. */
const leastLeftMs = 7 * dayMs

/** An authority for certain names and addresses only. Everything is PEM. */
export interface TlsAuthority {
  certificate: string
  /** A certificate for names, each of which must be an authority's name, or below one. */
  vouch(names: readonly string[]): Promise<{ certificate: string; key: string }>
}

/** Creates an authority for these names only, and keeps its key in memory. */
export async function newAuthority(names: readonly string[]): Promise<TlsAuthority> {
  const made = await makeAuthority(names)
  return authorityOf(made.certificate, made.keys.privateKey)
}

/**
 * The authority in a file, with its key in FILE.key; both are created if neither exists.
 *
 * @throws InputError if they cannot be used for these names
 */
export async function openAuthority(file: string, names: readonly string[]): Promise<TlsAuthority> {
  const keyFile = `${file}.key`
  const [text, keyText] = [textAt(file), textAt(keyFile)]
  if (text === undefined && keyText === undefined) {
    const { certificate: made, keys } = await makeAuthority(names)
    // The key first: the certificate is useless without it.
    write(keyFile, forge.pki.privateKeyToPem(keys.privateKey).replaceAll('\r\n', '\n'), 0o600)
    write(file, pem(made), 0o644)
    return authorityOf(made, keys.privateKey)
  }
  const again = `Remove both for new ones, or name another file with --tls-ca.`
  if (text === undefined || keyText === undefined) {
    const missing = text === undefined ? file : keyFile
    throw new InputError(
      `An authority is two files, ${file} and ${keyFile}, and ${missing} is not there. ${again}`,
      { file },
    )
  }
  let kept: forge.pki.Certificate
  let key: forge.pki.rsa.PrivateKey
  try {
    kept = forge.pki.certificateFromPem(text)
    key = forge.pki.privateKeyFromPem(keyText)
  } catch (error) {
    throw new InputError(
      `${file} and ${keyFile} hold no authority of payersim’s: ${messageOf(error)} ${again}`,
      {
        file,
      },
    )
  }
  if ((kept.publicKey as forge.pki.rsa.PublicKey).n.compareTo(key.n) !== 0)
    throw new InputError(`The key in ${keyFile} is not that of the authority in ${file}. ${again}`, { file })
  hide(keyFile)
  const wanting = names.filter((name) => !permits(kept, name))
  if (wanting.length > 0)
    throw new InputError(
      `The authority in ${file} may not vouch for ${wanting.join(', ')}, since it was made for other names. ` +
        `${again} Clients must trust the new one.`,
      { file },
    )
  if (kept.validity.notAfter.getTime() < Date.now() + leastLeftMs)
    throw new InputError(
      `The authority in ${file} ends on ${kept.validity.notAfter.toISOString().slice(0, 10)}. ${again} ` +
        'Clients must trust the new one.',
      { file },
    )
  return authorityOf(kept, key)
}

async function makeAuthority(names: readonly string[]) {
  const keys = await makeKeys()
  const made = certificate(keys, 'payersim serve: authority', Date.now(), authorityLifetimeMs)
  made.setIssuer(made.subject.attributes)
  const addresses = names.filter((name) => isIP(name) !== 0)
  const hosts = names.filter((name) => isIP(name) === 0)
  made.setExtensions([
    { name: 'basicConstraints', critical: true, cA: true, pathLenConstraint: 0 },
    { name: 'keyUsage', critical: true, keyCertSign: true },
    { id: nameConstraintsId, critical: true, value: nameConstraints(hosts, addresses.map(networkOf)) },
    { name: 'subjectKeyIdentifier' },
  ])
  made.sign(keys.privateKey, forge.md.sha256.create())
  return { certificate: made, keys }
}

function authorityOf(made: forge.pki.Certificate, key: forge.pki.rsa.PrivateKey): TlsAuthority {
  return {
    certificate: pem(made),
    async vouch(names) {
      const keys = await makeKeys()
      const now = Date.now()
      const lifetime = Math.min(certificateLifetimeMs, made.validity.notAfter.getTime() - now)
      const leaf = certificate(keys, 'payersim serve', now, lifetime)
      leaf.setIssuer(made.subject.attributes)
      leaf.setExtensions([
        { name: 'basicConstraints', critical: true, cA: false },
        { name: 'keyUsage', critical: true, digitalSignature: true, keyEncipherment: true },
        { name: 'extKeyUsage', serverAuth: true },
        {
          name: 'subjectAltName',
          altNames: names.map((name) =>
            isIP(name) === 0 ? { type: 2, value: name } : { type: 7, ip: name },
          ),
        },
        { name: 'subjectKeyIdentifier' },
        { name: 'authorityKeyIdentifier', keyIdentifier: made.generateSubjectKeyIdentifier().getBytes() },
      ])
      leaf.sign(key, forge.md.sha256.create())
      const leafKey = forge.pki.privateKeyToPem(keys.privateKey).replaceAll('\r\n', '\n')
      return { certificate: pem(leaf), key: leafKey }
    },
  }
}

/** One address and its mask, as bytes for name constraints. */
function networkOf(address: string): string {
  // The package's types lack it.
  const { bytesFromIP } = forge.util as unknown as { bytesFromIP(address: string): string | null }
  const octets = bytesFromIP(address) ?? ''
  return octets + '\xff'.repeat(octets.length)
}

/** Whether the authority's name constraints allow a name or an address. */
function permits(made: forge.pki.Certificate, name: string): boolean {
  const extension = made.getExtension({ id: nameConstraintsId } as never) as { value: string } | null
  if (!extension) return false
  const [permitted] = forge.asn1.fromDer(extension.value).value as forge.asn1.Asn1[]
  const subtrees = ((permitted?.value ?? []) as forge.asn1.Asn1[]).map((subtree) => {
    const [base] = subtree.value as forge.asn1.Asn1[]
    return { type: Number(base?.type), value: String(base?.value) }
  })
  return subtrees.some(({ type, value }) =>
    isIP(name) === 0
      ? type === 2 && (name === value || name.endsWith(`.${value}`))
      : type === 7 && value === networkOf(name),
  )
}

function textAt(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new InputError(`${path} cannot be read: ${messageOf(error)}.`, { path })
  }
}

function write(path: string, text: string, mode: number): void {
  try {
    writeFileSync(path, text, { mode, flag: 'wx' })
  } catch (error) {
    throw new InputError(`${path} cannot be written: ${messageOf(error)}.`, { path })
  }
}

/** Removes other users' read permission on a key file, if it is ours. */
function hide(path: string): void {
  if ((statSync(path).mode & 0o077) === 0) return
  try {
    chmodSync(path, 0o600)
  } catch (error) {
    throw new InputError(
      `Others may read the key ${path}: ${messageOf(error)}. Have its owner do chmod 600.`,
      { path },
    )
  }
}
