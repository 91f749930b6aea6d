import { writeFile } from 'node:fs/promises'
import type { Worker } from 'node:worker_threads'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../simulator/index.ts'
import { startThread, ThreadPlayer } from './index.ts'
import { order, ScriptRuns } from './script-run.fixture.ts'

const threadTime = 60_000

/** Each thread drives the next of them. */
const simulators: Simulator[] = []
beforeAll(async () => {
  for (let count = 0; count < 3; count++) simulators.push(await startSimulator({ clock: 'frozen', port: 0 }))
})
afterAll(async () => {
  for (const simulator of simulators) await simulator.close()
})

let started = 0
const newThread = (stepSeconds: number) => {
  const { url } = simulators[started++ % simulators.length] as Simulator
  return startThread('dying-thread.fixture', import.meta.url, {
    workerData: { stepSeconds, url },
    resourceLimits: { maxOldGenerationSizeMb: 128 },
  })
}

describe('threads that play scripts', () => {
  let runs: ScriptRuns
  let threads: Worker[]
  beforeEach(async () => {
    runs = await ScriptRuns.begin()
    threads = []
  })
  afterEach(() => runs.end())

  function run(files: readonly string[], { jobs = 2, stepSeconds = 60, bail = false } = {}) {
    const start = () => {
      const thread = newThread(stepSeconds)
      threads.push(thread)
      return thread
    }
    return runs.run(files, { newPlayer: () => new ThreadPlayer(jobs, start), bail })
  }

  const dial = (code: string) => `{ phone: "+46733000001", dials: "${code}", shows: Approvals }`
  /** Nothing of an ended thread is left. */
  const gone = () => threads.every(({ threadId }) => threadId === -1)

  it('tell what one thread alone tells', { timeout: threadTime }, async () => {
    const files = [
      await runs.script('good.yaml', [dial('*165#'), 'cancels: true']),
      await runs.script('bad.yaml', [dial('*165#'), 'chooses: Loans']),
      await runs.script('paid.yaml', [
        dial('*165#'),
        'chooses: Balance',
        '{ types: "{{pin}}", ends: balance }',
      ]),
      await runs.script('late.yaml', [order, 'wait: PT5M', 'expect: { request: order, status: FAILED }']),
    ]
    // As each thread does with its own.
    runs.prepare = (simulator) => simulator.reset()
    const result = await runs.run(files)
    const { output } = runs
    expect(output).toContain('failed at bad.yaml:4:14')
    expect(await run(files, { jobs: 3 })).toEqual(result)
    expect(runs.output).toBe(output)
    expect(threads).toHaveLength(3)
    expect(gone()).toBe(true)
  })

  it.each([
    ['exits', '*1#', 'it exited with code 3.'],
    ['throws what nobody catches', '*2#', 'nobody catches this'],
    ['rejects what nobody waits for', '*3#', 'nobody waits for this'],
    ['runs out of memory', '*4#', 'Worker terminated due to reaching memory limit: JS heap out of memory'],
  ])('fail the script in which one %s, and go on', { timeout: threadTime }, async (_, code, why) => {
    const good = await runs.script('good.yaml', [dial('*165#')])
    const bad = await runs.script('bad.yaml', [dial('*165#'), dial(code)])
    const files = [good, bad, good]
    expect(await run(files, { jobs: 1 })).toEqual({ passed: 2, failed: 1 })
    expect(runs.output).toContain(`+46733000001 dials ${code}\n  failed at bad.yaml:1:1\n`)
    expect(runs.output).toContain(`The thread that played this script died: ${why}\n`)
    expect(threads).toHaveLength(2)
    expect(gone()).toBe(true)
  })

  it('fail a step that takes too long, and play the next script', { timeout: threadTime }, async () => {
    const good = await runs.script('good.yaml', [dial('*165#')])
    const bad = await runs.script('bad.yaml', [dial('*5#')])
    expect(await run([bad, good], { jobs: 1, stepSeconds: 1 })).toEqual({ passed: 1, failed: 1 })
    expect(runs.output).toContain('did not come to an end within 1 seconds of real time')
    expect(threads).toHaveLength(1)
  })

  it('end with the run, whatever they are doing', { timeout: threadTime }, async () => {
    const bad = await runs.script('bad.yaml', [dial('*165#'), 'chooses: Loans'])
    const endless = await runs.script('endless.yaml', [dial('*5#')])
    expect(await run([bad, endless], { bail: true })).toEqual({ passed: 0, failed: 1, notRun: 1 })
    expect(threads).toHaveLength(2)
    expect(gone()).toBe(true)
  })

  it('fail a script that can be read no more', { timeout: threadTime }, async () => {
    const file = await runs.script('a.yaml', [dial('*165#')])
    const newPlayer = () => {
      const player = new ThreadPlayer(1, () => newThread(60))
      const play = player.play.bind(player)
      player.play = async (...scene) => {
        await writeFile(file, 'session: A test\nsteps:\n  - chose: Loans\n')
        return play(...scene)
      }
      return player
    }
    expect(await runs.run([file], { newPlayer })).toEqual({ passed: 0, failed: 1 })
    expect(runs.output).toContain('failed at a.yaml:3:5\n')
    expect(runs.output).toContain('the nearest known word is "chooses"')
  })
})
