import { describe, expect, it } from 'vitest'
import type { HopReply } from './index.ts'
import { ama, type PayerWorld, payerWorld, pin } from './payer.fixture.ts'
import type { PayerTables } from './tables.ts'

const over = 'END This session is over. Dial *165# to start again.'

const rows = ({ kernel }: PayerWorld, table: string) =>
  kernel.read((rx) =>
    rx.db<Record<string, Record<string, unknown>>>().selectFrom(table).selectAll().execute(),
  )

async function stored(
  made: PayerWorld,
  change: (envelope: Record<string, unknown>) => unknown,
): Promise<void> {
  await made.kernel.transact(async (tx) => {
    const db = tx.db<PayerTables>()
    const { snapshot } = await db.selectFrom('payer_sessions').select('snapshot').executeTakeFirstOrThrow()
    const changed = JSON.stringify(change(JSON.parse(snapshot ?? '')))
    await db.updateTable('payer_sessions').set({ snapshot: changed }).execute()
  })
}

describe('a repeated hop', () => {
  it('gets the saved reply and does nothing again, at any screen and after the end', async () => {
    const made = await payerWorld()
    const { ask, hop, balance } = made
    await ask()
    const texts = ['', '1', '1*1', '1*1*1', `1*1*1*0000`, `1*1*1*0000*${pin}`]
    const replies: HopReply[] = []
    for (const text of texts) {
      const reply = await hop('s', text)
      replies.push(reply)
      expect(await hop('s', text)).toEqual(reply)
    }
    expect(replies[4]?.body).toContain('2 tries left')
    expect(await balance()).toBe(3750)
    await ask()
    for (const [index, text] of texts.entries()) expect(await hop('s', text)).toEqual(replies[index])
    expect(await balance()).toBe(3750)
  })

  it('takes effect once when both come at the same instant', async () => {
    const { ask, hop, balance } = await payerWorld()
    await ask()
    await hop('s', '1*1*1')
    const text = `1*1*1*${pin}`
    const [one, other, third] = await Promise.all([hop('s', text), hop('s', text), hop('s', text)])
    expect(one.body).toMatch(/^END Approved/)
    expect([other, third]).toEqual([one, one])
    expect(await balance()).toBe(3750)
    const first = await Promise.all([hop('t', ''), hop('t', '')])
    expect(first[0]).toEqual(first[1])
  })
})

describe('a text that does not go on from the screen', () => {
  it('gets the current screen again and changes nothing', async () => {
    const made = await payerWorld()
    const { ask, hop, balance } = made
    await ask()
    await hop('s', '')
    const current = await hop('s', '1')
    const before = await rows(made, 'payer_sessions')
    expect(await hop('s', '2')).toEqual(current)
    expect(await hop('s', '2*1')).toEqual(current)
    expect(await rows(made, 'payer_sessions')).toEqual(before)
    await hop('s', '1*1')
    const asked = await hop('s', '1*1*1')
    expect(await hop('s', '1*1*2')).toEqual(asked)
    expect(await hop('s', `1*2*1*${pin}`)).toEqual(asked)
    expect(await balance()).toBe(5000)
    expect((await hop('s', `1*1*1*${pin}`)).body).toMatch(/^END Approved/)
  })
})

describe('a dial with answers in it', () => {
  it('lands where step-by-step dialling lands, and the session goes on from there', async () => {
    const made = await payerWorld()
    const { ask, hop, play } = made
    await ask()
    const { body } = await play(['1', '1'])
    expect((await hop('s', '1*1')).body).toBe(body)
    expect((await hop('s', '1*1*1')).body).toContain('Enter your PIN')
    const [stepwise, direct] = await rows(made, 'payer_sessions')
    expect(stepwise?.consumed).toBe(2)
    expect(direct?.consumed).toBe(3)
  })

  it('ignores what comes after the end', async () => {
    const { ask, hop, request } = await payerWorld()
    const first = await ask()
    const second = await ask()
    expect((await hop('s', '1*1*2*1*1*2')).body).toMatch(/^END Rejected/)
    expect(await request(first.id)).toMatchObject({ status: 'FAILED' })
    expect(await request(second.id)).toMatchObject({ status: 'PENDING' })
    expect((await hop('s', '1*1*2*1*1*2*1')).body).toBe(over)
  })
})

