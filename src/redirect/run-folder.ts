import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Identity } from './authority.ts'
import { storePassword } from './java.ts'
import { javaRoots } from './java-roots.ts'
import { directHosts } from './no-proxy.ts'
import { phpSettings } from './php.ts'
import { trustStore } from './pkcs12.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { extraTrust, trustBundle, trusted } from './trust.ts'
import type { VendorHosts } from './vendor-hosts.ts'
import { wgetSettings } from './wget.ts'

/** The files of one run, in a folder that only its user can enter. */
export interface RunFolder {
  /** The folder. PHP scans it for settings. */
  path: string
  /** The certificates to trust in addition to Node's own roots. */
  extra: string
  /** All certificates to trust. */
  bundle: string
  /** All certificates to trust, for Java. */
  javaStore: string
  /** The settings of wget. */
  wgetFile: string
  remove(): void
}

/** Writes the files that programs read, and the key of the certificate, readable only by the user. */
export function makeRunFolder(
  identity: Identity,
  env: Readonly<Record<string, string | undefined>>,
  {
    vendors,
    proxy,
  }: {
    vendors: VendorHosts
    /** The proxy's URL; undefined for a sealed command, which has no proxy. */
    proxy: string | undefined
  },
): RunFolder {
  const { path, remove } = temporaryFolder('payersim-run-')
  const write = (name: string, text: string | Buffer) => {
    writeFileSync(join(path, name), text, { mode: 0o600, flag: 'wx' })
    return join(path, name)
  }
  write('key.pem', identity.key)
  write('certificate.pem', identity.certificate)
  const bundle = write('bundle.pem', trustBundle(identity.authority, env))
  write('payersim.ini', phpSettings(bundle))
  const direct = directHosts(env, vendors)
  const javaTrusted = [...new Set([...trusted(identity.authority, env), ...javaRoots(env)])]
  return {
    path,
    extra: write('authority.pem', extraTrust(identity.authority, env)),
    bundle,
    javaStore: write('java.p12', trustStore(javaTrusted, storePassword)),
    wgetFile: write('wgetrc', wgetSettings(env, { proxy, bundle, direct })),
    remove,
  }
}
