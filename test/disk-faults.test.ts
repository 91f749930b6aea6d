import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, copyFileSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openKernel } from '../src/kernel/kernel.fixture.ts'
import { Connection } from '../src/kernel/store/connection.ts'
import { longestLockMs } from '../src/kernel/store/store-health.ts'
import { type Simulator, startSimulator } from '../src/simulator/index.ts'

const closing: Array<() => unknown> = []
afterEach(async () => {
  vi.restoreAllMocks()
  for (const close of closing.splice(0).reverse()) await close()
})

/** A file system of 4 MB of its own, which only the superuser of a Linux can make; undefined elsewhere. */
function smallDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'payersim-disk-'))
  closing.push(() => rmSync(folder, { recursive: true, force: true }))
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder])
  if (status !== 0) return undefined
  closing.push(() => spawnSync('umount', ['-l', folder]))
  return folder
}

/** Takes all the room that there is; the way back. */
function fill(folder: string): () => void {
  const ballast = join(folder, 'ballast')
  const file = openSync(ballast, 'w')
  for (const bytes of [65_536, 4_096, 512]) {
    try {
      for (;;) if (writeSync(file, Buffer.alloc(bytes)) < bytes) break
    } catch {
      // Full: smaller pieces may still find room.
    }
  }
  closeSync(file)
  return () => rmSync(ballast)
}

let log: string[]
async function start(data: string): Promise<Simulator> {
  log = []
  const note = (_: object, line: string) => void log.push(line)
  const sim = await startSimulator({ data, clock: 'frozen', port: 0, logger: { warn: note, error: note } })
  closing.push(() => sim.close())
  return sim
}
/** A folder that is gone after the test. */
function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'payersim-'))
  closing.push(() => rmSync(path, { recursive: true, force: true }))
  return path
}
const health = (sim: Simulator) => ask(sim, 'GET', '/_sim/health')
/** What fails, as SQLite tells of it. */
let tried = 0
function failing(when: (sql: string) => boolean, code: string): () => void {
  const { change } = Connection.prototype
  tried = 0
  const spy = vi.spyOn(Connection.prototype, 'change').mockImplementation(function (
    this: Connection,
    sql,
    values,
  ) {
    if (when(sql) && ++tried) throw new Sqlite.SqliteError('it fails', code)
    return change.call(this, sql, values)
  })
  return () => spy.mockRestore()
}

const ask = async (
  sim: Simulator,
  method: string,
  path: string,
  of: { headers?: object; body?: string } = {},
) => {
  const headers = { 'Content-Type': 'application/json', ...of.headers }
  const body = of.body === undefined ? {} : { body: of.body }
  const answer = await fetch(sim.url + path, { method, headers, ...body })
  const text = await answer.text()
  return { status: answer.status, text, json: text.startsWith('{') ? JSON.parse(text) : undefined }
}
const apiUser = async (sim: Simulator) => {
  const key = (await sim.world()).momo.subscriptionKeys.collection
  return ask(sim, 'POST', '/v1_0/apiuser', {
    headers: { 'X-Reference-Id': crypto.randomUUID(), 'Ocp-Apim-Subscription-Key': key },
    body: '{"providerCallbackHost":"shop.test"}',
  })
}
const sms = (sim: Simulator, message = 'Hello') =>
  ask(sim, 'POST', '/version1/messaging', {
    headers: {
      apiKey: 'atsk_payersim',
      'Content-Type': 'application/x-www-form-urlencoded',
      Accept: 'application/json',
    },
    body: new URLSearchParams({ username: 'sandbox', to: '+46733000001', message }).toString(),
  })
const textFrom = (sim: Simulator, text: string) =>
  ask(sim, 'POST', '/_sim/phones/+46733000001/messages', { body: JSON.stringify({ to: '22384', text }) })

