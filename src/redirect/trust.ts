import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { wgetCertificates } from './wget.ts'

/** The files of trusted roots on different systems; the first that exists is used. */
const systemFiles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
]

/** The variables that replace a program's roots with one file. */
export const trustVariables = [
  // OpenSSL's own, and so Ruby's, Python's, Go's on Linux and .NET's on Linux.
  'SSL_CERT_FILE',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
  // Perl's LWP, and older modules of it.
  'PERL_LWP_SSL_CA_FILE',
  'HTTPS_CA_FILE',
  // Deno adds it to its own roots.
  'DENO_CERT',
] as const

type Environment = Readonly<Record<string, string | undefined>>

/** The authority and all roots that were trusted before, for variables that replace a program's own roots. */
export function trustBundle(authority: string, env: Environment): string {
  return joined(trusted(authority, env))
}

/** The same as a list. It includes Node's own roots, in case the system's cannot be read. */
export function trusted(authority: string, env: Environment): string[] {
  const named = [
    ...[...trustVariables, 'NODE_EXTRA_CA_CERTS'].map((name) => env[name]),
    ...wgetCertificates(env),
  ]
  const system = systemFiles.find((path) => existsSync(path))
  const certificates = [
    authority,
    ...[...named, system].flatMap((path) => certificatesAt(path)),
    ...rootCertificates,
  ]
  return unique(certificates)
}

/** The authority and the user's additions to Node's roots in one file, since Node reads only one. */
export function extraTrust(authority: string, env: Environment): string {
  return joined([authority, ...certificatesAt(env.NODE_EXTRA_CA_CERTS)])
}

function joined(certificates: readonly string[]): string {
  return `${unique(certificates).join('\n')}\n`
}

function unique(certificates: readonly string[]): string[] {
  return [...new Set(certificates.map((text) => text.trim()))]
}

/** The certificates of a file or a folder. None if it cannot be read, since no program could have read it. */
function certificatesAt(path: string | undefined): string[] {
  if (!path) return []
  try {
    const files = statSync(path).isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [path]
    return files.flatMap((file) =>
      statSync(file).isFile() ? certificatesIn(readFileSync(file, 'utf8')) : [],
    )
  } catch {
    return []
  }
}

/** The complete certificates of a PEM text, without keys and other blocks. */
function certificatesIn(pem: string): string[] {
  const [, ...pieces] = pem.split('-----BEGIN ')
  return pieces.flatMap((piece) => {
    const [label = ''] = /^(?:TRUSTED )?CERTIFICATE-----/.exec(piece) ?? []
    const end = `-----END ${label}`
    const at = piece.indexOf(end)
    return label === '' || at < 0 ? [] : [`-----BEGIN ${piece.slice(0, at)}${end}`]
  })
}
