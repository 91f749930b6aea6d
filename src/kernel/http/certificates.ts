import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as tls from 'node:tls'
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls'
import { InputError, messageOf } from '../errors.ts'

/**
 * The certificates of a PEM file, each as PEM.
 *
 * @throws InputError if the file cannot be read, or contains no certificate or a broken one
 */
export function readCertificates(path: string): string[] {
  const trouble = (why: string) =>
    new InputError(`The certificate file ${path} cannot be used: ${why}.`, { path })
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    throw trouble({ ENOENT: 'it is not there', EISDIR: 'it is a folder' }[code] ?? messageOf(error))
  }
  const blocks = pemBlocks(text)
  const certificates = blocks.filter(({ label }) => label === 'CERTIFICATE').map(({ block }) => block)
  if (certificates.length === 0) {
    const key = blocks.some(({ label }) => label.endsWith('PRIVATE KEY'))
    throw trouble(
      key
        ? 'it holds a key. Name the file of the certificate, which begins with -----BEGIN CERTIFICATE-----'
        : 'it holds no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----',
    )
  }
  for (const certificate of certificates) {
    try {
      new X509Certificate(certificate)
    } catch (error) {
      throw trouble(`a certificate in it is broken (${messageOf(error)})`)
    }
  }
  return certificates
}

/** A TLS context that trusts these certificates and all that Node trusts. */
export function trusting(certificates: readonly string[]): SecureContext {
  return createSecureContext({ ca: [...ownRoots(), ...certificates] })
}

/** Node's root certificates and those of `NODE_EXTRA_CA_CERTS`; from Node 22.15 on, Node lists them itself. */
function ownRoots(): string[] {
  const { getCACertificates } = tls as { getCACertificates?: (type: 'default') => string[] }
  if (getCACertificates) return getCACertificates('default')
  const extra = process.env.NODE_EXTRA_CA_CERTS
  // If the file cannot be read, Node has warned at its start.
  return [...rootCertificates, ...(extra ? certificatesIn(extra) : [])]
}

function certificatesIn(path: string): string[] {
  try {
    return readCertificates(path)
  } catch {
    return []
  }
}

/** The complete blocks of a PEM text, with their labels. */
function pemBlocks(text: string): Array<{ label: string; block: string }> {
  const [, ...pieces] = text.split('-----BEGIN ')
  return pieces.flatMap((piece) => {
    const label = piece.slice(0, piece.indexOf('-----'))
    const end = `-----END ${label}-----`
    const at = piece.indexOf(end)
    return label === '' || at < 0 ? [] : [{ label, block: `-----BEGIN ${piece.slice(0, at)}${end}` }]
  })
}
