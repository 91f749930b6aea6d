import { Command } from 'commander'
import { completionCommand } from './completion/index.ts'
import { dialCommand } from './dial.ts'
import { doctorCommand } from './doctor.ts'
import { withHelp } from './examples.ts'
import { exploreCommand } from './explore.ts'
import { healthCommand } from './health.ts'
import { helpCommand } from './help.ts'
import { initCommand } from './init/index.ts'
import { mcpCommand } from './mcp.ts'
import { providerCommands } from './provider-commands.ts'
import { recordCommand } from './record.ts'
import { runCommand } from './run.ts'
import { serveCommand } from './serve.ts'
import { testCommand } from './test.ts'
import { tortureCommand } from './torture.ts'
import { worldCommand } from './world.ts'
import { worldsCommand } from './worlds.ts'

/** Of package.json. */
export interface Manifest {
  version: string
  description: string
  engines: { node: string }
}

/**
 * The command line of payersim.
 *
 * @param wanted the command that is to run; without it, or where it is none of payersim's own, all commands are there
 */
export async function commandLine(manifest: Manifest, wanted?: string): Promise<Command> {
  const { version, description } = manifest
  const program = new Command('payersim').description(description).version(version).enablePositionalOptions()
  const commands = [
    initCommand(),
    doctorCommand(manifest),
    serveCommand(),
    dialCommand(),
    testCommand(),
    recordCommand(),
    exploreCommand(),
    tortureCommand(),
    runCommand(),
    worldCommand(),
    worldsCommand(),
    healthCommand(),
    mcpCommand(),
  ]
  for (const command of commands) program.addCommand(command)
  // The list of providers takes as long to load as all of these, so only what none of them does loads it.
  if (!commands.some((command) => command.name() === wanted)) {
    for (const command of await providerCommands()) program.addCommand(command)
    program.helpCommand(false).addCommand(helpCommand(program)).addCommand(completionCommand(program))
  }
  withHelp(program)
  // What is wrong with the flags ends like any other bad input, with 2.
  for (const command of program.commands) command.exitOverride()
  return program.exitOverride()
}
