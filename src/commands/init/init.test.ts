import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startSimulator } from '../../simulator/index.ts'
import { lookAround } from './found.ts'
import { environmentsThere, payerOf } from './payer.ts'
import { planOf } from './plan.ts'
import { ask } from './questions.ts'
import { worldText } from './templates.ts'
import { writeNew } from './write.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'payersim-init-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function put(files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

describe('the payer of an environment', async () => {
  it.each([...(await environmentsThere())])('%s pays in %s', async (environment, currency) => {
    const payer = await payerOf(environment)
    put({ 'world.yaml': worldText(payer) })
    await using sim = await startSimulator({ clock: 'frozen', world: join(folder, 'world.yaml') })
    const phone = sim.phone(payer.phone)
    const order = await sim
      .merchant({ environment })
      .requestToPay({ payer: phone, amount: payer.price, currency })
    await phone.prompted()
    await phone.choose('Approve')
    await phone.reply(phone.pin)
    expect(phone.pin).toBe('2468')
    expect(await order.status()).toMatchObject({ status: 'SUCCESSFUL' })
    const { people } = { people: (await sim.world()).phones }
    expect(people).toMatchObject([{ msisdn: payer.phone, balances: [{ currency, amount: payer.after }] }])
  })
})

describe('what is found', () => {
  it.each<[string, Record<string, string>, object]>([
    ['nothing', {}, { tests: 'none', ci: 'none', hasManifest: false, testFolder: 'test' }],
    [
      'vitest and TypeScript, on GitHub',
      {
        'package.json': '{ "devDependencies": { "vitest": "4" } }',
        'tsconfig.json': '{}',
        'tests/a.test.ts': '',
        '.github/CODEOWNERS': '',
      },
      { tests: 'vitest', typescript: true, testFolder: 'tests', ci: 'github', hasPayersim: false },
    ],
    [
      'Jest, on GitLab',
      {
        'package.json': '{ "devDependencies": { "jest": "30", "payersim": "1" } }',
        '.git/config': '[remote "origin"]\n\turl = git@gitlab.com:shop/shop.git\n',
      },
      { tests: 'jest', ci: 'gitlab', hasPayersim: true, modules: false },
    ],
    ['pytest by pyproject.toml', { 'pyproject.toml': '' }, { tests: 'pytest', testFolder: 'tests' }],
    ['pytest by what is required', { 'requirements-dev.txt': 'pytest' }, { tests: 'pytest' }],
    [
      'pytest by tox.ini',
      { 'tox.ini': '[pytest]', 'test/a.py': '' },
      { tests: 'pytest', testFolder: 'test' },
    ],
    ['tox alone', { 'tox.ini': '[flake8]' }, { tests: 'none' }],
    ['PHPUnit by composer.json', { 'composer.json': '{}' }, { tests: 'phpunit', testFolder: 'tests' }],
    ['PHPUnit by its settings', { 'phpunit.xml.dist': '' }, { tests: 'phpunit' }],
    ['JUnit by Maven', { 'pom.xml': '' }, { tests: 'junit', gradle: false }],
    ['JUnit by Gradle', { 'build.gradle.kts': '' }, { tests: 'junit', gradle: true }],
    [
      'vitest, in a project with a pom.xml too',
      { 'package.json': '{ "devDependencies": { "vitest": "4" } }', 'pom.xml': '' },
      { tests: 'vitest' },
    ],
  ])('%s', async (_, files, found) => {
    put(files)
    expect(await lookAround(folder)).toMatchObject(found)
  })

  it('in a package of a repository: CI is asked at the root', async () => {
    put({ '.git/config': '', 'pnpm-lock.yaml': '', 'apps/shop/package.json': '{}' })
    const found = await lookAround(join(folder, 'apps/shop'))
    const payer = await payerOf('sandbox')
    const { files } = planOf(found, { environment: 'sandbox', tests: 'none', ci: 'github' }, payer)
    const recipe = files.find(({ path }) => path === '../../.github/workflows/payersim.yml')
    expect(recipe?.text).toContain('working-directory: apps/shop\n')
    expect(recipe?.text).toContain(
      '- run: pnpm install --frozen-lockfile\n      - run: pnpm exec payersim test\n',
    )
  })

  it('a pipeline of GitLab, which takes ours in by a line', async () => {
    put({
      '.gitlab-ci.yml': 'test: { script: [npm test] }\n',
      'package-lock.json': '{}',
      'package.json': '{}',
    })
    const found = await lookAround(folder)
    const plan = planOf(
      found,
      { environment: 'sandbox', tests: 'none', ci: 'gitlab' },
      await payerOf('sandbox'),
    )
    expect(plan.files.at(-1)).toMatchObject({
      path: '.gitlab/payersim.yml',
      text: expect.stringContaining('    - npm ci\n    - npx payersim test\n'),
    })
    expect(plan.toDo).toEqual(['Add to .gitlab-ci.yml:  include: /.gitlab/payersim.yml'])
  })

  it('a package.json that is no JSON is refused', async () => {
    put({ 'package.json': '{' })
    await expect(lookAround(folder)).rejects.toThrow(/^package\.json is no JSON: .+ Mend it first\.$/)
  })
})

describe('files that are there', () => {
  const files = [
    { path: 'a.yaml', text: 'a' },
    { path: 'sessions/b.yaml', text: 'b' },
  ]
  const read = (path: string) => readFileSync(join(folder, path), 'utf8')

  it('stay, and so does everything', async () => {
    put({ 'sessions/b.yaml': 'mine' })
    await expect(writeNew(folder, files, { force: false })).rejects.toThrow(
      'sessions/b.yaml is there already, so nothing was written. Move it away, or write over it with --force.',
    )
    expect(read('sessions/b.yaml')).toBe('mine')
    expect(() => read('a.yaml')).toThrow('ENOENT')
  })

  it('are written over by --force', async () => {
    put({ 'sessions/b.yaml': 'mine' })
    const { written } = await writeNew(folder, files, { force: true })
    expect(written).toEqual(['a.yaml', 'sessions/b.yaml'])
    expect(read('sessions/b.yaml')).toBe('b')
  })

  it('are no hindrance where they are the same', async () => {
    put({ 'a.yaml': 'a' })
    expect(await writeNew(folder, files, { force: false })).toEqual({
      written: ['sessions/b.yaml'],
      same: ['a.yaml'],
    })
  })
})

describe('questions', () => {
  const questions = [
    { text: 'Tests', answers: ['vitest', 'jest', 'none'], usual: 'vitest' },
    { text: 'CI', answers: ['github', 'gitlab', 'none'], usual: 'none' },
  ]

  async function answered(text: string) {
    const input = new PassThrough()
    const output = new PassThrough()
    let said = ''
    output.on('data', (chunk) => {
      said += chunk
    })
    input.end(text)
    const answers = await ask(questions, { input, output })
    return { answers, said }
  }

  it.each([
    ['\n\n', ['vitest', 'none']],
    ['Jest\ngithub\n', ['jest', 'github']],
    ['j\ngitl\n', ['jest', 'gitlab']],
  ])('are answered by %j', async (text, answers) => {
    expect((await answered(text)).answers).toEqual(answers)
  })

  it('are asked again where the answer is none of them', async () => {
    const { answers, said } = await answered('gest\njest\ngit\nx\nnone\n')
    expect(answers).toEqual(['jest', 'none'])
    expect(said).toContain('Tests [vitest]: Did you mean jest?\n')
    expect(said).toContain('Answer github, gitlab, none.\n')
  })

  it('may be left', async () => {
    expect((await answered('jest\n')).answers).toBeUndefined()
  })
})
