import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { openWorld } from './world.fixture.ts'

const codesOf = (answers: Array<{ json: { status: string; data: { error: { code: string } | null } } }>) =>
  answers.map(({ json }) => json.data.error?.code ?? json.status).sort()

describe('guesses', () => {
  it('at once gain nothing: three are counted, and then it is locked', async () => {
    const { transact, validate, wrongCode, code, rows } = await openWorld()
    await transact()
    const guesses = Array.from({ length: 20 }, (_, n) => validate(wrongCode(n + 1)))
    const answers = codesOf(await Promise.all(guesses))
    expect(answers).toEqual(['55', '55', ...Array(18).fill('75')])
    expect((await validate(code())).json.data.error?.code).toBe('75')
    expect(await rows('onepipe_source_failures')).toMatchObject([{ failures: 3 }])
  })

  it('that are right at once are right once', async () => {
    const { transact, validate, code } = await openWorld()
    await transact()
    const answers = await Promise.all(Array.from({ length: 10 }, () => validate(code())))
    expect(codesOf(answers)).toEqual([...Array(9).fill('21'), 'Successful'])
  })

  it('are counted for the source over all its transactions, for a day', async () => {
    const { transact, validate, wrongCode, code, kernel } = await openWorld()
    for (const ref of ['a', 'b']) {
      await transact({ ref })
      for (const n of [1, 2, 3]) await validate(wrongCode(n), { ref })
    }
    await transact({ ref: 'open' })
    const ofOpen = code()
    await transact({ ref: 'c' })
    for (const n of [1, 2, 3]) await validate(wrongCode(n), { ref: 'c' })
    // Nine wrong answers: now even a right answer to an older transaction is refused.
    expect((await validate(ofOpen, { ref: 'open' })).json.data.error?.code).toBe('75')
    expect((await transact({ ref: 'd' })).json.data.error?.code).toBe('65')
    expect((await transact({ ref: 'e', type: 'msisdn', plaintext: '2348022221409' })).json.status).toBe(
      'WaitingForOTP',
    )
    await kernel.advance(24 * 60 * 60_000)
    expect((await transact({ ref: 'f' })).json.status).toBe('WaitingForOTP')
    await validate(wrongCode(1), { ref: 'f' })
    expect((await validate(code(), { ref: 'f' })).json.status).toBe('Successful')
  })

  it('are forgotten after a right answer', async () => {
    const { transact, validate, wrongCode, code, rows } = await openWorld()
    await transact()
    await validate(wrongCode())
    await validate(code())
    expect(await rows('onepipe_source_failures')).toEqual([])
  })

  it('of a card’s PIN count too', async () => {
    const { transact } = await openWorld()
    const guess = (n: number) =>
      transact({ ref: `t${n}`, type: 'card', plaintext: `5060990580000217499;111;5003;222${n}` })
    for (let n = 1; n <= 9; n++) expect((await guess(n)).json.data.error?.code).toBe('55')
    expect((await guess(0)).json.data.error?.code).toBe('65')
  })

  it('never tell a balance to who does not know the code, nor twice to who does', async () => {
    const act = fc.oneof(
      fc.record({ kind: fc.constant('guess' as const), right: fc.boolean(), ref: fc.nat({ max: 1 }) }),
      fc.record({ kind: fc.constant('resend' as const), ref: fc.nat({ max: 1 }) }),
      fc.record({ kind: fc.constant('reverse' as const), ref: fc.nat({ max: 1 }) }),
      fc.record({
        kind: fc.constant('advance' as const),
        by: fc.constantFrom(10_000, 30_000, 150_000, 300_000),
      }),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(act, { minLength: 1, maxLength: 4 }), { maxLength: 8 }),
        async (rounds) => {
          const world = await openWorld()
          const codes = ['', '']
          const counts = [0, 0]
          for (const ref of [0, 1]) {
            await world.transact({ ref: `tx-${ref}` })
            codes[ref] = world.code()
          }
          const play = async (one: (typeof rounds)[number][number]) => {
            if (one.kind === 'advance') return void (await world.kernel.advance(one.by))
            const ref = `tx-${one.ref}`
            if (one.kind === 'reverse') return void (await world.reverse({ ref }))
            if (one.kind === 'resend') {
              const sent = await world.onepipe.resend(ref).catch(() => undefined)
              if (sent) codes[one.ref] = world.code()
              return
            }
            const known = codes[one.ref] ?? ''
            const typed = one.right ? known : String((Number(known) + 7) % 1_000_000).padStart(6, '0')
            const { json } = await world.validate(typed, { ref })
            if (json.data.provider_response === null) return
            expect(one.right).toBe(true)
            counts[one.ref] = (counts[one.ref] ?? 0) + 1
          }
          for (const round of rounds) {
            // Guesses of one round are sent together; a new code or a move of the clock is sent alone.
            const alone = round.find(({ kind }) => kind === 'advance' || kind === 'resend')
            if (alone) await play(alone)
            else await Promise.all(round.map(play))
          }
          for (const count of counts) expect(count).toBeLessThanOrEqual(1)
          const rows = await world.rows('onepipe_balance_requests')
          for (const { state, response } of rows) expect(response === null).toBe(state !== 'waiting')
          await world.kernel.advance(3_600_000)
          expect(await world.rows('deadlines')).toEqual([])
          await world.kernel.close()
        },
      ),
      { numRuns: 25 },
    )
  })

  it('and calls that come at once with one reference count as one', async () => {
    const { transact, query, texts } = await openWorld()
    const begun = await Promise.all(Array.from({ length: 8 }, () => transact()))
    expect(codesOf(begun)).toEqual([...Array(7).fill('94'), 'WaitingForOTP'])
    expect(texts).toHaveLength(1)
    const asked = await Promise.all(Array.from({ length: 8 }, () => query({ requestRef: 'once' })))
    expect(codesOf(asked)).toEqual([...Array(7).fill('26'), 'WaitingForOTP'])
  })

  it('come too late at the very time, even where the scheduler has not come round', async () => {
    const { transact, validate, query, reverse, code, kernel, rows } = await openWorld()
    for (const ref of ['a', 'b', 'c']) await transact({ ref })
    await kernel.store.transact((unit) =>
      sql`UPDATE clock SET frozen_at = frozen_at + 300000`.execute(unit.db()),
    )
    const answers = [
      await validate(code(), { ref: 'c' }),
      await query({ ref: 'b' }),
      await reverse({ ref: 'a' }),
    ]
    expect(codesOf(answers)).toEqual(['68', '68', '68'])
    const states = (await rows('onepipe_balance_requests')).map(({ state, response }) => ({
      state,
      response,
    }))
    expect(states).toEqual(Array(3).fill({ state: 'expired', response: null }))
  })
})
