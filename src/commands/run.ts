import { Command } from 'commander'
import { type AdminTokenFlags, adminHeaders, ofAnotherSimulator, withAdminToken } from './admin-token.ts'
import { baseUrlOf, withSimulator } from './simulator-url.ts'
import { say } from './words/say.ts'

interface RunFlags extends AdminTokenFlags {
  quiet?: true
  sealed?: true
  forward: string[]
  clock?: true
}

const clockHelp = `
With --clock a program sleeps and waits by the simulator’s clock: while that is
frozen it stands; when the test moves it, what fell due on the way runs once.
Not by that clock go time-outs of sockets, programs in other languages, and what
docs/run.md lists. Run the program under test by it, and not the test itself.
`

/** `payersim run`: runs a command whose requests to the vendors' hosts go to a simulator. */
export function runCommand(): Command {
  const command = new Command('run')
    .description('run a command; its calls to the vendors’ hosts land at the simulator')
    .summary('run a command whose calls to the vendors land here')
    .usage('[options] -- <command> [args...]')
    .argument('<command...>', 'the command and its arguments, after --')
    // The command's options are passed to it, with or without the dashes before it.
    .passThroughOptions()
  withSimulator(command)
    .option('--quiet', 'do not say at the end what was taken over')
    .option('--sealed', 'in a network of its own, which leads nowhere but to the simulator (Linux)')
    .option(
      '--forward <[host:]port>',
      'with --sealed: let the command reach this port of this machine, or of a host; may be repeated',
      (place: string, places: string[]) => [...places, place],
      [],
    )
    .option(
      '--clock',
      'Node, Python and Java programs see the simulator’s time (Python and Java by libfaketime, on Linux)',
    )
  return withAdminToken(command, ofAnotherSimulator)
    .addHelpText('after', clockHelp)
    .action(async ([command = '', ...args]: string[], flags: RunFlags, asked: Command) => {
      const { quiet, sealed, forward, clock } = flags
      const url = baseUrlOf(asked)
      const { RedirectError, runRedirected } = await import('../redirect/index.ts')
      if (!sealed && forward.length > 0)
        throw new RedirectError('--forward is for --sealed: without it a command reaches everything anyway.')
      const code = await runRedirected({
        url,
        command,
        args,
        quiet: quiet === true,
        say,
        ...(sealed ? { sealed: { forwards: forward } } : {}),
        ...(clock ? { clock: { headers: adminHeaders(flags) } } : {}),
      })
      // Connections that the command left open end with it.
      process.exit(code)
    })
}
