import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { visible } from '../safe-text/index.ts'
import { didYouMean } from '../terms/index.ts'
import type { NamedWorld } from '../terms/sim/named-world.ts'
import { type AdminTokenFlags, adminHeaders, ofAnotherSimulator, withAdminToken } from './admin-token.ts'
import { splitUrl, withSimulatorUrl, worldName } from './simulator-url.ts'
import { say } from './words/say.ts'

interface WorldsFlags extends AdminTokenFlags {
  url: string
}

interface OpenFlags extends WorldsFlags {
  world?: string
  from?: string
  frozenClock?: string | true
  seed?: string
}

/** `payersim worlds`: the worlds by name of a running simulator. */
export function worldsCommand(): Command {
  return new Command('worlds')
    .description('the worlds of a running simulator: each has phones, money and a clock of its own')
    .summary('list, open or end the worlds of a simulator')
    .helpCommand(false)
    .addCommand(listCommand(), { isDefault: true })
    .addCommand(openCommand())
    .addCommand(endCommand())
}

function listCommand(): Command {
  const command = new Command('list')
    .description('list the worlds that were opened by name')
    .usage('[options]')
  // What no command is called comes here, since it is the one without a name.
  return asking(command.argument('[none...]')).action(async ([word]: string[], flags: WorldsFlags) => {
    if (word !== undefined) throw await unknownWord(word)
    const { server, worlds } = await worldsOf(flags)
    const all = await worlds.list()
    if (all.length === 0)
      console.log('No worlds but the server’s own. Open one: payersim worlds open suite-1')
    else console.log(visible(table(all, server)))
  })
}

async function unknownWord(word: string): Promise<Error> {
  const { ClientError } = await import('../client/index.ts')
  const near = didYouMean(word, ['list', 'open', 'end'])
  const meant = near === undefined ? 'There are list, open and end.' : `Did you mean ${near}?`
  return new ClientError(`There is no command "worlds ${word}". ${meant}`)
}

function openCommand(): Command {
  const command = new Command('open')
    .description('open a world, and print its base URL')
    .argument('<name>', 'small letters, digits and hyphens, such as suite-1', worldName)
  return asking(command)
    .option('--world <file>', 'a world file; the world of the server by default')
    .option('--from <name>', 'begin as this world is now, "default" being the server’s own')
    .option('--frozen-clock [time]', 'its clock stands still, at this ISO 8601 time')
    .option('--seed <text>', 'make its ids and codes replay')
    .action(async (name: string, flags: OpenFlags) => {
      const { world: file, from, frozenClock, seed } = flags
      const { server, worlds } = await worldsOf(flags)
      await inCommands(file, () =>
        worlds.open(name, {
          ...(file === undefined ? {} : { world: readFileSync(file, 'utf8') }),
          ...(from === undefined ? {} : { from }),
          ...(frozenClock === undefined ? {} : { clock: 'frozen' as const }),
          ...(typeof frozenClock === 'string' ? { at: frozenClock } : {}),
          ...(seed === undefined ? {} : { seed }),
        }),
      )
      console.log(`${server}/w/${name}`)
    })
}

function endCommand(): Command {
  const command = new Command('end').description('end a world').argument('<name>', 'its name', worldName)
  return asking(command).action(async (name: string, flags: WorldsFlags) => {
    const { worlds } = await worldsOf(flags)
    await inCommands(undefined, () => worlds.end(name))
    console.log(say(`The world ${name} has ended.`))
  })
}

const asking = (command: Command) => withAdminToken(withSimulatorUrl(command), ofAnotherSimulator)

async function worldsOf({ url, ...token }: WorldsFlags) {
  const { httpPort, SimulatorClient } = await import('../client/index.ts')
  const { server } = splitUrl(url)
  const { worlds } = new SimulatorClient(httpPort(server, { headers: adminHeaders(token) }))
  return { server, worlds }
}

/** Has a refusal speak of the world file and of commands, where the server speaks of what it was sent and of routes. */
async function inCommands(file: string | undefined, ask: () => Promise<unknown>): Promise<void> {
  try {
    await ask()
  } catch (error) {
    const { ClientError } = await import('../client/index.ts')
    if (!(error instanceof ClientError) || error.data.detail === undefined) throw error
    const text = error.data.detail
      .replace(/^world(?=:)/, file ?? 'world')
      .replace('DELETE /_sim/worlds/', 'payersim worlds end ')
      .replace('POST /_sim/worlds', 'payersim worlds open NAME')
    throw new ClientError(text, error.data, { cause: error })
  }
}

function table(worlds: readonly NamedWorld[], server: string): string {
  const rows = worlds.map(({ name, clock, endsAt }) => [
    name,
    `${clock.mode} ${seconds(clock.now)}`,
    endsAt === null ? '–' : seconds(endsAt),
  ])
  const all = [['World', 'Clock', 'Ends if unused'], ...rows]
  const widths = [0, 1].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  const lines = all.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
  // Not a column: the table shall fit in 80.
  return [...lines, '', `Base URL: ${server}/w/WORLD`].join('\n')
}

/** A time without its milliseconds. */
const seconds = (iso: string) => iso.replace(/\.\d+Z$/, 'Z')
