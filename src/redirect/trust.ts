import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'

/** Where systems keep the roots they trust; the first there is counts. */
const systemFiles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
]

/** The variables that replace a program's roots by one file. */
export const trustVariables = ['SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'] as const

type Environment = Readonly<Record<string, string | undefined>>

/** Everything that was trusted before, and the authority: for variables that replace a program's own roots. */
export function trustBundle(authority: string, env: Environment): string {
  const named = [...trustVariables, 'NODE_EXTRA_CA_CERTS'].map((name) => env[name])
  const system = systemFiles.find((path) => existsSync(path))
  const certificates = [
    authority,
    ...[...named, system].flatMap((path) => certificatesAt(path)),
    ...rootCertificates,
  ]
  return joined(certificates)
}

/** What the user adds to Node's roots, and the authority: Node reads one file only. */
export function extraTrust(authority: string, env: Environment): string {
  return joined([authority, ...certificatesAt(env.NODE_EXTRA_CA_CERTS)])
}

function joined(certificates: readonly string[]): string {
  return `${[...new Set(certificates.map((text) => text.trim()))].join('\n')}\n`
}

/** The certificates of a file or a folder. One that cannot be read has none: no program would have got any there. */
function certificatesAt(path: string | undefined): string[] {
  if (!path) return []
  try {
    const files = statSync(path).isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [path]
    return files.flatMap((file) =>
      statSync(file).isFile()
        ? (readFileSync(file, 'utf8').match(
            /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[\s\S]+?-----END (?:TRUSTED )?CERTIFICATE-----/g,
          ) ?? [])
        : [],
    )
  } catch {
    return []
  }
}