describe('a disk that is full', () => {
  let disk: string | undefined
  beforeEach(() => {
    disk = smallDisk()
  })

  it('is named by each answer and by health, until there is room again; what was acknowledged stays', async (context) => {
    if (disk === undefined) return context.skip('only the superuser of a Linux can make a file system')
    const data = join(disk, 'payersim.db')
    const sim = await start(data)
    expect(await sms(sim, 'before')).toMatchObject({ status: 201 })
    const empty = fill(disk)
    const full = `The disk of ${data} is full: nothing was written. Free some space on it; payersim then goes on by itself.`
    // What is left in the write-ahead log takes a few more.
    await expect
      .poll(async () => (await textFrom(sim, 'x'.repeat(400))).status, { timeout: 15_000, interval: 0 })
      .toBe(507)
    const long = 'x'.repeat(1_000)
    expect(await textFrom(sim, long)).toMatchObject({
      status: 507,
      json: { type: '/docs/problems#disk-full', title: 'The disk is full', detail: full },
    })
    expect(await apiUser(sim)).toMatchObject({ status: 503, json: { code: 'SERVICE_UNAVAILABLE' } })
    expect(await sms(sim, long)).toMatchObject({ status: 507, text: full })
    expect(await ask(sim, 'POST', '/_sim/snapshots', { body: '{"name":"full"}' })).toMatchObject({
      status: 507,
    })
    expect(await health(sim)).toMatchObject({
      status: 503,
      json: { status: 'failing', reason: 'disk-full', detail: full, store: data },
    })
    empty()
    await expect.poll(async () => (await health(sim)).status, { timeout: 5_000 }).toBe(200)
    expect(await sms(sim, 'after')).toMatchObject({ status: 201 })
    expect(await apiUser(sim)).toMatchObject({ status: 201 })
    expect(await ask(sim, 'POST', '/_sim/snapshots', { body: '{"name":"room"}' })).toMatchObject({
      status: 201,
    })
    const messages = await sim.phone('+46733000001').messages()
    expect(messages.map(({ text }) => text)).toEqual(['before', 'after'])
    expect(await sim.audit()).toMatchObject({ ok: true })
  })
})

describe('a disk that fails', () => {
  it.each([
    [
      'SQLITE_IOERR_FSYNC',
      'COMMIT',
      'disk-failed',
      /^The disk of .*payersim\.db fails \(SQLITE_IOERR_FSYNC: it fails\)/,
    ],
    [
      'SQLITE_READONLY',
      'BEGIN IMMEDIATE',
      'read-only',
      /payersim\.db can no longer be written \(SQLITE_READONLY: it fails\)/,
    ],
    ['SQLITE_CANTOPEN', 'BEGIN IMMEDIATE', 'disk-failed', /fails \(SQLITE_CANTOPEN: it fails\)/],
  ])(
    'with %s is told of, each vendor in its form, until it works again',
    async (code, word, reason, detail) => {
      const sim = await start(join(folder(), 'payersim.db'))
      const works = failing((sql) => sql === word, code)
      expect(await textFrom(sim, 'Hello')).toMatchObject({
        status: 503,
        json: { type: '/docs/problems#data-file-unusable', detail: expect.stringMatching(detail) },
      })
      expect(await sms(sim)).toMatchObject({ status: 503, text: expect.stringMatching(detail) })
      expect(await apiUser(sim)).toMatchObject({
        status: 503,
        text: '{"message":"Service temporarily unavailable, try again later.","code":"SERVICE_UNAVAILABLE"}',
      })
      const exchanges = await ask(sim, 'GET', '/_sim/timeline/all')
      expect(JSON.stringify(JSON.parse(exchanges.text))).toContain(`"explanation":`)
      expect((await sim.onepipeApp().getBalance({ source: '6200000766' })).answer).toMatchObject({
        status: 'Failed',
        message: expect.stringMatching(detail),
      })
      expect(await health(sim)).toMatchObject({ status: 503, json: { status: 'failing', reason } })
      expect(log.filter((line) => line === 'the data file cannot be used')).toHaveLength(1)
      works()
      expect(await sms(sim)).toMatchObject({ status: 201 })
      expect(await health(sim)).toMatchObject({ status: 200, json: { status: 'ok' } })
      expect(log).toContain('the data file can be written again')
    },
  )

  it('keeps no delivery on its way for ever: what came of it is written once that works', async () => {
    const kernel = await openKernel({ file: join(folder(), 'payersim.db') })
    let answer: (() => void) | undefined
    kernel.subscribe({
      name: 'app',
      to: ['note.added'],
      mode: 'at-most-once',
      plan: () => ({}),
      attempt: () => new Promise((resolve) => (answer = () => resolve({ ok: true }))),
    })
    await kernel.start()
    await kernel.transact((tx) => tx.emit({ kind: 'note.added' }))
    const attempting = () => kernel.read((rx) => kernel.deliveries.list(rx, 'app'))
    await expect.poll(() => answer).toBeDefined()
    expect(await attempting()).toMatchObject([{ status: 'attempting' }])
    const works = failing((sql) => sql === 'COMMIT', 'SQLITE_FULL')
    answer?.()
    // More than the two tries that a lock would be worth.
    await expect.poll(() => tried, { timeout: 5_000 }).toBeGreaterThan(4)
    expect(await attempting()).toMatchObject([{ status: 'attempting' }])
    works()
    await kernel.settle()
    expect(await attempting()).toMatchObject([{ status: 'done' }])
  })
})

