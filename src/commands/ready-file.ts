import { randomUUID } from 'node:crypto'
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { InputError } from '../kernel/index.ts'
import type { SandboxUrls } from '../simulator/index.ts'

/** What a program is told of a simulator that is ready. */
export interface Ready {
  /** Such as `http://127.0.0.1:4000`. */
  url: string
  pid: number
  version: string
  /** The data file, or `:memory:`. */
  store: string
  /** Such as `https://localhost:4443`; absent without TLS. */
  tlsUrl?: string
  /** The file with the certificate that clients are to trust, as PEM. */
  tlsAuthorityFile?: string
  /** Only where this start has made it: whoever gave it knows it. */
  adminToken?: string
  sandboxUrls?: SandboxUrls
}

/** The file that says that a simulator is ready, and where. It is there only while that is so. */
export class ReadyFile {
  readonly #path: string
  #written: string | undefined

  /**
   * Removes what an earlier start has left there.
   *
   * @throws InputError if no file can be written there, or if the file that is there is not a ready file
   */
  constructor(path: string) {
    this.#path = path
    if (path === '') throw new InputError('--ready-file names no file. Give a path, such as ready.json.')
    const folder = dirname(path)
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
      throw new InputError(
        `There is no folder ${folder} for --ready-file ${path}. Make it, or name another file.`,
      )
    const there = statSync(path, { throwIfNoEntry: false })
    if (!there) return
    if (!there.isFile())
      throw new InputError(`--ready-file ${path} is not a file. Name a file, such as ready.json.`)
    if (!isReady(readFileSync(path, 'utf8')))
      throw new InputError(
        `--ready-file ${path} was not written by payersim serve. Name another file, or remove it.`,
      )
    rmSync(path)
  }

  /** Written at once, so that nobody reads the half of it, and for its owner alone, since it may hold a token. */
  write(ready: Ready): void {
    const text = `${JSON.stringify(ready)}\n`
    const begun = `${this.#path}.${randomUUID()}`
    try {
      writeFileSync(begun, text, { mode: 0o600, flag: 'wx' })
      renameSync(begun, this.#path)
    } catch (error) {
      rmSync(begun, { force: true })
      throw error
    }
    this.#written = text
  }

  /** One that another start has written since is left as it is. */
  remove(): void {
    if (this.#written === undefined) return
    if (textOf(this.#path) === this.#written) rmSync(this.#path, { force: true })
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function isReady(text: string): boolean {
  try {
    const { url, pid } = JSON.parse(text)
    return typeof url === 'string' && typeof pid === 'number'
  } catch {
    return false
  }
}
