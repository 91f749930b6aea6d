import { deepStrictEqual } from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { startSimulator } from '../../src/index.ts'
import { type Move, sessionsOf } from './worlds-moves.ts'
import { type Place, Session } from './worlds-session.ts'

// Two hundred worlds: npm run test:worlds -- --count 200 --row 1000
const { WORLDS_COUNT = '8', WORLDS_RUNS = '1', WORLDS_ROW = '100', WORLDS_SEED, WORLDS_PATH } = process.env
const file = 'test/proof/worlds.test.ts'
const count = Number(WORLDS_COUNT)
const runs = Number(WORLDS_RUNS)
const limitMs = (runs * count * 2 + 240) * 1_000

/** Of what each world begins as; its own ids have a seed of their own. */
const seed = 'worlds'
const markOf = (index: number) => `mark-${String(index).padStart(3, '0')}`

/** Plays all sessions at once, each in a world of one server; half of them are reached by the host name. */
async function together(sessions: readonly Move[][]): Promise<unknown[]> {
  const server = await startSimulator({ clock: 'frozen', port: 0, seed })
  const played: Session[] = []
  try {
    const places = await Promise.all(
      sessions.map(async (_, index): Promise<Place> => {
        const name = markOf(index)
        await server.worlds.open(name, { seed: name })
        const { url, hostUrl } = await server.worlds.find(name)
        return index % 2 === 0 ? { url } : { url, host: new URL(hostUrl ?? '').host }
      }),
    )
    const views = await Promise.all(
      sessions.map(async (moves, index) => {
        const session = new Session(markOf(index), places[index] ?? { url: '' })
        played.push(session)
        await session.play(moves)
      }),
    ).then(() => Promise.all(played.map((session) => session.view())))
    expect(
      (await server.timeline()).map(({ kind }) => kind),
      'what the world beside them has seen',
    ).toEqual([])
    return views
  } finally {
    for (const session of played) await session.close()
    await server.close()
  }
}

/** Plays a session in a simulator that has nothing beside. It is a fork, as a world is a copy of what was made ready. */
async function alone(moves: readonly Move[], mark: string): Promise<unknown> {
  const origin = await startSimulator({ clock: 'frozen', seed })
  const own = await origin.fork({ port: 0, seed: mark })
  const session = new Session(mark, { url: own.url ?? '' })
  try {
    await session.play(moves)
    return await session.view()
  } finally {
    await session.close()
    await own.close()
    await origin.close()
  }
}

it(
  `each of ${count} worlds on one server ends as the same session ends in a simulator of its own`,
  async () => {
    let moved = 0
    let events = 0
    const property = fc.asyncProperty(sessionsOf(count), async (sessions) => {
      const views = await together(sessions)
      for (const [index, moves] of sessions.entries()) {
        const mark = markOf(index)
        const view = views[index] as { timeline: unknown[] }
        const marks = new Set(JSON.stringify(view).match(/mark-\d{3}/g))
        marks.delete(mark)
        expect([...marks], `what ${mark} knows of others`).toEqual([])
        deepStrictEqual(view, await alone(moves, mark))
        moved += moves.length
        events += view.timeline.length
      }
    })
    const details = await fc.check(property, {
      numRuns: runs,
      ...(WORLDS_SEED === undefined ? {} : { seed: Number(WORLDS_SEED) }),
      ...(WORLDS_PATH === undefined ? {} : { path: WORLDS_PATH }),
      // Shrinking plays all of them again for each try: few worlds are shrunk, many are replayed by their seed.
      endOnFailure: WORLDS_PATH !== undefined || count > 20,
      interruptAfterTimeLimit: limitMs - 120_000,
    })
    if (!details.failed) {
      expect(details.interrupted, 'cut short by the time limit').toBe(false)
      expect(events, 'something happened').toBeGreaterThan(count)
      console.log(`${runs} × ${count} worlds, ${moved} moves, ${events} events`)
      return
    }
    const replay = `WORLDS_COUNT=${count} WORLDS_SEED=${details.seed} WORLDS_PATH=${details.counterexamplePath ?? ''}`
    const why = details.errorInstance instanceof Error ? details.errorInstance.message : ''
    expect.fail(`${why}\n${fc.defaultReportMessage(details)}\nReplay it: ${replay} npx vitest run ${file}`)
  },
  limitMs,
)

it(
  'worlds that were opened and ended leave nothing behind, and the process ends by itself',
  async () => {
    const program = fileURLToPath(new URL('./worlds-in-a-row.ts', import.meta.url))
    const args = ['--expose-gc', '--import', 'tsx', program, WORLDS_ROW]
    const run = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    const [out, [code]] = await Promise.all([text(run.stdout), once(run, 'exit')])
    expect(code).toBe(0)
    console.log(out.trim())
    const { heapGrowth } = JSON.parse(out)
    // One that stayed would hold 140 KiB.
    expect(heapGrowth / Number(WORLDS_ROW)).toBeLessThan(50 * 1024)
  },
  limitMs,
)
