import { Command, Option } from 'commander'
import { visible } from '../../safe-text/index.ts'
import {
  type CiSystem,
  ciSystems,
  type Found,
  isOther,
  lookAround,
  runLine,
  type TestRunner,
  testRunners,
} from './found.ts'
import { otherTests } from './other-tests.ts'
import type { Choice } from './plan.ts'

interface InitFlags {
  environment?: string
  tests?: TestRunner
  ci?: CiSystem
  yes?: true
  force?: true
}

/** `payersim init`: writes a world file, a session script, a test and a CI recipe. */
export function initCommand(): Command {
  return new Command('init')
    .description('write a world file, a session script, a test and a CI recipe, which pass as they are')
    .summary('write a first script, test and CI recipe here')
    .option('--environment <name>', 'where your payers pay: sandbox, mtnghana, …')
    .addOption(new Option('--tests <runner>', 'what runs your tests').choices(testRunners))
    .addOption(new Option('--ci <system>', 'where the scripts are played at every change').choices(ciSystems))
    .option('--yes', 'ask nothing: take the flags, and what is found here')
    .option('--force', 'write over files that are there')
    .action(init)
}

async function init(flags: InitFlags): Promise<void> {
  const [{ payerOf }, { planOf }, { writeNew }] = await Promise.all([
    import('./payer.ts'),
    import('./plan.ts'),
    import('./write.ts'),
  ])
  const found = await lookAround(process.cwd())
  const choice = await chosen(flags, found)
  if (choice === undefined) {
    console.log('\nNothing was written.')
    process.exitCode = 130
    return
  }
  const plan = planOf(found, choice, await payerOf(choice.environment))
  const { written, same } = await writeNew(found.folder, plan.files, { force: flags.force === true })
  const told = [
    ...written.map((path) => `Wrote  ${path}`),
    ...same.map((path) => `Kept   ${path}, which is the same`),
    ...plan.toDo.map((line) => `\n${line}`),
    '',
    `Next:  ${nextLines(found, choice).join('\n       ')}`,
  ]
  console.log(visible(told.join('\n')))
}

/** What was said by flags, and for the rest what is answered or found. Undefined where a person gave up. */
async function chosen(flags: InitFlags, found: Found): Promise<Choice | undefined> {
  const { environmentsThere } = await import('./payer.ts')
  const there = await environmentsThere()
  const { environment, tests = found.tests, ci = found.ci } = flags
  if (environment !== undefined && !there.has(environment)) {
    const [{ InputError }, { didYouMean }] = await Promise.all([
      import('../../kernel/index.ts'),
      import('../../terms/index.ts'),
    ])
    const meant = didYouMean(environment, [...there.keys()])
    const hint = meant === undefined ? `There are ${[...there.keys()].join(', ')}.` : `Did you mean ${meant}?`
    throw new InputError(`--environment ${environment}: the built-in world has no shop there. ${hint}`)
  }
  const asksNothing = flags.yes || !process.stdin.isTTY || !process.stdout.isTTY || isSet(process.env.CI)
  if (asksNothing) return { environment: environment ?? 'sandbox', tests, ci }
  const { ask } = await import('./questions.ts')
  const questions = [
    {
      given: flags.environment,
      text: `Your payers pay in ${[...there.keys()].join(', ')}`,
      answers: [...there.keys()],
      usual: 'sandbox',
    },
    {
      given: flags.tests,
      text: 'Tests by vitest, jest, pytest, phpunit, junit or none',
      answers: testRunners,
      usual: found.tests,
    },
    { given: flags.ci, text: 'CI by github, gitlab or none', answers: ciSystems, usual: found.ci },
  ]
  const open = questions.filter(({ given }) => given === undefined)
  const answers = await ask(open, { input: process.stdin, output: process.stdout })
  if (answers === undefined) return undefined
  if (answers.length > 0) console.log('')
  const [where = '', by = '', at = ''] = questions.map(({ given }) => given ?? answers.shift())
  return { environment: where, tests: by as TestRunner, ci: at as CiSystem }
}

const isSet = (value: string | undefined) => !['', '0', 'false', undefined].includes(value)

function nextLines(found: Found, { tests }: Choice): string[] {
  const { packages, hasManifest, hasPayersim } = found
  const client = isOther(tests) ? otherTests[tests].client(found) : undefined
  // The clients of other languages start what the project has installed.
  const add = (hasManifest || client) && !hasPayersim ? [packages.add] : []
  return [
    ...add,
    client && 'line' in client ? client.line : [],
    `${packages.exec} payersim test`,
    runLine(found, tests) ?? [],
  ].flat()
}
