import { spawnSync } from 'node:child_process'
import { RedirectError } from '../errors.ts'

/** How namespaces are made on this machine. */
export interface Way {
  /** The flags of `unshare`, which starts the process inside. */
  flags: readonly string[]
  /** A prefix of the command that restores the user's id, if the namespace needs a root of its own. */
  asUser: readonly string[]
}

const systems: Readonly<Record<string, string>> = { darwin: 'macOS', win32: 'Windows' }

/**
 * How to seal on this machine. A user other than root needs a user namespace, in which she is root. The command gets her
 * own user id again, since not all programs run as root.
 *
 * @throws RedirectError if this machine cannot seal
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
  // BusyBox's `unshare` and old versions cannot restore it: the command runs as root.
  const canGoBack = tried([...mapped, '--', 'unshare', ...back.slice(0, -1)]) === undefined
  return { flags: mapped, asUser: canGoBack ? ['unshare', ...back] : [] }
}

/** The error of `unshare` with these flags; undefined if it works. */
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
