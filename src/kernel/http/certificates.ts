import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as tls from 'node:tls'
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls'
import { InputError, messageOf } from '../errors.ts'

/**
 * The certificates of a PEM file, each as PEM.
 *
 * @throws InputError where it cannot be read, holds none, or one that is broken
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

/** Trusts these besides what Node trusts by itself. */
export function trusting(certificates: readonly string[]): SecureContext {
  return createSecureContext({ ca: [...ownRoots(), ...certificates] })
}

/** Node's roots and those of `NODE_EXTRA_CA_CERTS`; from Node 22.15 on it tells them itself. */
function ownRoots(): string[] {
  const { getCACertificates } = tls as { getCACertificates?: (type: 'default') => string[] }
  if (getCACertificates) return getCACertificates('default')
  const extra = process.env.NODE_EXTRA_CA_CERTS
  // Where it cannot be read, Node has warned of that at its start.
  return [...rootCertificates, ...(extra ? certificatesIn(extra) : [])]
}

function certificatesIn(path: string): string[] {
  try {
    return readCertificates(path)
  } catch {
    return []
  }
}

/** The whole blocks of a PEM text, with what each is called. */
function pemBlocks(text: string): Array<{ label: string; block: string }> {
  const [, ...pieces] = text.split('-----BEGIN ')
  return pieces.flatMap((piece) => {
    const label = piece.slice(0, piece.indexOf('-----'))
    const end = `-----END ${label}-----`
    const at = piece.indexOf(end)
    return label === '' || at < 0 ? [] : [{ label, block: `-----BEGIN ${piece.slice(0, at)}${end}` }]
  })
}
