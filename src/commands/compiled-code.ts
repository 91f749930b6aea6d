import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import Module from 'node:module'
import { dirname, sep } from 'node:path'
import { Script } from 'node:vm'
import { crc32 } from 'node:zlib'

/** The first line of the file, as JSON; the code of all modules follows, one after another. */
interface Head {
  /** CRC-32 of what follows. V8 trusts what it is given, and damaged code would end the process. */
  sum: number
  /** How long the process had run that wrote this. */
  milliseconds: number
  modules: Array<{ name: string; source: number; bytes: number }>
}

interface KeptCode {
  /** CRC-32 of the source that it was compiled from. */
  source: number
  code: Buffer
}

interface Loaded {
  source: number
  script: Script
}

type Compile = (this: NodeModule, content: string, path: string, ...more: unknown[]) => unknown

// Node's own wrapper. It stands in the first line, so that lines keep their numbers.
const before = '(function (exports, require, module, __filename, __dirname) { '
const after = '\n})'
/** Node cannot be told how such a module imports another without a warning that this is an experiment. */
const importsOthers = /\bimport\((?![`"'$])/

/**
 * V8's compiled code of the CommonJS modules below a folder, kept in a file from one process to the next. Node's compile cache
 * keeps what is compiled when a module is loaded; most functions are compiled at their first call, and are here too.
 */
export class CompiledCode {
  readonly #root: string
  readonly #file: string
  readonly #kept: Map<string, KeptCode>
  readonly #milliseconds: number
  readonly #loaded = new Map<string, Loaded>()
  #isFresh = false

  /**
   * @param root the folder of the modules, which end with `.cjs`
   * @param file need not exist; what it holds is used only for the sources that it was made from
   */
  constructor(root: string, file: string) {
    this.#root = root + sep
    this.#file = file
    const { kept, milliseconds } = read(file)
    this.#kept = kept
    this.#milliseconds = milliseconds
  }

  /** From now on, modules are loaded with the code that is kept. Returns what ends it. */
  use(): () => void {
    const prototype = Module.prototype as unknown as { _compile: Compile }
    const whole = prototype._compile
    const isOurs = (path: string) => path.startsWith(this.#root) && path.endsWith('.cjs')
    const compile = (content: string, path: string) => {
      const source = crc32(content)
      const kept = this.#kept.get(path.slice(this.#root.length))
      const cachedData = kept?.source === source ? kept.code : undefined
      // Of a source whose code was kept this is known, and to look takes longer than all else here.
      if (cachedData === undefined && importsOthers.test(content)) return undefined
      return this.#script(content, path, { source, cachedData })
    }
    prototype._compile = function (content, path, ...more) {
      const script = isOurs(path) ? compile(content, path) : undefined
      return script ? run(script, this, path) : whole.call(this, content, path, ...more)
    }
    return () => {
      prototype._compile = whole
    }
  }

  /**
   * Writes the code of all modules that were loaded, where one of them had none, or where this process ran much longer than the
   * one that wrote it, and so has called more functions. Does nothing where the file cannot be written.
   */
  keep(): void {
    const milliseconds = performance.now()
    if (!this.#isFresh && milliseconds < 3 * this.#milliseconds) return
    const codes: Buffer[] = []
    const modules = [...this.#loaded].map(([path, { source, script }]) => {
      const code = script.createCachedData()
      codes.push(code)
      return { name: path.slice(this.#root.length), source, bytes: code.length }
    })
    const all = Buffer.concat(codes)
    const head: Head = { sum: crc32(all), milliseconds, modules }
    const line = JSON.stringify(head)
    // V8 copies code that does not begin at a multiple of eight.
    const begun = Buffer.from(`${line.padEnd(Math.ceil((line.length + 1) / 8) * 8 - 1)}\n`, 'latin1')
    const unfinished = `${this.#file}.${process.pid}`
    try {
      mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 })
    } catch {
      return
    }
    try {
      writeFileSync(unfinished, Buffer.concat([begun, all]), { mode: 0o600 })
      renameSync(unfinished, this.#file)
    } catch {
      rmSync(unfinished, { force: true })
    }
  }

  #script(
    content: string,
    path: string,
    { source, cachedData }: { source: number; cachedData: Buffer | undefined },
  ): Script {
    const script = new Script(before + content + after, {
      filename: path,
      columnOffset: -before.length,
      cachedData,
    })
    if (cachedData === undefined || script.cachedDataRejected) this.#isFresh = true
    this.#loaded.set(path, { source, script })
    return script
  }
}

function run(script: Script, module: NodeModule, path: string): unknown {
  const { require } = module
  const required = Object.assign((id: string) => require.call(module, id), { main: process.mainModule })
  return script.runInThisContext().call(module.exports, module.exports, required, module, path, dirname(path))
}

function read(file: string): { kept: Map<string, KeptCode>; milliseconds: number } {
  const kept = new Map<string, KeptCode>()
  try {
    // Under sudo with the HOME of another user, or in a shared folder, it may be code that another user would have us run.
    if (process.getuid && statSync(file).uid !== process.getuid()) return { kept, milliseconds: 0 }
    const content = readFileSync(file)
    const end = content.indexOf('\n') + 1
    const { sum, milliseconds, modules } = JSON.parse(content.toString('latin1', 0, end)) as Head
    const all = content.subarray(end)
    if (crc32(all) !== sum) return { kept, milliseconds: 0 }
    let at = 0
    for (const { name, source, bytes } of modules) {
      kept.set(name, { source, code: all.subarray(at, at + bytes) })
      at += bytes
    }
    return { kept, milliseconds }
  } catch {
    // It is not there, or no file of ours.
    return { kept, milliseconds: 0 }
  }
}
