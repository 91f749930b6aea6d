import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { root } from './processes.ts'

export interface Running {
  url: string
  child: ChildProcess
  /** Resident memory in bytes, as the kernel counts it. */
  memory(): number
  stop(): Promise<void>
}

/** Starts a program that prints `listening on URL`, and resolves when it has. */
function started(args: readonly string[]): Promise<Running> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  return new Promise((resolve, reject) => {
    let said = ''
    const ended = new Promise<void>((done) => child.once('close', () => done()))
    child.once('close', () => reject(new Error(`${args.join(' ')} ended: ${said}`)))
    child.stdout?.on('data', (chunk) => {
      said += chunk
      const url = /listening on (\S+)/.exec(said)?.[1]
      if (!url) return
      resolve({
        url,
        child,
        memory: () =>
          1024 * Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0),
        async stop() {
          child.kill('SIGTERM')
          await ended
        },
      })
    })
  })
}

export const ourServer = (data: string, ...more: string[]) =>
  started(['dist/main.js', 'serve', '--port', '0', '--data', data, '--log-level', 'error', ...more])
export const peer = (name: string) => started(['--import', 'tsx', `test/bench/peers/${name}.ts`])
