import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Identity } from './authority.ts'
import { extraTrust, trustBundle } from './trust.ts'

/** The files of one run, in a folder that only its user can enter. */
export interface RunFolder {
  path: string
  /** What to trust besides Node's own roots. */
  extra: string
  /** Everything to trust. */
  bundle: string
  remove(): void
}

/** Writes what programs must read, and the key of the certificate, readable to its user only. */
export function makeRunFolder(
  identity: Identity,
  env: Readonly<Record<string, string | undefined>>,
): RunFolder {
  // Mode 0700, by mkdtemp itself.
  const path = mkdtempSync(join(tmpdir(), 'payersim-run-'))
  const remove = () => {
    process.off('exit', remove)
    rmSync(path, { recursive: true, force: true })
  }
  process.on('exit', remove)
  const write = (name: string, text: string) => {
    writeFileSync(join(path, name), text, { mode: 0o600, flag: 'wx' })
    return join(path, name)
  }
  write('key.pem', identity.key)
  write('certificate.pem', identity.certificate)
  return {
    path,
    extra: write('authority.pem', extraTrust(identity.authority, env)),
    bundle: write('bundle.pem', trustBundle(identity.authority, env)),
    remove,
  }
}
