import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { RedirectError } from '../errors.ts'

/** Where distributions, and libfaketime's own `make install`, put it; Debian below a folder for the machine's architecture. */
const places = ['/usr/lib64', '/usr/lib', '/usr/local/lib']
/** The first is for programs with threads; some distributions have one library for both. */
const names = ['faketime/libfaketimeMT.so.1', 'faketime/libfaketime.so.1']
/** What Debian calls an architecture of Node's. */
const architectures: Partial<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64', ia32: 'i386' }

/** The library that fakes the time of programs written in C, if it is on this machine. */
export function findLibfaketime(): string | undefined {
  if (process.platform !== 'linux' || !existsSync('/usr/lib')) return undefined
  const ours = `${architectures[process.arch] ?? process.arch}-linux-`
  const ofDebian = readdirSync('/usr/lib').filter((name) => name.startsWith(ours))
  const folders = [...ofDebian.map((name) => join('/usr/lib', name)), ...places]
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((file) => existsSync(file))
}

/** Commands that are, or start, Python or Java. */
const needing = /^(python[\d.]*|pypy3?|pytest|py\.test|tox|uvicorn|gunicorn|flask|java|mvnw?|gradlew?)$/

const howToInstall =
  process.platform === 'linux'
    ? 'Install libfaketime: apt-get install faketime (Debian, Ubuntu), dnf install libfaketime (Fedora), ' +
      'apk add libfaketime (Alpine).'
    : 'It is there for Linux alone: use a Linux machine, container or CI job.'

/**
 * What is to be said where libfaketime is not here; undefined for a command that runs Node alone.
 *
 * @throws RedirectError for a command that runs Python or Java
 */
export function withoutLibfaketime(command: string): string | undefined {
  const name = basename(command)
  if (needing.test(name))
    throw new RedirectError(
      `--clock needs libfaketime for ${name}, and it is not on this machine. ${howToInstall}`,
    )
  if (/^(node|npm|npx|yarn|pnpm|corepack)$/.test(name)) return undefined
  return `Programs in Python and Java keep the machine’s time: libfaketime is not on this machine. ${howToInstall}`
}

/**
 * The variables with which a program is started that has its time from a clock file. Not for programs of all kinds: those
 * that wait by the machine's clock, as Node and browsers do, hang with a frozen one.
 *
 * @param users the environment of the command
 */
export function fakedVariables(
  { library, file }: { library: string; file: string },
  users: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  return {
    LD_PRELOAD: [library, users.LD_PRELOAD].filter(Boolean).join(':'),
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_FMT: '%s',
    FAKETIME_NO_CACHE: '1',
    // Files keep their times: Python compiles anew what is older than its source.
    NO_FAKE_STAT: '1',
  }
}
