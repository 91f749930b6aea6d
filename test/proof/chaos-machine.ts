import { execFileSync } from 'node:child_process'
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readSync,
  realpathSync,
  rmSync,
  statfsSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const source = fileURLToPath(new URL('chaos-shim.c', import.meta.url))
/** Large enough for the data files of a run of an hour, small enough to be filled in no time. */
const diskBytes = 256 * 1024 * 1024
/** As chaos-shim.c lays the control file out. */
const at = { offset: 0, failsWith: 8, perMille: 12, failed: 16, end: 24 }
const eio = 5

/**
 * The machine that the servers of a run stand on: its wall clock, and the disk of its data folder. What cannot be had
 * here (no root, no compiler, no Linux) is left out, and `missing` says why.
 */
export class ChaosMachine {
  /** Where the data file is. */
  readonly folder: string
  /** For the servers: with it they see this clock and this disk. */
  readonly environment: Record<string, string> = {}
  readonly missing: string[] = []
  readonly #outer: string
  readonly #control: number
  readonly #mounted: boolean
  readonly shimmed: boolean
  #offset = 0
  #furthest = 0

  constructor() {
    this.#outer = realpathSync(mkdtempSync(join(tmpdir(), 'payersim-chaos-')))
    this.folder = join(this.#outer, 'data')
    mkdirSync(this.folder)
    this.#mounted = this.#mount()
    const control = join(this.#outer, 'control')
    writeFileSync(control, Buffer.alloc(at.end))
    this.#control = openSync(control, 'r+')
    const shim = join(this.#outer, 'shim.so')
    this.shimmed = this.#compile(shim)
    if (this.shimmed)
      this.environment = { LD_PRELOAD: shim, CHAOS_CONTROL: control, CHAOS_FOLDER: this.folder }
  }

  get fillable(): boolean {
    return this.#mounted
  }

  /** Milliseconds by which the wall clock of the servers differs from the true one. */
  get offset(): number {
    return this.#offset
  }
  set offset(milliseconds: number) {
    this.#offset = Math.round(milliseconds)
    this.#furthest = Math.max(this.#furthest, this.#offset)
    const bytes = Buffer.alloc(8)
    bytes.writeBigInt64LE(BigInt(this.#offset))
    writeSync(this.#control, bytes, 0, 8, at.offset)
  }
  /** The largest offset so far: all that was to be done at some time is due by it. */
  get furthest(): number {
    return this.#furthest
  }

  /** From now on so many of a thousand writes and syncs of the data folder fail with EIO. */
  failWrites(perMille: number): void {
    const bytes = Buffer.alloc(8)
    bytes.writeInt32LE(perMille > 0 ? eio : 0, 0)
    bytes.writeInt32LE(perMille, 4)
    writeSync(this.#control, bytes, 0, 8, at.failsWith)
  }

  /** How many calls have failed. */
  get failed(): number {
    const bytes = Buffer.alloc(8)
    readSync(this.#control, bytes, 0, 8, at.failed)
    return Number(bytes.readBigInt64LE())
  }

  /** Takes all the room that is left on the disk. */
  fillDisk(): void {
    const { bavail, bsize } = statfsSync(this.folder)
    const ballast = join(this.folder, 'ballast')
    const piece = Buffer.alloc(64 * 1024)
    const file = openSync(ballast, 'w')
    try {
      for (let left = bavail * bsize + piece.length; left > 0; left -= piece.length) writeSync(file, piece)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    } finally {
      closeSync(file)
    }
  }

  freeDisk(): void {
    rmSync(join(this.folder, 'ballast'), { force: true })
  }

  remove(): void {
    closeSync(this.#control)
    if (this.#mounted) execFileSync('umount', ['--lazy', this.folder])
    rmSync(this.#outer, { recursive: true, force: true })
  }

  #mount(): boolean {
    try {
      const options = ['-t', 'tmpfs', '-o', `size=${diskBytes},mode=0700`, 'payersim-chaos', this.folder]
      execFileSync('mount', options, { stdio: 'pipe' })
      return true
    } catch (error) {
      this.missing.push(`no full disk, since no tmpfs can be mounted (${firstLine(error)})`)
      return false
    }
  }

  #compile(to: string): boolean {
    try {
      if (process.platform !== 'linux') throw new Error(`LD_PRELOAD is not tried on ${process.platform}`)
      execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', to, source, '-ldl'], { stdio: 'pipe' })
      return true
    } catch (error) {
      this.missing.push(`no EIO and no clock that jumps, since no shim can be made (${firstLine(error)})`)
      return false
    }
  }
}

const firstLine = (error: unknown) => {
  const { stderr, message } = error as { stderr?: Buffer; message: string }
  return (String(stderr ?? '').trim() || message).split('\n')[0]
}
