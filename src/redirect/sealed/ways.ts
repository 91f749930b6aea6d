import { spawnSync } from 'node:child_process'
import { RedirectError } from '../errors.ts'

/** How a command gets its namespaces on this machine. */
export interface Way {
  /** For `unshare`, with what runs inside after it. */
  flags: readonly string[]
  /** Before the command: makes it the user again where only a root of its own may set up the namespace. */
  asUser: readonly string[]
}

const systems: Readonly<Record<string, string>> = { darwin: 'macOS', win32: 'Windows' }

/**
 * The way to seal on this machine. A user other than root needs a user namespace, in which she is root; the command is
 * given her own number back, since not all programs run as root.
 *
 * @throws RedirectError where there is none
 */
export function findWay(
  platform: string = process.platform,
  user: { uid: number; gid: number } = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 },
): Way {
  if (platform !== 'linux')
    throw cannotSeal(`it needs the namespaces of Linux, and this is ${systems[platform] ?? platform}`)
  const own = ['-n', '-m']
  const mapped = ['-U', '-r', ...own]
  if (user.uid === 0) {
    const refusal = tried(own)
    if (refusal === undefined) return { flags: own, asUser: [] }
    if (tried(mapped) === undefined) return { flags: mapped, asUser: [] }
    throw cannotSeal(notAllowed(refusal))
  }
  const refusal = tried(mapped)
  if (refusal !== undefined) throw cannotSeal(notAllowed(refusal))
  const back = ['-U', `--map-user=${user.uid}`, `--map-group=${user.gid}`, '--']
  // That of BusyBox, and old ones, cannot: the command finds itself root.
  const canGoBack = tried([...mapped, '--', 'unshare', ...back.slice(0, -1)]) === undefined
  return { flags: mapped, asUser: canGoBack ? ['unshare', ...back] : [] }
}

/** What `unshare` says against these flags, undefined for nothing. */
function tried(flags: readonly string[]): string | undefined {
  const { status, stderr, error } = spawnSync('unshare', [...flags, '--', 'true'], { encoding: 'utf8' })
  if (error)
    throw cannotSeal(
      'there is no program "unshare" in PATH; Debian, Ubuntu and Fedora have it in the package util-linux',
    )
  return status === 0 ? undefined : stderr.trim() || `unshare ends with ${status}`
}

function notAllowed(refusal: string): string {
  return (
    `this user may not make namespaces (${refusal}); be root, or on Ubuntu since 23.10 run ` +
    '`sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0`, or give a container ' +
    '`--cap-add SYS_ADMIN --security-opt seccomp=unconfined --security-opt apparmor=unconfined`'
  )
}

export function cannotSeal(why: string): RedirectError {
  return new RedirectError(
    `The command was not started, since it cannot be sealed here: ${why}.\n` +
      'Without --sealed nothing holds back a program that heeds no proxy variable, such as a static binary, or a ' +
      'client that names its own roots or looks names up by itself: it would reach the real vendor.\n' +
      'To go on: `payersim run -- COMMAND` for the runtimes that docs/run.md lists; `payersim serve --tls` for ' +
      'programs and containers that take a base URL; or --sealed in a Linux machine, container or CI job.',
  )
}
