import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { healthCommand } from '../src/commands/health.ts'
import { serveCommand } from '../src/commands/serve.ts'

const root = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** What a document shows in a language. */
const shown = (path: string, language: string): string[] =>
  [...read(path).matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, one, text = '']) =>
    one === language ? [text] : [],
  )

const [action, service, gitlab, ...others] = shown('docs/ci.md', 'yaml').map((text) => parse(text))
const token = option('--admin-token')
const port = String(serveCommand().opts().port)

function option(long: string, command = serveCommand()): string {
  const found = command.options.find((one) => one.long === long)
  if (!found) throw new Error(`${command.name()} has no ${long}`)
  return found.envVar ?? ''
}

/** The options of `payersim health` in a line of a shell. */
function healthOptions(line: string): string[] {
  const [, rest = ''] = /payersim health(.*)$/.exec(line) ?? []
  return [...rest.matchAll(/ (--[\w-]+)/g)].map(([, name = '']) => name)
}

describe('the recipes for CI', () => {
  it('use the inputs that the action has, and get what it tells', () => {
    expect(others).toEqual([])
    const { inputs, outputs } = parse(read('action.yml'))
    const step = action.jobs.test.steps.find(({ uses }: { uses?: string }) =>
      uses?.startsWith('OWNER/payersim'),
    )
    expect(Object.keys(step.with)).toEqual(Object.keys(inputs))
    expect(String(step.with.port)).toBe(inputs.port.default)
    expect(inputs.port.default).toBe(port)
    expect(Object.keys(outputs)).toEqual(['url'])
  })

  it('run the image as a service of GitHub, which is healthy before the steps', () => {
    const { services, env } = service.jobs.test
    const { payersim } = services
    expect(payersim.env).toEqual({ [token]: env[token] })
    expect(payersim.ports).toEqual([`${port}:${port}`])
    expect(env.PAYERSIM_URL).toBe(`http://localhost:${port}`)
    expect(payersim.options).toContain(`--health-cmd "payersim ${healthCommand().name()}"`)
  })

  it('run the image as a service of GitLab, by a name that it knows, with an option that there is', () => {
    const [payersim] = gitlab.test.services
    const { PAYERSIM_URL, ...variables } = gitlab.test.variables
    expect(PAYERSIM_URL).toBe(`http://${payersim.alias}:${port}`)
    expect(read('Dockerfile')).toContain(`"--allow-host", "${payersim.alias}"`)
    expect(Object.keys(variables)).toEqual([token])
    for (const flag of payersim.command) option(flag)
    const line = gitlab.test.script.find((one: string) => one.includes('payersim health'))
    expect(healthOptions(line).map((flag) => option(flag, healthCommand()))).toEqual(['', ''])
  })

  it('name no host of a registry', () => {
    for (const { image, name } of [service.jobs.test.services.payersim, gitlab.test.services[0]])
      expect(image ?? name).toMatch(/^YOUR-REGISTRY\/payersim:[\d.]+$/)
  })
})

describe('the snippets for Testcontainers', () => {
  const java = shown('docs/ci.md', 'java')
  const snippets = ['ts', 'java', 'python', 'php'].map((language) => shown('docs/ci.md', language))

  it('start the image with a token, and ask the port that it has', () => {
    expect(snippets.map(({ length }) => length)).toEqual([1, 1, 1, 1])
    for (const [text = ''] of snippets) {
      expect(text).toMatch(/\(["']payersim["']\)/)
      expect(text).toContain(token)
      expect([...text.matchAll(/\((\d+)\)/g)].map(([, number]) => number)).toEqual([port, port])
    }
    const [line = ''] = /payersim listening on/.exec(snippets[3]?.[0] ?? '') ?? []
    expect(read('src/commands/serve.ts')).toContain(`\`${line} `)
    expect(java.join()).toContain('Wait.forHealthcheck()')
  })

  it('of Node has no error of syntax', () => {
    const { diagnostics } = ts.transpileModule(snippets[0]?.[0] ?? '', {
      reportDiagnostics: true,
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
    })
    expect(diagnostics).toEqual([])
  })

  const has = (command: string) => spawnSync(command, ['--version']).status === 0
  it.skipIf(!has('python3'))('of Python has no error of syntax', () => {
    const { status, stderr } = spawnSync('python3', ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'], {
      input: snippets[2]?.[0] ?? '',
      encoding: 'utf8',
    })
    expect([status, stderr]).toEqual([0, ''])
  })

  it.skipIf(!has('php'))('of PHP has no error of syntax', () => {
    const { status, stdout } = spawnSync('php', ['-l'], { input: snippets[3]?.[0] ?? '', encoding: 'utf8' })
    expect([status, stdout]).toEqual([0, expect.stringContaining('No syntax errors')])
  })
})

describe('docs/container.md', () => {
  const text = read('docs/container.md')

  it('gives the image options that serve has, and names variables that it reads', () => {
    const flags = [...text.matchAll(/docker run [^`\n]*? payersim ((?:--[\w-]+(?: [\w/.:-]+)? ?)+)/g)]
    const named = flags.flatMap(([, rest = '']) => rest.match(/--[\w-]+/g) ?? [])
    expect(named).toEqual(expect.arrayContaining(['--world', '--frozen-clock']))
    for (const flag of named) option(flag)
    for (const [variable] of text.matchAll(/PAYERSIM_ADMIN\w+/g))
      expect([token, option('--admin-token-file')]).toContain(variable)
  })

  it('tells what is tried by a script that there is', () => {
    const { scripts } = JSON.parse(read('package.json'))
    expect(text).toContain('`npm run test:container`')
    expect(scripts['test:container']).toBe('node test/container/main.mjs')
    const [, packages = ''] = /apt-get install ([a-z0-9 ]+)`/.exec(text) ?? []
    expect(read('test/container/main.mjs')).toContain(`apt-get install ${packages}'`)
  })
})
