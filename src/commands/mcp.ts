import { readFileSync } from 'node:fs'
import { Command, Option } from 'commander'
import { type AdminTokenFlags, adminHeaders, ofAnotherSimulator, withAdminToken } from './admin-token.ts'
import { portNumber } from './port-number.ts'
import { splitUrl, worldName } from './simulator-url.ts'
import { worldFileHere, worldFileName } from './world-file-here.ts'

interface McpFlags extends AdminTokenFlags {
  url?: string
  world?: string
  port: number
  worldFile?: string
}

/** `payersim mcp`: the tools of an agent, on stdin and stdout. */
export function mcpCommand(): Command {
  const command = new Command('mcp')
    .description(
      'serve an agent by the Model Context Protocol on stdin and stdout: phones, payments, clock and scripts as tools',
    )
    .summary('serve an agent by the Model Context Protocol')
    .addOption(
      new Option('--url <url>', 'the simulator to use; without it one is started in memory').env(
        'PAYERSIM_URL',
      ),
    )
    .option('--world <name>', 'a world of it by name, such as suite-1', worldName)
    .option('--port <port>', 'without --url: where programs reach it; 0 takes a free one', portNumber, 0)
    .option('--world-file <file>', `without --url: a world file (default: ${worldFileName} where it is here)`)
  return withAdminToken(command, ofAnotherSimulator).action(async (flags: McpFlags, asked: Command) => {
    const given = (name: string) => asked.getOptionValueSource(name) === 'cli'
    if (flags.url === undefined) {
      if (flags.world !== undefined)
        asked.error('error: --world names a world of a running simulator. Give its --url too.')
      await withOwnSimulator(flags)
      return
    }
    for (const [name, flag] of [
      ['port', '--port'],
      ['worldFile', '--world-file'],
    ] as const)
      if (given(name)) asked.error(`error: ${flag} is for a simulator that is started here. Leave --url out.`)
    await withRunningSimulator(flags.url, flags, asked)
  })
}

async function withRunningSimulator(url: string, flags: McpFlags, asked: Command): Promise<void> {
  const [{ httpPort }, { serveMcpOnStdio }] = await Promise.all([
    import('../client/index.ts'),
    import('../mcp/index.ts'),
  ])
  const { server, world: named } = splitUrl(url)
  const { world = named } = flags
  if (named !== undefined && world !== named)
    asked.error(`error: --url names the world ${named}, and --world ${world}. Name one of them.`)
  const headers = adminHeaders(flags)
  const inWorld = (name: string) => httpPort(`${server}/w/${name}`, { headers })
  const base = world === undefined ? server : `${server}/w/${world}`
  // A world by name has others beside it, and none below.
  const port = { ...httpPort(base, { headers }), inWorld }
  await serveMcpOnStdio({ port, url: base, version: version() })
}

async function withOwnSimulator({ port, worldFile }: McpFlags): Promise<void> {
  const [{ startSimulator }, { serveMcpOnStdio }] = await Promise.all([
    import('../simulator/index.ts'),
    import('../mcp/index.ts'),
  ])
  const world = worldFileHere(worldFile)
  const simulator = await startSimulator({ port, ...(world === undefined ? {} : { world }) })
  try {
    await serveMcpOnStdio({ port: simulator.port, url: simulator.url, version: version() })
  } finally {
    await simulator.close()
  }
}

function version(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}
