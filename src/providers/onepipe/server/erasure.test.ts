import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import pino from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { account, openWorld } from './world.fixture.ts'

type World = Awaited<ReturnType<typeof openWorld>>

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** The names of the data file, its log and its index that hold any of the texts. */
function holding(folder: string, texts: readonly string[]): string[] {
  return readdirSync(folder).filter((name) => {
    const bytes = readFileSync(join(folder, name))
    return texts.some((text) => bytes.includes(text) || bytes.includes(Buffer.from(text, 'utf16le')))
  })
}

const endings: Array<[string, (world: World) => Promise<void>]> = [
  ['success', async ({ validate, code }) => expect((await validate(code())).json.status).toBe('Successful')],
  [
    'expiry',
    async ({ kernel }) => {
      await kernel.advance(300_000)
    },
  ],
  [
    'lock-out',
    async ({ validate, wrongCode }) => {
      for (const n of [1, 2, 3]) await validate(wrongCode(n))
    },
  ],
  ['reverse', async ({ reverse }) => expect((await reverse()).json.status).toBe('Successful')],
  [
    'an SMS that is refused',
    async ({ kernel, network, onepipe }) => {
      await kernel.advance(30_000)
      network.trouble = { kind: 'refused', reason: 'UserInBlacklist' }
      expect(await onepipe.resend('tx-1')).toMatchObject({ sent: false })
    },
  ],
]

describe('nothing of a balance is left after', () => {
  it.each(endings)('%s', async (_name, end) => {
    const folder = mkdtempSync(join(tmpdir(), 'payersim-onepipe-'))
    folders.push(folder)
    const world = await openWorld({ file: join(folder, 'payersim.db') })
    await world.transact()
    const [kept] = await world.rows('onepipe_balance_requests')
    const secrets = [
      '6200000766',
      'available_balance',
      world.code(),
      String(kept?.answer_hash),
      String(kept?.source),
    ]
    // While it waits the response is stored, but the code is not.
    expect(holding(folder, ['6200000766', 'available_balance'])).not.toEqual([])
    expect(holding(folder, [world.code()])).toEqual([])
    await end(world)
    const left = holding(folder, ['6200000766', 'available_balance'])
    expect(left).toEqual([])
    const [over] = await world.rows('onepipe_balance_requests')
    expect(over).toMatchObject({
      snapshot: null,
      answer_hash: null,
      response: null,
      source: null,
      phone: null,
    })
    expect(over?.state).not.toBe('waiting')
    const lasting = secrets.filter((secret) => secret !== String(kept?.source))
    expect(holding(folder, lasting)).toEqual([])
    // Failures of a source are stored by its keyed hash only, and are deleted after a success.
    const failures = await world.rows('onepipe_source_failures')
    expect(JSON.stringify(failures)).not.toContain('6200000766')
  })

  it('a restart, which loses no open request', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'payersim-onepipe-'))
    folders.push(folder)
    const file = join(folder, 'payersim.db')
    const before = await openWorld({ file })
    await before.transact()
    const code = before.code()
    const rows = await before.rows('onepipe_balance_requests')
    await before.kernel.close()
    const { kernel, validate } = await openWorld({ file })
    expect(rows[0]?.state).toBe('waiting')
    expect((await validate(code, { requestRef: 'after' })).json.status).toBe('Successful')
    await kernel.close()
  })

  it('the database itself refuses a balance that outlives its request', async () => {
    const { transact, reverse, kernel } = await openWorld()
    await transact()
    const change = (statement: string) =>
      kernel.store.transact((unit) => sql.raw(statement).execute(unit.db()))
    await expect(change(`UPDATE onepipe_balance_requests SET state = 'verified'`)).rejects.toThrow(/CHECK/)
    await reverse()
    await expect(change(`UPDATE onepipe_balance_requests SET response = '{}'`)).rejects.toThrow(
      /stays as it is/,
    )
    await expect(change(`UPDATE onepipe_transactions SET status = 'successful'`)).rejects.toThrow(
      /stays as it is/,
    )
  })

  it('a challenge that another version wrote is given up and erased', async () => {
    const { transact, validate, code, kernel, rows } = await openWorld()
    await transact()
    await kernel.store.transact((unit) =>
      sql`UPDATE onepipe_balance_requests SET snapshot = '{}'`.execute(unit.db()),
    )
    for (const _ of [1, 2]) {
      expect((await validate(code())).json.message).toMatch(/another version/)
    }
    expect(await rows('onepipe_balance_requests')).toMatchObject([{ state: 'unreadable', response: null }])
  })

  it('nor is any of it ever in the log', async () => {
    const lines: string[] = []
    const logger = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) })
    const { transact, validate, code, wrongCode, network, refused, kernel, onepipe, config } =
      await openWorld({
        logger,
      })
    await transact({ secure: account })
    await transact({ plaintext: '6200000766' })
    await transact({ headers: { Signature: 'x' } })
    await transact()
    await validate('', { secure: code() })
    await validate(wrongCode())
    await kernel.advance(30_000)
    const codes = [code(), wrongCode()]
    network.trouble = { kind: 'refused', reason: 'UserInBlacklist' }
    await onepipe.resend('tx-1')
    codes.push(refused[0]?.text.slice(0, 6) ?? 'no SMS')
    const log = lines.join('')
    expect(log).toContain('an OTP was not sent')
    const { secret, apiKey } = config.apps[0] ?? { secret: '', apiKey: '' }
    for (const hidden of ['6200000766', ...codes, secret, apiKey, config.providerKey]) {
      expect(log).not.toContain(hidden)
    }
  })
})
