import { basename } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Said } from './conversation.ts'
import { failureOf } from './failure.ts'
import {
  type Outcome,
  type Reporter,
  type RunOptions,
  runScripts,
  type Script,
  type ScriptPlayer,
} from './index.ts'
import { order, ScriptRuns } from './script-run.fixture.ts'

/** A player whose scripts report and end as the test tells it. */
class PlayerByHand implements ScriptPlayer {
  readonly jobs: number
  readonly begun: string[] = []
  closed = false
  readonly #playing = new Map<
    string,
    { script: Script; say(said: Said): void; end(outcome: Outcome): void }
  >()

  constructor(jobs: number) {
    this.jobs = jobs
  }

  play(script: Script, say: (said: Said) => void): Promise<Outcome> {
    const name = basename(script.file, '.yaml')
    this.begun.push(name)
    return new Promise((end) => this.#playing.set(name, { script, say, end }))
  }

  close(): Promise<void> {
    this.closed = true
    return Promise.resolve()
  }

  say(name: string, text: string): void {
    this.#playing.get(name)?.say({ kind: 'did', text })
  }

  async end(name: string, wrong?: string): Promise<void> {
    const playing = this.#playing.get(name)
    if (!playing) throw new Error(`${name} has not begun.`)
    const failure = wrong === undefined ? {} : { failure: failureOf(new Error(wrong), playing) }
    playing.end({ seconds: 1, ...failure })
    await turn()
  }
}

describe('scripts that are played side by side', () => {
  let runs: ScriptRuns
  let reported: string[]
  beforeEach(async () => {
    runs = await ScriptRuns.begin()
    reported = []
  })
  afterEach(() => runs.end())

  const reporter: Reporter = {
    refused: (problems) => reported.push(`refused: ${problems.length}`),
    started: ({ file }, { number, of }) => reported.push(`${basename(file, '.yaml')} is ${number} of ${of}`),
    said: (said) => reported.push(said.kind === 'did' ? said.text : said.kind),
    ended: (_, { failure }) => reported.push(failure?.message ?? 'passed'),
    finished: () => reported.push('finished'),
  }

  /** Starts a run and waits until the first scripts have started. */
  async function begin(names: string, player: ScriptPlayer, options: Partial<RunOptions> = {}) {
    const files = await Promise.all([...names].map((name) => runs.script(`${name}.yaml`, [order])))
    let begun: () => void
    const started = new Promise<void>((resolve) => {
      begun = resolve
    })
    const newPlayer = () => {
      begun()
      return player
    }
    const running = runScripts(files, { reporter, ...options, newPlayer })
    await started
    await turn()
    return { running }
  }

  it('are told of in their order, as with one after another', async () => {
    const player = new PlayerByHand(3)
    const { running } = await begin('abcde', player)
    expect(player.begun).toEqual(['a', 'b', 'c'])
    player.say('b', 'b says 1')
    player.say('a', 'a says 1')
    expect(reported).toEqual(['a is 1 of 5', 'a says 1'])
    await player.end('c')
    expect(player.begun).toEqual(['a', 'b', 'c', 'd'])
    await player.end('a', 'a is wrong')
    player.say('b', 'b says 2')
    await player.end('d', 'd is wrong')
    await player.end('b')
    await player.end('e')
    expect(await running).toEqual({ passed: 3, failed: 2 })
    expect(reported.join('\n')).toBe(
      [
        'a is 1 of 5\na says 1\na is wrong',
        'b is 2 of 5\nb says 1\nb says 2\npassed',
        'c is 3 of 5\npassed',
        'd is 4 of 5\nd is wrong',
        'e is 5 of 5\npassed',
        'finished',
      ].join('\n'),
    )
    expect(player.closed).toBe(true)
  })

  it('begin one after another where the player plays one', async () => {
    const player = new PlayerByHand(1)
    const { running } = await begin('ab', player)
    expect(player.begun).toEqual(['a'])
    await player.end('a')
    expect(player.begun).toEqual(['a', 'b'])
    await player.end('b')
    expect(await running).toEqual({ passed: 2, failed: 0 })
  })

  it('end at the first that fails in their order, and none begins after any has', async () => {
    const player = new PlayerByHand(3)
    const { running } = await begin('abcdef', player, { bail: true })
    await player.end('c', 'c is wrong')
    expect(player.begun).toEqual(['a', 'b', 'c'])
    await player.end('a')
    expect(player.begun).toEqual(['a', 'b', 'c'])
    await player.end('b', 'b is wrong')
    expect(await running).toEqual({ passed: 1, failed: 1, notRun: 4 })
    expect(reported.slice(-3)).toEqual(['b is 2 of 6', 'b is wrong', 'finished'])
    expect(player.closed).toBe(true)
  })

  it('wait for those before the first that has failed, and for none behind it', async () => {
    const player = new PlayerByHand(3)
    const { running } = await begin('abc', player, { bail: true })
    await player.end('b', 'b is wrong')
    expect(reported).toEqual(['a is 1 of 3'])
    await player.end('a')
    expect(await running).toEqual({ passed: 1, failed: 1, notRun: 1 })
  })

  it('end after the one that is told of where a signal says so', async () => {
    const player = new PlayerByHand(2)
    const end = new AbortController()
    const { running } = await begin('abcd', player, { signal: end.signal })
    end.abort()
    await player.end('b')
    expect(player.begun).toEqual(['a', 'b'])
    await player.end('a')
    expect(await running).toEqual({ passed: 1, failed: 0, notRun: 3 })
    expect(player.closed).toBe(true)
  })

  it('end, and their player with them, where they cannot be played or told of', async () => {
    const broken = new PlayerByHand(2)
    broken.play = () => Promise.reject(new Error('no thread is left'))
    const file = await runs.script('a.yaml', [order])
    const run = runScripts([file, file], { reporter, newPlayer: () => broken })
    await expect(run).rejects.toThrow('no thread is left')
    expect(broken.closed).toBe(true)

    const player = new PlayerByHand(2)
    const speechless = { ...reporter, ended: () => expect.fail('the pipe is closed') }
    const { running } = await begin('abc', player, { reporter: speechless })
    const rejected = expect(running).rejects.toThrow('the pipe is closed')
    await player.end('a')
    await rejected
    expect(player.closed).toBe(true)
  })

  it('do not begin where one is refused', async () => {
    const good = await runs.script('good.yaml', [order])
    const bad = await runs.script('bad.yaml', ['chose: Approve'])
    const newPlayer = () => expect.fail('None is needed.')
    expect(await runScripts([good, bad], { reporter, newPlayer })).toEqual({ passed: 0, failed: 1 })
    expect(reported).toEqual(['refused: 1', 'finished'])
  })

  it('know how many are played', async () => {
    const [one = '', other = ''] = [
      await runs.script('a.yaml', [order]),
      await runs.script('b.yaml', [order]),
    ]
    const counts: number[] = []
    const player = new PlayerByHand(1)
    const newPlayer = (scripts: number) => {
      counts.push(scripts)
      return player
    }
    expect(await runScripts([one, other], { reporter, newPlayer, grep: /nobody/ })).toEqual({
      passed: 0,
      failed: 0,
    })
    expect(counts).toEqual([0])
  })
})
