import { styleText } from 'node:util'
import { Command, Help } from 'commander'
import { visible } from '../safe-text/index.ts'
import { dataOption } from './data-option.ts'
import type { Finding } from './doctor-checks.ts'
import { portNumber } from './port-number.ts'
import { say } from './words/say.ts'

interface DoctorFlags {
  port: number
  data: string
}

interface Manifest {
  version: string
  engines: { node: string }
}

/** `payersim doctor`: looks at what payersim needs here, and lets a payer approve. */
export function doctorCommand(manifest: Manifest): Command {
  return new Command('doctor')
    .description('look at all that payersim needs here, and try an approval; exits 1 where none works')
    .summary('is all here that payersim needs?')
    .option('--port <port>', 'the port to serve on', portNumber, 4000)
    .addOption(dataOption('the data file to serve with, or a connection string of PostgreSQL'))
    .action(async (flags: DoctorFlags) => {
      process.exitCode = await doctor(manifest, flags, console.log)
    })
}

const indent = 7
const colours = { ok: 'green', note: 'yellow', wrong: 'red' } as const

/** @returns the exit code: 0 where an approval works */
async function doctor(
  { version, engines }: Manifest,
  { port, data }: DoctorFlags,
  print: (line: string) => void,
): Promise<0 | 1> {
  const [checks, { shownData }] = await Promise.all([
    import('./doctor-checks.ts'),
    import('../kernel/index.ts'),
  ])
  const reported = (finding: Finding): Finding => {
    print(lineOf(finding))
    return finding
  }
  reported(checks.checkVersions(version, engines.node))
  const native = reported(await checks.checkNativePart())
  const free = reported(await checks.checkPort(port))
  const file = reported(await checks.checkDataFile(data))
  reported(await checks.checkProxies(process.env))
  for (const finding of checks.checkBrowser(process.env)) reported(finding)
  // Without SQLite nothing starts; the check of the native part has said what to do.
  const works = native.mark === 'ok' && reported(await checks.checkApproval()).mark === 'ok'
  print('')
  if (!works) {
    print(say('No approval works here yet. Do what stands after "wrong", and run this again.'))
    return 1
  }
  const flags = [
    ...(free.mark === 'ok' ? (port === 4000 ? [] : ['--port', String(port)]) : ['--port', '0']),
    ...(file.mark !== 'ok'
      ? ['--data', ':memory:']
      : data === 'payersim.db'
        ? []
        : ['--data', await shownData(data)]),
  ]
  print(visible(say(`An approval works here. Next: ${['npx payersim serve', ...flags].join(' ')}`)))
  return 0
}

function lineOf({ mark, text }: Finding): string {
  const width = process.stdout.columns ?? 80
  const lines = new Help().boxWrap(visible(say(text)), width - indent).split('\n')
  const colour = process.stdout.hasColors?.() && !process.env.NO_COLOR
  const shown = colour ? styleText(colours[mark], mark, { validateStream: false }) : mark
  return `${shown}${' '.repeat(indent - mark.length)}${lines.join(`\n${' '.repeat(indent)}`)}`
}
