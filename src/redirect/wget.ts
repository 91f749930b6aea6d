import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * wget with GnuTLS reads the roots from no variable, and its settings override the proxy variables. It reads one settings
 * file of the user, or the one in WGETRC instead. This one contains the user's settings, then ours. `proxy` is undefined
 * for a command without one.
 */
export function wgetSettings(
  env: Environment,
  { proxy, bundle, direct }: { proxy: string | undefined; bundle: string; direct: readonly string[] },
): string {
  const byProxy = [
    `https_proxy = ${proxy}`,
    `http_proxy = ${proxy}`,
    // Each line adds to the list, and an empty one clears it.
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

/** The certificate files in the user's own settings. */
export function wgetCertificates(env: Environment): string[] {
  return usersWgetSettings(env)
    .split('\n')
    .flatMap((line) => /^ca[-_]?certificate\s*=(.*)$/i.exec(line.trim())?.[1]?.trim() ?? [])
}

function usersWgetSettings(env: Environment): string {
  try {
    return readFileSync(env.WGETRC || join(env.HOME ?? homedir(), '.wgetrc'), 'utf8')
  } catch {
    // wget could not have read it either.
    return ''
  }
}
