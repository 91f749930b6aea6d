import { QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { Queries } from './queries.ts'

describe('the answers that the page shows', () => {
  /** The answers to come, and the paths that were asked for. */
  let answers: Array<() => Promise<unknown>>
  let asked: string[]
  let queries: Queries
  const reads = async (path: string) => {
    asked.push(path)
    return answers.length > 1 ? answers.shift()?.() : answers[0]?.()
  }
  const says = (...values: unknown[]) => {
    answers = values.map((value) => async () => structuredClone(value))
  }
  const show = (path: string) => {
    const observer = new QueryObserver(queries.client, { queryKey: [path] })
    onTestFinished(observer.subscribe(() => undefined))
    return observer
  }
  const settled = (ms = 0) => vi.advanceTimersByTimeAsync(ms)

  beforeEach(() => {
    vi.useFakeTimers()
    asked = []
    queries = new Queries(reads)
    onTestFinished(() => queries.client.clear())
  })
  afterEach(() => vi.useRealTimers())

  it('reads what is shown, and nothing else', async () => {
    says([1])
    queries.refresh('/phones')
    queries.refreshAll()
    await settled(200)
    expect(asked).toEqual([])
    const shown = show('/phones')
    await settled()
    expect(asked).toEqual(['/phones'])
    expect(shown.getCurrentResult().data).toEqual([1])
  })

  it('reads once more after a burst of events that came while it was reading', async () => {
    let give: (value: unknown) => void = () => undefined
    answers = [() => new Promise((resolve) => (give = resolve)), async () => 'new']
    const shown = show('/phones')
    for (let events = 0; events < 20; events++) queries.refreshAll()
    give('old')
    await settled()
    expect(asked).toHaveLength(1)
    expect(shown.getCurrentResult().data).toBe('old')
    await settled(100)
    expect(asked).toHaveLength(2)
    expect(shown.getCurrentResult().data).toBe('new')
    await settled(5_000)
    expect(asked).toHaveLength(2)
  })

  it('rests as long as a reading took, so that a large world is not read without a pause', async () => {
    answers = [() => new Promise((resolve) => setTimeout(() => resolve(1), 500))]
    show('/phones')
    const busy = setInterval(() => queries.refreshAll(), 40)
    await settled(3_100)
    clearInterval(busy)
    expect(asked).toHaveLength(4)
  })

  it('keeps the last answer and the error of a reading that fails, and forgets the error with the next answer', async () => {
    answers = [async () => 'known', () => Promise.reject(new Error('refused')), async () => 'known']
    const shown = show('/phones')
    await settled(100)
    queries.refreshAll()
    await settled(100)
    expect(shown.getCurrentResult()).toMatchObject({ data: 'known', error: { message: 'refused' } })
    queries.refreshAll()
    await settled()
    expect(shown.getCurrentResult()).toMatchObject({ data: 'known', error: null })
    expect(asked).toHaveLength(3)
  })

  it('tries again what failed, later each time, but nothing that a rule refuses, and not without a server', async () => {
    let isThere = true
    queries = new Queries(
      reads,
      (error) => String(error) !== 'Error: refused',
      () => isThere,
    )
    answers = [() => Promise.reject(new Error('full'))]
    const shown = show('/phones')
    await settled(900)
    expect(asked).toHaveLength(1)
    await settled(6_500)
    expect(asked).toHaveLength(4)
    isThere = false
    await settled(60_000)
    expect(asked).toHaveLength(4)
    isThere = true
    answers = [async () => 'known', () => Promise.reject(new Error('refused'))]
    await settled(8_500)
    expect(shown.getCurrentResult()).toMatchObject({ data: 'known', error: null })
    queries.refreshAll()
    await settled(60_000)
    expect(shown.getCurrentResult().error?.message).toBe('refused')
    expect(asked).toHaveLength(6)
  })

  it('reads anew what is shown, and waits for it, but not for ever', async () => {
    says('spoilt', 'good')
    const shown = show('/phones')
    await settled(1)
    const reading = queries.readAnew()
    await settled(1)
    await reading
    expect(shown.getCurrentResult().data).toBe('good')
    answers = [() => new Promise(() => undefined)]
    let done = false
    void queries.readAnew().then(() => {
      done = true
    })
    await settled(2_900)
    expect(done).toBe(false)
    await settled(200)
    expect(done).toBe(true)
  })

  it('keeps the same object for what did not change', async () => {
    says([{ name: 'Ama' }, { name: 'Kofi', unread: 0 }], [{ name: 'Ama' }, { name: 'Kofi', unread: 1 }])
    const shown = show('/phones')
    await settled(100)
    const before = shown.getCurrentResult().data as unknown[]
    queries.refreshAll()
    await settled(100)
    const after = shown.getCurrentResult().data as unknown[]
    expect(after[1]).toEqual({ name: 'Kofi', unread: 1 })
    expect(after[0]).toBe(before[0])
    queries.refreshAll()
    await settled(100)
    expect(asked).toHaveLength(3)
    expect(shown.getCurrentResult().data).toBe(after)
  })

  it('reads what is shown again from what it knows, and forgets on demand what nobody shows', async () => {
    says('first', 'second')
    const observer = new QueryObserver(queries.client, { queryKey: ['/phones'] })
    observer.subscribe(() => undefined)()
    await settled(100)
    const again = show('/phones')
    expect(again.getCurrentResult().data).toBe('first')
    await settled(100)
    expect(again.getCurrentResult().data).toBe('second')
    queries.forgetUnshown()
    expect(queries.client.getQueryData(['/phones'])).toBe('second')
  })
})
