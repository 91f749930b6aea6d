import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

const newAgent = () => new Agent({ keepAlive: true, maxSockets: 256 })

/** A folder that goes when the test does, with a world file in it. */
export function scene(world: string) {
  const folder = mkdtempSync(join(tmpdir(), 'payersim-proof-'))
  const worldFile = join(folder, 'world.yaml')
  writeFileSync(worldFile, world)
  return {
    data: join(folder, 'payersim.db'),
    world: worldFile,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** A `payersim serve` in a process of its own. */
export class Serving {
  readonly url: string
  readonly #process: ChildProcess
  #agent = newAgent()
  readonly #log: string[]

  private constructor(process: ChildProcess, url: string, log: string[]) {
    this.#process = process
    this.url = url
    this.#log = log
  }

  /** @throws Error with what it wrote where it is not ready within twenty seconds */
  static start({ data, world }: { data: string; world: string }): Promise<Serving> {
    if (!existsSync(main)) throw new Error('There is no dist/main.js. Run npm run build first.')
    const flags = ['serve', '--port', '0', '--data', data, '--world', world]
    const child = spawn(process.execPath, [main, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] })
    const log: string[] = []
    return new Promise((resolve, reject) => {
      let out = ''
      const fail = (why: string) => {
        child.kill('SIGKILL')
        reject(new Error(`payersim serve ${why}: ${out}${log.join('')}`))
      }
      const timer = setTimeout(() => fail('was not ready within 20 s'), 20_000)
      child.once('exit', (code) => fail(`ended with ${code}`))
      child.stderr.on('data', (chunk) => log.push(String(chunk)))
      child.stdout.on('data', (chunk) => {
        out += chunk
        const url = /^payersim listening on (\S+)/m.exec(out)?.[1]
        if (url === undefined) return
        clearTimeout(timer)
        child.removeAllListeners('exit')
        resolve(new Serving(child, url, log))
      })
    })
  }

  /** What went to its log at the level of errors. */
  get failures(): string[] {
    return this.#log
      .join('')
      .split('\n')
      .filter((line) => line !== '' && !/"level":[1-4]0\b/.test(line))
  }

  /** Resident memory in MiB, as Linux tells it. */
  get memory(): number {
    const status = readFileSync(`/proc/${this.#process.pid}/status`, 'utf8')
    return Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024)
  }

  /** Sends a request; rejects where the process died before it had answered. */
  ask(method: string, path: string, body = '', headers: Record<string, string> = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const length = { 'Content-Length': String(Buffer.byteLength(body)) }
      const options = { method, agent: this.#agent, headers: { ...length, ...headers }, timeout: 40_000 }
      const outgoing = httpRequest(new URL(path, this.url), options, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
        )
      })
      outgoing.on('timeout', () => outgoing.destroy(new Error(`${method} ${path} was not answered in 40 s`)))
      outgoing.on('error', reject)
      outgoing.end(body)
    })
  }

  /** It stands still, as a process that is swapped out does, until it goes on. */
  standStill(): void {
    this.#process.kill('SIGSTOP')
  }

  goOn(): void {
    // It may close connections that were idle meanwhile.
    this.#agent = newAgent()
    this.#process.kill('SIGCONT')
  }

  /** Ends it at once, as a crash or a power cut does. */
  kill(): Promise<void> {
    return this.#end('SIGKILL')
  }

  stop(): Promise<void> {
    return this.#end('SIGTERM')
  }

  #end(signal: NodeJS.Signals): Promise<void> {
    this.#agent.destroy()
    const { exitCode, signalCode } = this.#process
    if (exitCode !== null || signalCode !== null) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#process.kill('SIGKILL')
        reject(new Error(`payersim serve did not end within 8 s of ${signal}: ${this.#log.join('')}`))
      }, 8_000)
      this.#process.once('exit', () => {
        clearTimeout(timer)
        resolve()
      })
      this.#process.kill(signal)
    })
  }
}

export interface Answer {
  status: number
  body: string
}

/** One hop of a USSD session, with the five fields that Africa's Talking posts. */
export async function hop(
  server: Pick<Serving, 'ask'>,
  sessionId: string,
  phoneNumber: string,
  text: string,
): Promise<string> {
  const fields = { sessionId, phoneNumber, serviceCode: '*165#', text, networkCode: '99999' }
  const { status, body } = await server.ask('POST', '/ussd', String(new URLSearchParams(fields)), {
    'Content-Type': 'application/x-www-form-urlencoded',
  })
  return status === 200 ? body : `${status} ${body}`
}
