import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { findChromium } from '../browser/chromium.ts'
import { inFolder } from './folder.ts'
import type { Row } from './row.ts'
import { ourServer } from './server.ts'

const views = ['timeline', 'payments', 'phones'] as const
const wanted = 50
const seconds = 8
const bound = 500

interface Busy {
  /** Of the page's main thread, in milliseconds of CPU for each second. */
  cpu: number
  script: number
  layout: number
  /** Tasks of more than 50 ms, and the longest, by the clock on the wall. */
  longTasks: number
  longest: number
  /** From a key to the next frame: the longest, by the clock on the wall. */
  key: number
  perSecond: number
}

/** What 50 events a second cost the page in each of its views, while somebody types. */
export function benchBusyPage(): Promise<Row[]> {
  return inFolder(async (folder) => {
    const rows: Row[] = []
    const browser = await chromium.launch({ executablePath: findChromium() ?? '', args: ['--no-sandbox'] })
    for (const view of views) {
      const server = await ourServer(join(folder, `${view}.db`))
      const busy = await measure(browser, server.url, view)
      await server.stop()
      rows.push({
        work: `CPU of the page's main thread at 50 events a second: ${view}`,
        against: 'counted',
        unit: 'ms/s',
        ours: busy.cpu,
        theirs: null,
        ratio: null,
        bound: { atMost: bound },
        note: `${busy.perSecond.toFixed(0)} events a second; script ${busy.script.toFixed(0)}, layout and style ${busy.layout.toFixed(0)} ms/s; ${busy.longTasks} tasks of more than 50 ms in ${seconds} s, the longest ${busy.longest.toFixed(0)} ms; a key was shown after ${busy.key.toFixed(0)} ms at the latest.`,
      })
    }
    await browser.close()
    return rows
  })
}

async function measure(browser: Browser, url: string, view: string): Promise<Busy> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.goto(`${url}/#/${view}`)
  await page.getByRole('region', { name: /^Phone of/ }).waitFor()
  const world = (await asked(url, 'GET', '/_sim/world?limit=50')) as World
  // What is loaded and compiled once is not what an event costs.
  await page.keyboard.press('Control+k')
  const first = await emit(url, world, 0, 3)
  const session = await page.context().newCDPSession(page)
  // By the time of the thread, which other work on the machine does not lengthen.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const metrics = async () => {
    const { metrics: all } = await session.send('Performance.getMetrics')
    return new Map(all.map(({ name, value }) => [name, value]))
  }
  const before = await metrics()
  const begun = performance.now()
  await page.evaluate(observe)
  const typing = typeOn(page)
  const last = await emit(url, world, first, seconds)
  const seen = (await page.evaluate('globalThis.seen')) as { tasks: number[]; keys: number[] }
  const after = await metrics()
  const took = (performance.now() - begun) / 1_000
  await typing.stop()
  await page.close()
  const spent = (...names: string[]) =>
    names.reduce((sum, name) => sum + (after.get(name) ?? 0) - (before.get(name) ?? 0), 0)
  return {
    cpu: (spent('TaskDuration') * 1_000) / took,
    script: (spent('ScriptDuration') * 1_000) / took,
    layout: (spent('LayoutDuration', 'RecalcStyleDuration') * 1_000) / took,
    longTasks: seen.tasks.length,
    longest: Math.max(0, ...seen.tasks),
    key: Math.max(0, ...seen.keys),
    perSecond: (last - first) / took,
  }
}

const observe = `
  globalThis.seen = { tasks: [], keys: [] }
  new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map((each) => each.duration)))
    .observe({ type: 'longtask' })
  new PerformanceObserver((list) => seen.keys.push(...list.getEntries().filter((each) => each.name === 'keydown').map((each) => each.duration)))
    .observe({ type: 'event', durationThreshold: 16 })`

/** A key every quarter of a second into what finds views and phones. */
function typeOn(page: Page) {
  let goesOn = true
  const typing = (async () => {
    while (goesOn) {
      await page.keyboard.press('a', { delay: 20 })
      await page.keyboard.press('Backspace')
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  })()
  return {
    stop: () => {
      goesOn = false
      return typing
    },
  }
}

interface World {
  phones: Array<{ msisdn: string }>
}

/** Dials and hangs up on the phones of the world in turn: each is some events and exchanges. */
async function emit(url: string, { phones }: World, known: number, forSeconds: number): Promise<number> {
  const first = await lastEvent(url, known)
  let last = first
  const started = performance.now()
  for (let turn = 0; performance.now() - started < forSeconds * 1_000; turn++) {
    const due = first + ((performance.now() - started) / 1_000) * wanted
    if (last > due) await new Promise((resolve) => setTimeout(resolve, 20))
    else {
      const phone = encodeURIComponent(phones[turn % phones.length]?.msisdn ?? '')
      await asked(url, 'POST', `/_sim/phones/${phone}/dial`, { code: '*165#' })
      await asked(url, 'POST', `/_sim/phones/${phone}/cancel`, {})
      last = await lastEvent(url, last)
    }
  }
  return last
}

/** The id of the last event, by reading on after one that is known. */
async function lastEvent(url: string, known: number): Promise<number> {
  const events = (await asked(url, 'GET', `/_sim/timeline?after=${known}&limit=1000`)) as Array<{
    id: number
  }>
  return events.length === 0 ? known : lastEvent(url, events.at(-1)?.id ?? known)
}

async function asked(url: string, method: string, path: string, body?: object): Promise<unknown> {
  const answer = await fetch(`${url}${path}`, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`)
  return answer.json()
}
