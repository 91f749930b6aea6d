import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

/** A helper program of this folder. */
export function program(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url))
}

/** Whether a command is on this machine, for tests that are skipped without it. */
export function has(command: string): boolean {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0
}

/** The environment of a user who has set nothing that concerns us. */
const cleanEnv = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) =>
      !/_proxy$|_CA_BUNDLE$|^SSL_CERT|^NODE_EXTRA|^NODE_OPTIONS$|^JAVA_TOOL|^PHP_INI|^WGET|^PAYERSIM/i.test(
        name,
      ),
  ),
)

export interface Running {
  child: ChildProcess
  said: { out: string; err: string }
  ended: Promise<number | null>
  /** What was printed, line by line, as JSON. */
  lines(): Array<Record<string, unknown>>
  /** Resolves once a line that holds the text has been printed. */
  says(text: string): Promise<void>
}

/** Starts `payersim run --url URL --quiet -- command…`: what is on stderr is the command's, and refusals. */
export function startRun(
  url: string | undefined,
  command: readonly string[],
  env: Record<string, string> = {},
): Running {
  return start(url, ['--quiet', '--', ...command], env)
}

/** Starts `payersim run FLAGS -- command…`. */
export function startRunWith(flags: readonly string[], command: readonly string[]): Running {
  return start(undefined, [...flags, '--', ...command])
}

/** Starts `payersim run --url URL --sealed FLAGS -- command…`. */
export function startSealed(
  url: string,
  command: readonly string[],
  {
    flags = [],
    env,
    uid,
  }: { flags?: readonly string[]; env?: Record<string, string>; uid?: number | undefined } = {},
): Running {
  return start(url, ['--sealed', ...flags, '--', ...command], env, uid)
}

/** Runs a sealed command to its end. */
export async function runSealed(
  ...args: Parameters<typeof startSealed>
): Promise<{ code: number | null; out: string; err: string; lines: Running['lines'] }> {
  const { said, ended, lines } = startSealed(...args)
  return { code: await ended, ...said, lines }
}

function start(
  url: string | undefined,
  words: readonly string[],
  env: Record<string, string> = {},
  uid?: number | undefined,
): Running {
  const flags = url === undefined ? [] : ['--url', url]
  const child = spawn(process.execPath, [main, 'run', ...flags, ...words], {
    env: { ...cleanEnv, NO_COLOR: '1', ...env },
    ...(uid === undefined ? {} : { uid, gid: uid, cwd: '/' }),
  })
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk) => {
    said.out += chunk
  })
  child.stderr.on('data', (chunk) => {
    said.err += chunk
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  return {
    child,
    said,
    ended,
    lines: () =>
      said.out
        .trim()
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (said.out.includes(text)) resolve()
        }
        child.stdout.on('data', look)
        void ended.then(() => reject(new Error(`ended without ${text}: ${said.out}${said.err}`)))
        look()
      }),
  }
}

/** Runs a command to its end. */
export async function run(
  url: string | undefined,
  command: readonly string[],
  env?: Record<string, string>,
): Promise<{ code: number | null; out: string; err: string; lines: Running['lines'] }> {
  const { said, ended, lines } = startRun(url, command, env)
  return { code: await ended, ...said, lines }
}

/** Runs a command to its end, and lets the run say what it took over. */
export async function runAloud(
  url: string,
  command: readonly string[],
): Promise<{ code: number | null; out: string; err: string }> {
  const { said, ended } = start(url, ['--', ...command])
  return { code: await ended, ...said }
}

/** Runs a command to its end, without `--` before it. */
export async function runBare(
  url: string,
  command: readonly string[],
): Promise<{ code: number | null; out: string; err: string }> {
  const { said, ended } = start(url, ['--quiet', ...command])
  return { code: await ended, ...said }
}
