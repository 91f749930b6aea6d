import { Command } from 'commander'
import { baseUrlOf, withSimulator } from './simulator-url.ts'
import { say } from './words/say.ts'

interface RunFlags {
  quiet?: true
  sealed?: true
  forward: string[]
}

/** `payersim run`: runs a command whose requests to the vendors' hosts go to a simulator. */
export function runCommand(): Command {
  const command = new Command('run')
    .description('run a command; its calls to the vendors’ hosts land at the simulator')
    .summary('run a command whose calls to the vendors land here')
    .usage('[options] -- <command> [args...]')
    .argument('<command...>', 'the command and its arguments, after --')
    // The command's options are passed to it, with or without the dashes before it.
    .passThroughOptions()
  return withSimulator(command)
    .option('--quiet', 'do not say at the end what was taken over')
    .option('--sealed', 'in a network of its own, which leads nowhere but to the simulator (Linux)')
    .option(
      '--forward <[host:]port>',
      'with --sealed: let the command reach this port of this machine, or of a host; may be repeated',
      (place: string, places: string[]) => [...places, place],
      [],
    )
    .action(
      async ([command = '', ...args]: string[], { quiet, sealed, forward }: RunFlags, asked: Command) => {
        const url = baseUrlOf(asked)
        const { RedirectError, runRedirected } = await import('../redirect/index.ts')
        if (!sealed && forward.length > 0)
          throw new RedirectError(
            '--forward is for --sealed: without it a command reaches everything anyway.',
          )
        const code = await runRedirected({
          url,
          command,
          args,
          quiet: quiet === true,
          say,
          ...(sealed ? { sealed: { forwards: forward } } : {}),
        })
        // Connections that the command left open end with it.
        process.exit(code)
      },
    )
}