describe('a data file that is taken away under a running server', () => {
  const end = async (sim: Simulator) => {
    await expect.poll(async () => (await health(sim)).status, { timeout: 5_000 }).toBe(503)
    return (await health(sim)).json
  }

  it.each(['-wal', '-shm'])(
    'is noticed by its %s: nothing is written any more, and nothing acknowledged is lost',
    async (ending) => {
      const data = join(folder(), 'payersim.db')
      const sim = await start(data)
      expect(await sms(sim, 'acknowledged')).toMatchObject({ status: 201 })
      rmSync(data + ending)
      const detail = `${data + ending} was removed or replaced while payersim has it open: nothing is written any more. What was acknowledged is in ${data}. Start payersim again.`
      expect(await end(sim)).toMatchObject({ status: 'failing', reason: 'file-gone', detail })
      expect(await sms(sim)).toMatchObject({ status: 503, text: detail })
      expect(await apiUser(sim)).toMatchObject({ status: 503 })
      expect(log.filter((line) => line === 'the data file cannot be used')).toHaveLength(1)
      // As the next start finds it where this process is killed.
      const next = join(folder(), 'payersim.db')
      copyFileSync(data, next)
      const again = await start(next)
      expect((await again.phone('+46733000001').messages()).map(({ text }) => text)).toEqual(['acknowledged'])
    },
  )

  it.each([
    ['removed', () => {}],
    ['replaced', (data: string) => writeFileSync(data, 'another file')],
  ])('is noticed where it is %s', async (_, put) => {
    const data = join(folder(), 'payersim.db')
    const sim = await start(data)
    rmSync(data)
    put(data)
    const detail = `${data} was removed or replaced while payersim has it open: nothing is written any more. Stop payersim, put the file back or name another with --data, and start it again.`
    expect(await end(sim)).toMatchObject({ reason: 'file-gone', detail })
    expect(await textFrom(sim, 'Hello')).toMatchObject({ status: 503, json: { detail } })
  })
})

describe('a process that is frozen while it writes', () => {
  it('holds the others up for a bounded time, and they name it', async () => {
    const data = join(folder(), 'payersim.db')
    const sim = await start(data)
    const writes = `const Sqlite = require('better-sqlite3')
      new Sqlite(${JSON.stringify(data)}).exec('BEGIN IMMEDIATE')
      console.log('writing')
      setInterval(() => {}, 1000)`
    const frozen = spawn(process.execPath, ['-e', writes], { cwd: process.cwd() })
    closing.push(() => frozen.kill('SIGKILL'))
    await once(frozen.stdout, 'data')
    frozen.kill('SIGSTOP')
    const now = performance.now.bind(performance)
    const { change } = Connection.prototype
    const begun = new Promise<void>((tries) => {
      vi.spyOn(Connection.prototype, 'change').mockImplementation(function (this: Connection, sql, values) {
        if (sql === 'BEGIN IMMEDIATE') tries()
        return change.call(this, sql, values)
      })
    })
    const answer = sms(sim)
    await begun
    // Longer than a unit waits has passed since it began.
    vi.spyOn(performance, 'now').mockImplementation(() => now() + longestLockMs + 1)
    const who = process.platform === 'linux' ? `the process ${frozen.pid} holds` : 'another process holds'
    const detail = `${data} was locked for 10 s: ${who} its lock for writing, and may be stopped or frozen. Nothing was written. Let that process go on or end it; payersim then goes on by itself.`
    expect(await answer).toEqual({ status: 503, text: detail, json: undefined })
    expect(await health(sim)).toMatchObject({ status: 503, json: { reason: 'locked', detail } })
    frozen.kill('SIGKILL')
    await once(frozen, 'exit')
    expect(await sms(sim)).toMatchObject({ status: 201 })
    expect(await health(sim)).toMatchObject({ status: 200 })
  })
})
