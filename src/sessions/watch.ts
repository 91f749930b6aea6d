import { createHash } from 'node:crypto'
import { type FSWatcher, watch } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { findScripts, splitPattern } from './find-scripts.ts'
import { filesBehind } from './parse.ts'
import { ScriptError } from './problems.ts'

/** Programs write a file in several steps, and several files at once. */
const quietMs = 50

export interface WatchOptions {
  /** If this file changes, all scripts are played. */
  world?: string | undefined
  /** Plays the scripts that changed; the first time all. */
  play(files: readonly string[]): Promise<void>
  /** Called each time that it begins to wait, with the number of scripts found. */
  waits?(scripts: number): void
  /** Ends it. */
  signal: AbortSignal
}

/** The scripts found, each with its files and their content. */
interface Sight {
  scripts: Map<string, readonly string[]>
  contents: Map<string, string>
}

/**
 * Plays the scripts that arguments name, and plays again those that change: the script, a script that it
 * uses, or, for all, the world file. New scripts are played, deleted ones are forgotten.
 *
 * @param wanted as for {@link findScripts}
 * @throws ScriptError if they name no script at the start
 */
export async function watchScripts(wanted: readonly string[], options: WatchOptions): Promise<void> {
  const { world, play, waits, signal } = options
  await findScripts(wanted)
  const folders = new Folders()
  try {
    let before: Sight = { scripts: new Map(), contents: new Map() }
    while (!signal.aborted) {
      const now = await look(wanted, world)
      // A change before a folder was watched is found by looking again.
      if (folders.follow(await foldersOf(wanted, now))) continue
      const files = changed(before, now, world)
      before = now
      if (files.length > 0) await play(files)
      if (signal.aborted) return
      waits?.(now.scripts.size)
      await folders.change(signal)
    }
  } finally {
    folders.close()
  }
}

async function look(wanted: readonly string[], world: string | undefined): Promise<Sight> {
  const scripts = new Map<string, readonly string[]>()
  for (const one of wanted) {
    for (const file of await found(one)) scripts.set(file, await filesBehind(file))
  }
  const contents = new Map<string, string>()
  for (const file of [...[...scripts.values()].flat(), ...(world === undefined ? [] : [world])]) {
    if (!contents.has(file)) contents.set(file, await contentOf(file))
  }
  return { scripts, contents }
}

/** None if the last of them was deleted. */
async function found(wanted: string): Promise<string[]> {
  try {
    return await findScripts([wanted])
  } catch (error) {
    if (error instanceof ScriptError) return []
    throw error
  }
}

/** Editors write files without changing them, or replace them: only the content counts. */
async function contentOf(file: string): Promise<string> {
  try {
    return createHash('sha256')
      .update(await readFile(file))
      .digest('hex')
  } catch {
    return 'unreadable'
  }
}

function changed(before: Sight, { scripts, contents }: Sight, world: string | undefined): string[] {
  const differs = (file: string) => before.contents.get(file) !== contents.get(file)
  const anew = world !== undefined && differs(world)
  return [...scripts].filter(([, files]) => anew || files.some(differs)).map(([script]) => script)
}

async function foldersOf(wanted: readonly string[], { contents }: Sight): Promise<Set<string>> {
  const folders = new Set([...contents.keys()].map((file) => resolve(dirname(file))))
  for (const one of wanted) {
    for (const folder of await below(resolve(splitPattern(one).folder))) folders.add(folder)
  }
  return folders
}

/** A folder and its subfolders; none if it is a file or does not exist. */
async function below(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    const inner = entries.filter(
      (entry) => entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.'),
    )
    return [folder, ...(await Promise.all(inner.map(({ name }) => below(join(folder, name))))).flat()]
  } catch {
    return []
  }
}

/** Watches folders, each by itself, since not every system can watch a whole tree. */
class Folders {
  readonly #watchers = new Map<string, FSWatcher>()
  #changed = false
  #wake: (() => void) | undefined

  /** Watches exactly these; true if some are new. */
  follow(folders: ReadonlySet<string>): boolean {
    for (const folder of this.#watchers.keys()) if (!folders.has(folder)) this.#leave(folder)
    let more = false
    for (const folder of folders) {
      if (this.#watchers.has(folder)) continue
      const watcher = this.#watched(folder)
      if (!watcher) continue
      this.#watchers.set(folder, watcher)
      more = true
    }
    return more
  }

  /** Waits until something has changed since the last call, and then for a moment without changes. */
  async change(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      let timer: NodeJS.Timeout | undefined
      const done = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        resolve()
      }
      signal.addEventListener('abort', done)
      this.#wake = () => {
        clearTimeout(timer)
        timer = setTimeout(done, quietMs)
      }
      if (this.#changed) this.#wake()
      if (signal.aborted) done()
    })
    this.#wake = undefined
    this.#changed = false
  }

  close(): void {
    for (const folder of [...this.#watchers.keys()]) this.#leave(folder)
  }

  #watched(folder: string): FSWatcher | undefined {
    try {
      const watcher = watch(folder, () => this.#note())
      // For example if the folder is deleted: its parent reports that.
      watcher.on('error', () => {
        this.#leave(folder)
        this.#note()
      })
      return watcher
    } catch (error) {
      // It was deleted since it was listed.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }
  }

  #note(): void {
    this.#changed = true
    this.#wake?.()
  }

  #leave(folder: string): void {
    this.#watchers.get(folder)?.close()
    this.#watchers.delete(folder)
  }
}
