import { Command } from 'commander'

/** `payersim run`: runs a command whose calls to the vendors' hosts land at a simulator. */
export function runCommand(): Command {
  return (
    new Command('run')
      .description('run a command; its calls to the vendors’ hosts land at the simulator')
      .usage('[options] -- <command> [args...]')
      .argument('<command...>', 'the command and its arguments, after --')
      // The command's own options are its own, with or without the dashes before it.
      .passThroughOptions()
      .option('--url <url>', 'where the simulator listens', 'http://127.0.0.1:4000')
      .option('--quiet', 'do not say at the end what was taken over')
      .action(async ([command = '', ...args]: string[], { url, quiet }: { url: string; quiet?: boolean }) => {
        const { runRedirected } = await import('../redirect/index.ts')
        const code = await runRedirected({ url, command, args, quiet: quiet === true })
        // Connections that the command left on their way end with it.
        process.exit(code)
      })
  )
}
