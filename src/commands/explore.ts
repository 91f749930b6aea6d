import { Command, InvalidArgumentError } from 'commander'
import type { PayerParts } from '../payer/index.ts'
import { visibleLine } from '../safe-text/index.ts'
import type { ForkableWorld } from '../sessions/index.ts'
import type { Simulator } from '../simulator/index.ts'

interface ExploreFlags {
  url?: string
  code?: string
  phone?: string
  depth?: number
  write?: string
  world?: string
  mermaid?: true
}

function count(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('A depth is a number from 1 to 9999.')
  return Number(text)
}

/** `payersim explore`: walks every path of the payer's app, or of another USSD app by its URL. */
export function exploreCommand(): Command {
  return new Command('explore')
    .description(
      'walk every path of the payer’s app, or of a USSD app at --url; exits 1 where something is wrong',
    )
    .summary('walk every path of the payer’s app, or of yours')
    .option('--url <url>', 'a USSD app of your own, by its callback URL')
    .option('--code <code>', 'what is dialled', '*165#')
    .option('--phone <number>', 'who dials an app of your own', '+46733000001')
    .option('--depth <answers>', 'the most answers in a session; 6 with --url, no limit without', count)
    .option('--write <folder>', 'write each path that ends as a session script')
    .option('--world <file>', 'a world file, for an app at --url')
    .option('--mermaid', 'print the machines of the payer’s app as Mermaid diagrams, and walk nothing')
    .action(async (flags: ExploreFlags) => explore(flags))
}

async function explore({
  url,
  code = '*165#',
  phone,
  depth,
  write,
  world,
  mermaid,
}: ExploreFlags): Promise<void> {
  const [{ payerMachines }, sessions, { graphOf, InputError, mermaidOf }, { openSimulator }] =
    await Promise.all([
      import('../payer/index.ts'),
      import('../sessions/index.ts'),
      import('../kernel/index.ts'),
      import('../simulator/open-simulator.ts'),
    ])
  const machines = Object.entries(payerMachines).map(([name, { logic }]) => graphOf(name, logic))
  if (mermaid) return console.log(machines.map(mermaidOf).join('\n').trimEnd())
  if (url !== undefined && !/^https?:\/\//.test(url)) throw new InputError(`${url} is no http or https URL.`)
  if (url === undefined && world !== undefined) {
    throw new InputError(
      '--world goes with --url: the situations of the payer’s app are in the built-in world.',
    )
  }
  if (write !== undefined) await makeFolder(write, sessions.makeFolder, InputError)
  const coverage = new sessions.Coverage()
  const payer: PayerParts = { watch: (seen) => coverage.see(seen) }
  const exploration = await sessions.explore({
    newWorld: async () =>
      forkable(
        await openSimulator({ clock: 'frozen', ...(world === undefined ? {} : { world }) }, { payer }),
      ),
    situations:
      url === undefined
        ? sessions.payerSituations(code)
        : [sessions.appSituation({ url, code, ...(phone === undefined ? {} : { msisdn: phone }) })],
    foreign: url !== undefined,
    depth: depth ?? (url === undefined ? undefined : 6),
    done: ({ name }, screens) =>
      console.log(visibleLine(`${name}: ${screens.length} ${screens.length === 1 ? 'screen' : 'screens'}`)),
  })
  const known = url === undefined ? machines : []
  process.stdout.write(sessions.exploreReport(exploration, known, coverage))
  if (write !== undefined) {
    const written = await sessions.writeScripts(write, exploration.screens)
    console.log(visibleLine(`${written.length} scripts in ${write}`))
  }
  process.exitCode = exploration.findings.length > 0 ? 1 : 0
}

/** Checked first, since the walk takes a while and its result would be lost. */
async function makeFolder(
  folder: string,
  make: (folder: string) => Promise<void>,
  Refusal: new (message: string) => Error,
): Promise<void> {
  try {
    await make(folder)
  } catch (error) {
    throw new Refusal(`No scripts can be written to ${folder}: ${(error as Error).message}`)
  }
}

function forkable(simulator: Simulator): ForkableWorld {
  return {
    client: simulator,
    fork: async () => forkable(await simulator.fork()),
    close: () => simulator.close(),
  }
}
