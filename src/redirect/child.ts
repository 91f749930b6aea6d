import { type ChildProcess, spawn } from 'node:child_process'
import { constants } from 'node:os'
import { isatty } from 'node:tty'
import { visible } from '../safe-text/index.ts'

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const

/** Runs a command on our own terminal, and returns its exit code as {@link exitCode} tells it. */
export async function runChild(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  started: () => void = () => {},
): Promise<number> {
  const child = spawn(command, args, { env, stdio: 'inherit' })
  child.on('spawn', started)
  const stopForwarding = onSignal((signal) => child.kill(signal))
  try {
    return await exitCode(child, command)
  } finally {
    stopForwarding()
  }
}

/** Tells of the signals that a command should have too; returns how to stop that. */
export function onSignal(tell: (signal: NodeJS.Signals) => void): () => void {
  // Ctrl-C and Ctrl-\ at a terminal reach the command by themselves; a second one would make many programs give up at once.
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
 * The exit code of a command as a shell tells it: 128 and the signal's number for one that a signal ended, 126 for
 * one that may not be run, 127 for one that is not there.
 */
export function exitCode(child: ChildProcess, command: string): Promise<number> {
  return new Promise((resolve) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (child.pid !== undefined) return
      console.error(visible(`payersim run: ${whyNotRun(command, error)}`))
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
