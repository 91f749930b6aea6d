import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../src/index.ts'
import { findLibfaketime } from '../src/redirect/clock/libfaketime.ts'
import { has, program, type Running, startRunWith } from './run/payersim-run.fixture.ts'

const beginning = '2026-03-02T09:00:00.000Z'

/** Five minutes later, and what {@link moveUntilEnd} adds. */
const fiveLater = /^2026-03-02T09:0[5-7]/
const later = expect.stringMatching(fiveLater)
const isFiveMinutes = (seconds: number) => seconds >= 300 && seconds < 450

let sim: Simulator
beforeAll(async () => {
  sim = await startSimulator({ clock: 'frozen', port: 0 })
})
afterAll(() => sim.close())

/** Starts a command in a world of its own, whose clock is frozen. */
async function startIn(name: string, command: (job: object) => readonly string[]) {
  const world = await sim.worlds.open(name, { clock: 'frozen', at: beginning })
  const { momo, phones } = await world.world()
  const [{ id, apiKey } = { id: '', apiKey: '' }] = momo.apiUsers
  const job = { id, apiKey, key: momo.subscriptionKeys.collection, payer: phones[0]?.msisdn.slice(1) }
  return {
    world,
    running: startRunWith(['--url', sim.url ?? '', '--world', name, '--quiet', '--clock'], command(job)),
  }
}
type World = Awaited<ReturnType<typeof startIn>>['world']

/**
 * Moves the clock five minutes, and then ten seconds at a time: what a busy machine let begin to wait only after the move
 * waits for five minutes more.
 */
async function moveUntilEnd(world: World, { ended }: Running): Promise<number | null> {
  let code: number | null | undefined
  void ended.then((ends) => {
    code = ends
  })
  await world.clock.advance('PT5M')
  await expect
    .poll(
      async () => {
        if (code === undefined) await world.clock.advance('PT10S')
        return code
      },
      { timeout: 100_000, interval: 500 },
    )
    .not.toBe(undefined)
  return code ?? null
}

const python = () =>
  findLibfaketime() === undefined ? undefined : ['python3', '/usr/bin/python3'].find((name) => has(name))
const java = () => findLibfaketime() !== undefined && has('javac')

describe('a job that gives up after five minutes, under payersim run --clock', () => {
  const jobs = [
    {
      language: 'Node',
      here: () => true,
      from: '',
      command: (job: object) => ['node', program('clock/gives-up.mjs'), JSON.stringify(job)],
    },
    {
      language: 'Python',
      here: () => python() !== undefined,
      from: 'python3 and faketime',
      command: (job: object) => [python() ?? '', program('clock/gives_up.py'), JSON.stringify(job)],
    },
    {
      language: 'Java',
      here: java,
      from: 'a JDK of version 11 or newer, and faketime',
      // What is compiled once need not run fast.
      command: (job: object) => [
        'java',
        '-XX:TieredStopAtLevel=1',
        program('clock/GivesUp.java'),
        ...Object.values(job).map(String),
      ],
    },
  ]
  it.for(jobs)(
    'sees in $language that its payer let the request expire',
    { timeout: 200_000 },
    async ({ language, here, from, command }, { skip }) => {
      skip(!here(), `not on this machine; it comes with ${from}`)
      const { world, running } = await startIn(language.toLowerCase(), command)
      await running.says('PENDING')
      const code = await moveUntilEnd(world, running)
      expect({ code, err: running.said.err }).toEqual({ code: 0, err: expect.not.stringContaining('rror') })
      const [first, ...rest] = running.lines()
      expect(first).toEqual({ status: 'PENDING', at: expect.stringMatching(/^2026-03-02T09:00:00/) })
      expect(rest.at(-1)).toEqual({ gaveUp: expect.stringMatching(fiveLater) })
      expect(rest.at(-2)).toEqual({
        status: 'FAILED',
        reason: 'EXPIRED',
        at: expect.stringMatching(fiveLater),
      })
    },
  )
})

describe('a program that waits for five minutes, under payersim run --clock', () => {
  const last = ({ said }: Running) => JSON.parse(said.out.trim().split('\n').at(-1) ?? '')

  it('is woken in Node in each way, and keeps what it said of them', { timeout: 200_000 }, async () => {
    const { world, running } = await startIn('node-waits', () => ['node', program('clock/waits.mjs')])
    await running.says('waiting')
    expect(await moveUntilEnd(world, running), running.said.err).toBe(0)
    const { seconds, ...told } = last(running)
    expect(seconds.map(isFiveMinutes), `${seconds}`).toEqual([true, true])
    expect(told).toEqual({
      ended: ['kept', 'promisified', 'timers/promises', null],
      // Once for the time that was jumped over.
      ticks: 1,
      at: [later, later],
      dates: true,
    })
    expect(running.said.out).not.toMatch(/never|cleared/)
  })

  it('is woken in Python in each way', { timeout: 200_000 }, async ({ skip }) => {
    skip(python() === undefined, 'not on this machine; it comes with python3 and faketime')
    const { world, running } = await startIn('python-waits', () => [
      python() ?? '',
      program('clock/waits.py'),
    ])
    await running.says('waiting')
    expect(await moveUntilEnd(world, running), running.said.err).toBe(0)
    const { ended, ...told } = last(running)
    for (const [way, seconds, byDate, at] of ended) {
      expect(isFiveMinutes(seconds), `${way}: ${seconds}`).toBe(true)
      expect(isFiveMinutes(byDate), `${way}: ${byDate} by date`).toBe(true)
      expect(at).toMatch(/^2026-03-02T09:(0[5-9]|1)/)
    }
    expect(told).toEqual({
      woken: true,
      children: ['2026-03-02T09:00', '2026-03-02T09:00'],
    })
  })

  it('has a running clock that runs, and jumps', { timeout: 60_000 }, async () => {
    const world = await sim.worlds.open('running', { clock: 'running' })
    await world.clock.advance('P1D')
    const script = `const from = Date.now()
      setTimeout(() => console.log(JSON.stringify([from, Date.now() - from])), 30)`
    const running = startRunWith(
      ['--url', sim.url ?? '', '--world', 'running', '--quiet', '--clock'],
      ['node', '-e', script],
    )
    expect(await running.ended, running.said.err).toBe(0)
    const [from, later] = JSON.parse(running.said.out) as number[]
    const day = 24 * 3_600_000
    expect(Math.abs((from ?? 0) - day - Date.now())).toBeLessThan(60_000)
    expect(later).toBeGreaterThanOrEqual(30)
  })
})
