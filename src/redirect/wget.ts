import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * wget with GnuTLS reads no variable that names roots, and its settings count more than the proxy variables. It
 * reads one file of its user's, or the one that WGETRC names instead: one that says what the user's says, and then
 * ours. No proxy is for a command that has none.
 */
export function wgetSettings(
  env: Environment,
  { proxy, bundle, direct }: { proxy: string | undefined; bundle: string; direct: readonly string[] },
): string {
  const byProxy = [
    `https_proxy = ${proxy}`,
    `http_proxy = ${proxy}`,
    // Lists grow with each line, but for an empty one.
    'no_proxy =',
    `no_proxy = ${direct.join(',')}`,
    'use_proxy = on',
  ]
  return [
    usersWgetSettings(env),
    `ca_certificate = ${bundle}`,
    ...(proxy === undefined ? ['use_proxy = off'] : byProxy),
    '',
  ].join('\n')
}

/** The files of certificates that the user's own settings name. */
export function wgetCertificates(env: Environment): string[] {
  return usersWgetSettings(env)
    .split('\n')
    .flatMap((line) => /^ca[-_]?certificate\s*=(.*)$/i.exec(line.trim())?.[1]?.trim() ?? [])
}

function usersWgetSettings(env: Environment): string {
  try {
    return readFileSync(env.WGETRC || join(env.HOME ?? homedir(), '.wgetrc'), 'utf8')
  } catch {
    // wget itself would have got nothing there.
    return ''
  }
}
