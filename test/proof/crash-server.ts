import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const readyWithin = 20_000

/** `payersim serve` as a process of its own, which can be killed at any instant and started again on its file. */
export class CrashServer {
  readonly #file: string
  readonly #flags: string[]
  #child: ChildProcess | undefined
  /** Where it listens: another port after each start. */
  url = ''

  constructor(file: string, flags: string[] = []) {
    this.#file = file
    this.#flags = flags
    if (!existsSync(`${root}dist/main.js`))
      execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'ignore' })
  }

  async start(): Promise<void> {
    const serve = ['dist/main.js', 'serve', '--port', '0', '--data', this.#file, ...this.#flags]
    const child = spawn(process.execPath, serve, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#child = child
    this.url = await new Promise((resolve, reject) => {
      let said = ''
      const late = setTimeout(
        () => reject(new Error(`The server was not ready in time: ${said}`)),
        readyWithin,
      )
      const listen = (chunk: Buffer) => {
        said += chunk
        const url = /payersim listening on (http\S+)/.exec(said)?.[1]
        if (url === undefined) return
        clearTimeout(late)
        resolve(url)
      }
      child.stdout?.on('data', listen)
      child.stderr?.on('data', listen)
      child.once('exit', (code) => {
        clearTimeout(late)
        reject(new Error(`The server ended with ${code}: ${said}`))
      })
    })
  }

  /** SIGKILL: no handler runs, nothing is flushed. */
  async kill(): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
  }
}
