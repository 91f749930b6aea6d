import { EventEmitter } from 'node:events'
import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Kernel } from '../kernel/index.ts'
import { type Source, stream } from './timeline-stream.ts'

/** A reader whose connection takes two entries, and then none until it drains. */
class SlowReader extends EventEmitter {
  readonly written: string[] = []
  /** What came after the end: of a real connection, each is an uncaught exception. */
  readonly late: string[] = []
  destroyed = false
  writableEnded = false
  writableNeedDrain = false
  #room = 0

  write(text: string): boolean {
    if (this.writableEnded) this.late.push(text)
    if (text.startsWith(':')) return true
    this.written.push(text)
    this.#room -= 1
    this.writableNeedDrain = this.#room <= 0
    return !this.writableNeedDrain
  }
  drain(): void {
    this.#room = 2
    this.writableNeedDrain = false
    this.emit('drain')
  }
  end(): void {
    this.writableEnded = true
  }
  destroy(): void {
    this.destroyed = true
    this.writableEnded = true
    this.emit('close')
  }
}

/** A source without an end. */
const source: Source = {
  async read(after) {
    const from = Number(after)
    const entries = [1, 2, 3, 4, 5].map((step) => ({ id: String(from + step), data: {} }))
    return { entries, at: String(from + 5), more: true }
  },
  onNews: () => () => {},
}

describe('the live timeline', () => {
  const warnings: string[] = []
  let stop: AbortController
  const kernel = {
    get stopped() {
      return stop.signal
    },
    logger: { warn: (_: object, message: string) => warnings.push(message), error: () => {} },
  } as unknown as Kernel
  let reader: SlowReader
  const settled = () => vi.advanceTimersByTimeAsync(0)

  beforeEach(() => {
    vi.useFakeTimers()
    warnings.length = 0
    stop = new AbortController()
    reader = new SlowReader()
    stream({ source, kernel }, '0').live(reader as unknown as ServerResponse)
  })
  afterEach(() => vi.useRealTimers())

  it('writes no more than its reader takes', async () => {
    await settled()
    expect(reader.written).toHaveLength(1)
    reader.drain()
    await settled()
    expect(reader.written).toHaveLength(3)
    await vi.advanceTimersByTimeAsync(20_000)
    expect(reader.written).toHaveLength(3)
    reader.drain()
    await settled()
    expect(reader.written.map((text) => /^id: (\d+)/.exec(text)?.[1])).toEqual(['1', '2', '3', '4', '5'])
    reader.destroy()
  })

  it('lets a reader go that takes nothing for half a minute, and says so', async () => {
    await vi.advanceTimersByTimeAsync(30_000)
    expect(reader.destroyed).toBe(true)
    expect(warnings).toEqual(['a reader of the live timeline took nothing and was let go'])
    expect(reader.written).toHaveLength(1)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('says nothing of a reader that goes away by itself', async () => {
    await settled()
    reader.destroy()
    await settled()
    expect(warnings).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('writes nothing after the simulator has stopped, neither what was being read nor what waited', async () => {
    const reading = new SlowReader()
    stream({ source, kernel }, '0').live(reading as unknown as ServerResponse)
    await settled()
    expect([reader.written, reading.written].map((texts) => texts.length)).toEqual([1, 1])
    reading.drain()
    stop.abort()
    reader.drain()
    await vi.advanceTimersByTimeAsync(15_000)
    expect([...reader.late, ...reading.late]).toEqual([])
    reader.destroy()
    reading.destroy()
    expect(vi.getTimerCount()).toBe(0)
  })
})
