import { type ChildProcess, spawn } from 'node:child_process'
import { constants } from 'node:os'
import { isatty } from 'node:tty'
import { visible } from '../safe-text/index.ts'

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const

/** Runs a command on our own terminal, and returns its {@link exitCode}. */
export async function runChild(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  { started, say }: { started?: () => void; say?: (text: string) => string } = {},
): Promise<number> {
  const child = spawn(command, args, { env, stdio: 'inherit' })
  if (started) child.on('spawn', started)
  const stopForwarding = onSignal((signal) => child.kill(signal))
  try {
    return await exitCode(child, command, say)
  } finally {
    stopForwarding()
  }
}

/** Calls back for each signal that is to be forwarded to the command. Returns a function that stops this. */
export function onSignal(tell: (signal: NodeJS.Signals) => void): () => void {
  // The terminal itself sends Ctrl-C and Ctrl-\ to the command; many programs exit at once on a second signal.
  const atTerminal = isatty(0)
  const handlers = forwarded.map(
    (signal) =>
      [
        signal,
        () => void (!(atTerminal && (signal === 'SIGINT' || signal === 'SIGQUIT')) && tell(signal)),
      ] as const,
  )
  for (const [signal, handler] of handlers) process.on(signal, handler)
  return () => {
    for (const [signal, handler] of handlers) process.off(signal, handler)
  }
}

/**
 * The exit code of a command, as in a shell: 128 plus the signal's number if a signal ended it, 126 if it may not be
 * run, 127 if it does not exist.
 */
export function exitCode(
  child: ChildProcess,
  command: string,
  say: (text: string) => string = (text) => text,
): Promise<number> {
  return new Promise((resolve) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (child.pid !== undefined) return
      console.error(visible(`payersim run: ${say(whyNotRun(command, error))}`))
      resolve(error.code === 'ENOENT' ? 127 : 126)
    })
    child.on('exit', (code, signal) =>
      resolve(signal === null ? (code ?? 0) : 128 + constants.signals[signal]),
    )
  })
}

function whyNotRun(command: string, { code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return `There is no command "${command}". Is it in PATH?`
  if (code === 'EACCES') return `"${command}" may not be run. Is it a program?`
  return `"${command}" cannot be run: ${message}`
}
