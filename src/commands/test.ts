import { Command, Option } from 'commander'

/** `payersim test`: plays session scripts, each against a fresh simulator in this process with a frozen clock. */
export function testCommand(): Command {
  return new Command('test')
    .description('play session scripts on a frozen clock; exits 1 where one fails')
    .argument('[scripts...]', 'files, folders or patterns', ['sessions'])
    .option('--world <file>', 'a world file')
    .addOption(new Option('--reporter <name>', 'how to tell').choices(['pretty', 'junit']).default('pretty'))
    .action(
      async (scripts: string[], { world, reporter }: { world?: string; reporter: 'pretty' | 'junit' }) => {
        const [{ findScripts, junitReporter, prettyReporter, runScripts, ScriptError }, { startSimulator }] =
          await Promise.all([import('../sessions/index.ts'), import('../simulator.ts')])
        const write = (text: string) => void process.stdout.write(text)
        const colours = process.stdout.isTTY === true && process.env.NO_COLOR === undefined
        try {
          const result = await runScripts(await findScripts(scripts), {
            reporter: reporter === 'junit' ? junitReporter({ write }) : prettyReporter({ write, colours }),
            newSimulator: async () => {
              const client = await startSimulator({
                clock: 'frozen',
                ...(world === undefined ? {} : { world }),
              })
              return { client, close: () => client.close() }
            },
          })
          process.exitCode = result.failed > 0 ? 1 : 0
        } catch (error) {
          if (!(error instanceof ScriptError)) throw error
          console.error(`payersim: ${error.message}`)
          process.exitCode = 2
        }
      },
    )
}
