import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'
import { type BalanceRequest, type Simulator, startSimulator } from '../src/index.ts'

const ngozi = '+2348022221408'
/** The number of the source, what only the stored answer has, and what the app sent as auth.secure. */
const traces = ['6200000766', 'available_balance', 'o3iwLOvmVis5yYmaNeIq']

/** Any OTP, also one that the network refused; the timeline has its words with the digits masked. */
const anyCode = /\d{6} is your code to show/

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

type Ending = (of: { sim: Simulator; request: BalanceRequest; code: string }) => Promise<unknown>

const endings: Array<[string, string | undefined, Ending]> = [
  ['success', undefined, ({ request, code }) => request.validate(code)],
  ['expiry, by the scheduler', '68', ({ sim }) => sim.clock.advance('PT5M')],
  [
    'lock-out',
    '75',
    async ({ request }) => {
      for (const guess of ['00000', '00001', '00002']) await request.validate(guess)
    },
  ],
  ['reverse', '21', ({ request }) => request.reverse()],
  [
    'an SMS that the network refuses',
    '92',
    async ({ sim, request }) => {
      await sim.clock.advance('PT30S')
      await sim.faults.set([{ point: 'sms', do: 'rejected', args: { reason: 'UserInBlacklist' } }])
      expect(await request.resend()).toMatchObject({ sent: false })
    },
  ],
]

/** The names of the data file, its log and its index that hold any of the texts. */
function holding(folder: string, texts: ReadonlyArray<string | RegExp>): string[] {
  return readdirSync(folder).filter((name) => {
    const bytes = readFileSync(join(folder, name))
    const either = [
      bytes.toString('latin1'),
      bytes.toString('utf16le'),
      bytes.subarray(1).toString('utf16le'),
    ]
    return texts.some((text) => either.some((form) => form.search(text) >= 0))
  })
}

/** The tables that hold a text. */
function tablesHolding(db: Sqlite.Database, text: string | RegExp): string[] {
  const names = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all() as string[]
  return names.filter((name) => JSON.stringify(db.prepare(`SELECT * FROM "${name}"`).all()).search(text) >= 0)
}

describe('in the data file of a whole simulator nothing of a balance is left after', () => {
  it.each(endings)('%s', async (name, error, end) => {
    const folder = mkdtempSync(join(tmpdir(), 'payersim-onepipe-'))
    folders.push(folder)
    const file = join(folder, 'payersim.db')
    const sim = await startSimulator({ data: file, clock: 'frozen', seed: name })
    const request = await sim.onepipeApp().getBalance({ source: '6200000766' })
    const code = (await sim.phone(ngozi).nextSms()).code ?? ''
    expect(code).toMatch(/^\d{6}$/)
    // While it waits, this finds what is to be gone.
    expect(holding(folder, traces)).not.toEqual([])
    await end({ sim, request, code })
    expect(holding(folder, traces)).toEqual([])
    await request.query()
    expect(request).toMatchObject({ status: error ? 'Failed' : 'Successful', balance: null })
    expect(request.error?.code).toBe(error)
    const timeline = JSON.stringify(await sim.timeline())
    for (const trace of [...traces, code]) expect(timeline).not.toContain(trace)
    await sim.close()
    expect(holding(folder, traces)).toEqual([])

    // The phone keeps its SMS; but for it the code is in no table, and on no page that was given up.
    const db = new Sqlite(file)
    for (const text of [code, anyCode]) expect(tablesHolding(db, text)).toEqual(['sms_inbox'])
    db.pragma('secure_delete = ON')
    db.exec('DELETE FROM sms_inbox')
    db.pragma('wal_checkpoint(TRUNCATE)')
    db.close()
    expect(holding(folder, [code, anyCode])).toEqual([])
  })

  it('an override, which stores none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'payersim-onepipe-'))
    folders.push(folder)
    const sim = await startSimulator({ data: join(folder, 'payersim.db'), clock: 'frozen' })
    const request = await sim.onepipeApp('Back Office').getBalance({ source: '6200000766' })
    expect(request.balance).toMatchObject({ amount: 2_077_099 })
    expect(holding(folder, traces)).toEqual([])
    await sim.close()
    expect(holding(folder, traces)).toEqual([])
  })
})
