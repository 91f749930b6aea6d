import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
/** Real milliseconds for one start. */
const patience = 30_000
/** Real milliseconds for a start between two failures of the disk: on a slow machine a start takes longer than they are apart. */
const startPatience = 180_000

/** `payersim serve` as a process that is killed, frozen and started again on its file. */
export class ChaosServer {
  readonly #start: { data: string; world: string; environment: Record<string, string> }
  #child: ChildProcess | undefined
  #killed = false
  /** Where it listens: another port after each start; undefined while it is away. */
  url: string | undefined
  /** Starts that were refused, as on a full disk. */
  refused = 0
  /** Ends that nobody asked for. */
  readonly crashes: string[] = []
  /** Lines of its log at the level of errors. */
  errors = 0

  constructor(start: { data: string; world: string; environment: Record<string, string> }) {
    this.#start = start
  }

  /** Starts it, over and over until it listens. */
  async start(): Promise<void> {
    const giveUp = performance.now() + startPatience
    for (;;) {
      const why = await this.#tryToStart()
      if (why === undefined) return
      this.refused++
      if (performance.now() > giveUp) throw new Error(`payersim serve does not start any more: ${why}`)
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }

  /** SIGKILL: no handler runs, nothing is flushed. */
  async kill(): Promise<void> {
    const child = this.#child
    this.url = undefined
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    this.#killed = true
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
  }

  freeze(): void {
    this.#child?.kill('SIGSTOP')
  }

  thaw(): void {
    this.#child?.kill('SIGCONT')
  }

  /** Why it did not come up, or undefined. */
  #tryToStart(): Promise<string | undefined> {
    const { data, world, environment } = this.#start
    const flags = ['serve', '--port', '0', '--data', data, '--world', world]
    const child = spawn(process.execPath, [main, ...flags], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    })
    this.#child = child
    this.#killed = false
    return new Promise((resolve) => {
      let said = ''
      // Its word that it listens may still arrive after this: that is no crash of its own.
      const late = setTimeout(() => {
        this.#killed = true
        child.kill('SIGKILL')
      }, patience)
      child.stdout.on('data', (chunk) => {
        if (this.url !== undefined || this.#child !== child) return
        said += chunk
        const url = /^payersim listening on (\S+)/m.exec(said)?.[1]
        if (url === undefined) return
        clearTimeout(late)
        this.url = url
        resolve(undefined)
      })
      child.stderr.on('data', (chunk) => {
        said = (said + chunk).slice(-2_000)
        this.errors += String(chunk).match(/"level":[56]0\b/g)?.length ?? 0
      })
      child.once('exit', (code, signal) => {
        clearTimeout(late)
        const up = this.url !== undefined
        this.url = undefined
        if (up && !this.#killed) this.crashes.push(`ended with ${code ?? signal}: ${said}`)
        resolve(`ended with ${code ?? signal}: ${said}`)
      })
    })
  }
}
