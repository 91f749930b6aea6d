import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { order, ScriptRuns } from './script-run.fixture.ts'

const passed = { passed: 1, failed: 0 }

describe('an app under test', () => {
  let runs: ScriptRuns
  beforeEach(async () => {
    runs = await ScriptRuns.begin()
  })
  afterEach(() => runs.end())

  const says = (text: string) =>
    runs.serve((_, response) => response.setHeader('Content-Type', 'text/plain').end(text))

  /** Plays these steps after dialling the app's code, and then a script that needs no app. */
  async function play(url: string, after: string, { head = [] as string[], answerSeconds = 10 } = {}) {
    const app = `app: { code: "*384*1#", url: "${url}" }`
    const dial = `{ phone: "+46733000001", dials: "*384*1#"${after} }`
    const bad = await runs.script('app.yaml', [app, dial], head)
    const good = await runs.script('good.yaml', [order])
    const world = join(runs.folder, 'world.yaml.txt')
    await writeFile(
      world,
      `network: { username: sandbox, apiKey: key, dialects: { "99999": { answerSeconds: ${answerSeconds} } } }`,
    )
    runs.options = { clock: 'frozen', world }
    return runs.run([bad, good])
  }

  it.each([
    ['crashes', () => runs.serve((request) => void request.socket.destroy()), 10],
    ['answers with an error', () => runs.serve((_, response) => response.writeHead(500).end('oops')), 10],
    ['does not answer', () => runs.serve(() => {}), 0.2],
    ['is not there', () => Promise.resolve('http://127.0.0.1:9/ussd'), 10],
    ['answers with no USSD', () => says('Hello'), 10],
  ])('that %s fails its step, and the next script is played', async (_, start, answerSeconds) => {
    expect(await play(await start(), ', shows: Menu', { answerSeconds }), runs.output).toEqual({
      passed: 1,
      failed: 1,
    })
    expect(runs.output).toContain('failed at app.yaml:4:')
    expect(runs.output).toContain('the session failed')
    expect(runs.output).toContain('good.yaml\n  order: a merchant asks')
    expect(await play(await start(), '', { answerSeconds }), runs.output).toEqual({ passed: 1, failed: 1 })
    expect(await play(await start(), ', breaks: failed', { answerSeconds })).toEqual({ passed: 2, failed: 0 })
  })

  it('whose answer is refused is told by its first characters and what they mean', async () => {
    const url = await says('\ufeffCON Menu')
    await play(url, ', shows: Menu')
    expect(runs.output).toContain(
      '    (failed: Response should start with a CON or an END)\n' +
        '    the app answered "\\ufeffCON Menu"\n' +
        '    A byte order mark (EF BB BF) stands before the first word.',
    )
    expect(runs.output).toMatch(
      /seen {6}the session failed: .*; the app answered "\\ufeffCON Menu"\. A byte order/,
    )
  })

  it('that says too much, or what no phone has letters for, fails its step', async () => {
    const long = await says(`CON ${'a'.repeat(161)}`)
    expect(await play(long, ', shows: aaa')).toEqual({ passed: 1, failed: 1 })
    expect(runs.output).toContain('seen      too-long: The screen has 161 septets')
    expect(await play(long, ', shows: aaa', { head: ['allow: [too-long]'] })).toEqual({
      passed: 2,
      failed: 0,
    })
    const foreign = await says('END Zażółć')
    expect(await play(foreign, ', ends: Za')).toEqual({ passed: 1, failed: 1 })
    expect(runs.output).toContain('seen      not-gsm: Outside the GSM 7-bit alphabet')
    expect(await play(foreign, ', ends: Za', { head: ['allow: [not-gsm]'] })).toEqual({
      passed: 2,
      failed: 0,
    })
  })
})

describe('a step that does not come to an end', () => {
  it('fails, and the scripts after it are played', async () => {
    const runs = await ScriptRuns.begin()
    const url = await runs.serve(() => {})
    const bad = await runs.script('bad.yaml', [
      `app: { code: "*384*1#", url: "${url}" }`,
      '{ phone: "+46733000001", dials: "*384*1#" }',
    ])
    const good = await runs.script('good.yaml', [order])
    const result = await runs.run([bad, good], { stepSeconds: 1 })
    expect(result, runs.output).toEqual({ passed: 1, failed: 1 })
    expect(runs.output).toContain('failed at bad.yaml:4:37\n')
    expect(runs.output).toContain('This did not come to an end within 1 seconds of real time.')
    await runs.end()
  })

  it('holds nobody up where its simulator does not close', async () => {
    const runs = await ScriptRuns.begin()
    const newSimulator = async () => {
      const { client } = await runs.newSimulator()
      return { client, close: () => new Promise<void>(() => {}) }
    }
    const file = await runs.script('a.yaml', [order])
    expect(await runs.run([file], { newSimulator, stepSeconds: 1 })).toEqual(passed)
    await runs.simulators[0]?.close()
    await runs.end()
  })
})
