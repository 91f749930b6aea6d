import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'

const root = join(import.meta.dirname, '..')
const action = parse(readFileSync(join(root, 'action.yml'), 'utf8'))

let folder: string
/** Process groups of jobs, whose programs a runner ends at the end of the job. */
const jobs: number[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'payersim-action-'))
  for (const name of ['env', 'output', 'calls']) writeFileSync(join(folder, name), '')
  writeFileSync(join(folder, 'world.yaml'), 'payers: approve\n')
})
afterEach(() => {
  for (const job of jobs.splice(0)) end(job)
  rmSync(folder, { recursive: true })
})

function end(job: number) {
  try {
    process.kill(-job, 'SIGKILL')
  } catch (error) {
    // Nothing of a job that failed is left.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** A program in front of all others of its name. */
function program(name: string, text: string) {
  writeFileSync(join(folder, name), `#!/usr/bin/env bash\n${text}\n`)
  chmodSync(join(folder, name), 0o755)
}

/** An npx that notes what it is called with, and finds the payersim of this clone. */
const npx = () =>
  program(
    'npx',
    `echo "$*" >> ${join(folder, 'calls')}\nshift 2\nexec ${process.execPath} ${join(root, 'dist/main.js')} "$@"`,
  )

const read = (name: string) => readFileSync(join(folder, name), 'utf8')

/** The step as a runner runs it, with these inputs and the defaults of the others. */
async function run(inputs: Record<string, string>) {
  const [step] = action.runs.steps
  const expression = /^\$\{\{ inputs\.(\w+) \}\}$/
  const env = Object.fromEntries(
    Object.entries(step.env as Record<string, string>).map(([name, value]) => {
      const input = expression.exec(value)?.[1] ?? ''
      return [name, inputs[input] ?? action.inputs[input].default]
    }),
  )
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
    cwd: folder,
    detached: true,
    env: {
      ...process.env,
      PATH: `${folder}${delimiter}${process.env.PATH}`,
      RUNNER_TEMP: folder,
      GITHUB_ENV: join(folder, 'env'),
      GITHUB_OUTPUT: join(folder, 'output'),
      ...env,
    },
  })
  jobs.push(child.pid ?? 0)
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += chunk
    })
  // Not its end of output: what it has started may keep that open.
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve))
  return { code, said }
}

describe('the action', () => {
  it('starts the payersim of the project, waits for it, and tells the next steps where it is', async () => {
    npx()
    const { code, said } = await run({ port: '0' })
    expect([code, said]).toEqual([0, expect.stringMatching(/^ok: payersim /)])
    const [, url = ''] = /^PAYERSIM_URL=(http:\/\/127\.0\.0\.1:\d+)\n$/.exec(read('env')) ?? []
    expect(read('output')).toBe(`url=${url}\n`)
    expect(await (await fetch(`${url}/_sim/health`)).json()).toMatchObject({ status: 'ok' })
    expect(read('calls')).toBe(
      `--no-install payersim serve --port 0 --data :memory:\n--no-install payersim health --url ${url} --wait PT30S\n`,
    )
  })

  it('takes a version, and a world file', async () => {
    npx()
    expect((await run({ port: '0', version: '1.2.3', world: 'world.yaml' })).code).toBe(0)
    expect(read('calls')).toMatch(
      /^--yes payersim@1\.2\.3 serve --port 0 --data :memory: --world world\.yaml\n/,
    )
  })

  it('fails, and says why, where payersim does not start', async () => {
    npx()
    writeFileSync(join(folder, 'world.yaml'), 'payers: nobody\n')
    const { code, said } = await run({ port: '0', world: 'world.yaml' })
    expect(code).toBe(1)
    expect(said).toMatch(/world\.yaml:1:9: .*\n::error::payersim did not start/s)
    expect(read('env')).toBe('')
  })

  it('takes nothing in an input for a command', async () => {
    npx()
    const { code } = await run({ port: '0; touch hacked', world: '$(touch hacked)' })
    expect(code).toBe(1)
    expect(() => read('hacked')).toThrow('ENOENT')
    expect(action.runs.steps.map(({ run: script }: { run: string }) => script).join()).not.toContain('${{')
  })

  it('has one step, an output and a description of each input', () => {
    expect(action.runs.steps.map(({ id, shell }: { id: string; shell: string }) => [id, shell])).toEqual([
      ['start', 'bash'],
    ])
    expect(action.outputs.url.value).toMatch(/^\$\{\{ steps\.start\.outputs\.url \}\}$/)
    for (const { description } of Object.values<{ description: string }>(action.inputs))
      expect(description).toMatch(/^.{20}/)
  })
})
