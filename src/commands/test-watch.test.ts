import { EventEmitter } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { InputError } from '../kernel/index.ts'
import { type WatchedRun, watchUntilTold } from './test-watch.ts'

const wholeScreen = '\u001b[2J\u001b[3J\u001b[H'

class Keyboard extends PassThrough {
  readonly modes: boolean[] = []
  constructor(readonly isTTY: boolean) {
    super()
  }
  setRawMode(raw: boolean): this {
    this.modes.push(raw)
    return this
  }
}

describe('payersim test --watch', () => {
  let folder: string
  let file: string
  let output: string
  let wake: () => void
  let runs: string[][]
  const signals = new EventEmitter()

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scripts-'))
    file = join(folder, 'a.yaml')
    await writeFile(file, 'session: A\nsteps:\n  - wait: PT1S\n')
    output = ''
    wake = () => {}
    runs = []
  })
  afterEach(() => rm(folder, { recursive: true }))

  function start(input: Keyboard, { clears, play }: { clears: boolean; play?: WatchedRun['play'] }) {
    const failing: WatchedRun['play'] = (files) => {
      runs.push([...files])
      return Promise.resolve({ passed: 0, failed: files.length })
    }
    const write = (text: string) => {
      output += text
      wake()
    }
    return watchUntilTold(
      { scripts: [folder], play: play ?? failing },
      { input: input as unknown as NodeJS.ReadStream, write, clears, signals },
    )
  }

  async function said(text: string, times = 1): Promise<void> {
    while (output.split(text).length <= times) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }

  it.each([
    ['q', 'q'],
    ['Ctrl-C', '\u0003'],
  ])('ends by %s, and gives the keys back', async (_, key) => {
    const input = new Keyboard(true)
    const watching = start(input, { clears: true })
    await said('Watching 1 script. q ends.')
    input.write('x')
    input.write(key)
    await watching
    expect(input.modes).toEqual([true, false])
    expect(signals.eventNames()).toEqual([])
  })

  it('goes on where scripts fail, and clears the screen of a terminal', async () => {
    const input = new Keyboard(true)
    const watching = start(input, { clears: true })
    await said('Watching')
    await writeFile(file, 'session: A\nsteps:\n  - wait: PT2S\n')
    await said('Watching', 2)
    input.write('q')
    await watching
    expect(runs).toEqual([[file], [file]])
    expect(output.split(wholeScreen)).toHaveLength(3)
  })

  it('goes on where the world file cannot be used, and says why', async () => {
    const input = new Keyboard(true)
    const play = () => Promise.reject(new InputError('world.yaml:1:1: There is no "payer".'))
    const watching = start(input, { clears: false, play })
    await said('Watching')
    expect(output).toBe('payersim: world.yaml:1:1: There is no "payer".\n\nWatching 1 script. q ends.\n')
    input.write('q')
    await watching
  })

  it.each(['SIGINT', 'SIGTERM'])('ends by %s elsewhere, and clears nothing', async (signal) => {
    const input = new Keyboard(false)
    const watching = start(input, { clears: false })
    await said('Watching 1 script. Ctrl-C ends.')
    signals.emit(signal)
    await watching
    expect(output).not.toContain('\u001b')
    expect(input.modes).toEqual([])
  })

  it('lets a run know that it is to end', async () => {
    const input = new Keyboard(true)
    let given: AbortSignal | undefined
    const play: WatchedRun['play'] = (_, signal) => {
      given = signal
      return new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve({ passed: 0, failed: 0, notRun: 1 }))
        input.write('q')
      })
    }
    await start(input, { clears: false, play })
    expect(given?.aborted).toBe(true)
    expect(output).toBe('')
  })
})
