import { spawn } from 'node:child_process'
import { constants } from 'node:os'

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs a command on our own terminal, and returns its exit code as a shell tells it: 128 and the signal's number
 * for one that a signal ended, 126 for one that may not be run, 127 for one that is not there.
 */
export function runChild(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  started: () => void = () => {},
): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env, stdio: 'inherit' })
    // Ctrl-C at a terminal reaches the command by itself; a second one would make many programs give up at once.
    const atTerminal = process.stdin.isTTY === true
    const handlers = forwarded.map(
      (signal) => [signal, () => !(signal === 'SIGINT' && atTerminal) && child.kill(signal)] as const,
    )
    for (const [signal, handler] of handlers) process.on(signal, handler)
    const end = (code: number) => {
      for (const [signal, handler] of handlers) process.off(signal, handler)
      resolve(code)
    }
    child.on('spawn', started)
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (child.pid !== undefined) return
      console.error(`payersim run: ${whyNotRun(command, error)}`)
      end(error.code === 'ENOENT' ? 127 : 126)
    })
    child.on('exit', (code, signal) => end(signal === null ? (code ?? 0) : 128 + constants.signals[signal]))
  })
}

function whyNotRun(command: string, { code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return `There is no command "${command}". Is it in PATH?`
  if (code === 'EACCES') return `"${command}" may not be run. Is it a program?`
  return `"${command}" cannot be run: ${message}`
}