describe('a session', () => {
  it('is over after ten minutes without a hop, and resumes nothing', async () => {
    const { hop, kernel } = await payerWorld()
    await hop('s', '')
    await kernel.advance(599_000)
    expect((await hop('s', '1')).body).toMatch(/^CON /)
    await kernel.advance(600_000)
    expect((await hop('s', '1*0')).body).toBe(over)
    await kernel.freeze((await kernel.clock()).now - 600_000)
    expect((await hop('s', '1*0')).body).toBe(over)
  })

  it('belongs to one phone and one service code', async () => {
    const { hop, payer, form } = await payerWorld()
    await hop('s', '')
    const refused = 'END This session belongs to another phone. Dial *165# to start your own.'
    expect((await hop('s', '', '+46733000009')).body).toBe(refused)
    expect((await hop('s', '1', '+46733000009')).body).toBe(refused)
    expect((await payer.hop({ ...form('s', '1'), serviceCode: '*166#' })).body).toMatch(
      /^END This session is over/,
    )
    expect((await hop('s', '1')).body).toMatch(/^CON No approvals/)
    expect((await payer.hop({ ...form('s', '1'), phoneNumber: ama.slice(1) })).body).toMatch(
      /^CON No approvals/,
    )
  })

  it('tells a phone without an account so', async () => {
    const { hop } = await payerWorld()
    const end = await hop('s', '', '+46733000009')
    expect(end.body).toBe('END This phone has no account here.')
    expect(await hop('s', '', '+46733000009')).toEqual(end)
    expect((await hop('s', '1', '+46733000009')).body).toBe(over)
  })

  it.each<[string, (envelope: Record<string, unknown>) => unknown]>([
    ['an unknown machine', (envelope) => ({ ...envelope, machine: 'games' })],
    ['an older version', (envelope) => ({ ...envelope, version: 1 })],
    ['a newer version', (envelope) => ({ ...envelope, version: 3 })],
    ['another status', (envelope) => ({ ...envelope, snapshot: { ...inside(envelope), status: 'done' } })],
    ['an unknown state', (envelope) => ({ ...envelope, snapshot: { ...inside(envelope), value: 'casino' } })],
    [
      'a state that needs a request and has none',
      (envelope) => ({
        ...envelope,
        snapshot: { ...inside(envelope), value: 'pin' },
      }),
    ],
    [
      'another context',
      (envelope) => ({
        ...envelope,
        snapshot: { ...inside(envelope), context: { balance: 1 } },
      }),
    ],
    ['no envelope', () => 'menu'],
  ])('is ended, never restored, where its snapshot has %s', async (_, change) => {
    const made = await payerWorld()
    await made.hop('s', '')
    await stored(made, change)
    expect((await made.hop('s', '1')).body).toBe('END This session cannot go on. Dial *165# again.')
    expect((await made.hop('s', '1*1')).body).toBe(over)
  })

  it('goes on after a restart from the same screen', async () => {
    const before = await payerWorld()
    const { id } = await before.ask()
    const details = await before.hop('s', '1*1')
    const { kernel, hop, request } = await payerWorld({ file: await before.kernel.store.copy() })
    expect(await hop('s', '1*1')).toEqual(details)
    expect((await hop('s', '1*1*1')).body).toContain('Enter your PIN')
    const [session] = await kernel.read((rx) =>
      rx.db<PayerTables>().selectFrom('payer_sessions').select('snapshot').execute(),
    )
    expect(JSON.parse(session?.snapshot ?? '')).toMatchObject({
      machine: 'menu',
      version: 2,
      snapshot: { status: 'active', value: 'pin' },
    })
    expect((await hop('s', `1*1*1*${pin}`)).body).toMatch(/^END Approved/)
    expect(await request(id)).toMatchObject({ status: 'SUCCESSFUL' })
  })
})

describe('the PIN', () => {
  it('is in no column of the store', async () => {
    const made = await payerWorld({ payer: { prompt: 'push' } })
    const { kernel, ask, hop, play, telco } = made
    await ask()
    await ask()
    await kernel.settle()
    await play(['1', '1', '1', '0000', pin])
    await play(['2', pin])
    await hop('open', `1*1*1*9${pin}`)
    await hop(telco.pushes[1]?.sessionId ?? '', `1*x${pin}*${pin}`)
    const tables = await kernel.read((rx) =>
      rx
        .db<{ sqlite_schema: { type: string; name: string } }>()
        .selectFrom('sqlite_schema')
        .select('name')
        .where('type', '=', 'table')
        .execute(),
    )
    let seen = 0
    for (const { name } of tables) {
      for (const row of await rows(made, name)) {
        for (const [column, value] of Object.entries(row)) {
          // Keyed hashes, and the key: their digits are chance.
          if (/hash|reply_key/.test(column) || (name === 'meta' && row.key === 'key' && column === 'value')) {
            expect(String(value)).toMatch(/^([0-9a-f]{64,}|null)$/)
            continue
          }
          seen++
          expect(`${name}.${column}: ${value}`).not.toContain(pin)
        }
      }
    }
    expect(seen).toBeGreaterThan(100)
  })
})

function inside(envelope: Record<string, unknown>): Record<string, unknown> {
  return envelope.snapshot as Record<string, unknown>
}
