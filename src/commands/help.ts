import { Command } from 'commander'
import { didYouMean } from '../terms/index.ts'

/** `payersim help`: commander's own says nothing of a command that there is not. */
export function helpCommand(program: Command): Command {
  return new Command('help')
    .description('what a command does, its flags, and examples of it')
    .argument('[command...]', 'such as serve, or onepipe sign')
    .action((names: readonly string[], _flags: unknown, command: Command) => {
      let shown = program
      for (const name of names) {
        const known = shown.commands.filter((one) => one.name() === name || one.aliases().includes(name))
        const [next] = known
        if (next === undefined) {
          const meant = didYouMean(
            name,
            shown.commands.map((one) => one.name()),
          )
          const of = shown === program ? '' : ` of ${shown.name()}`
          const hint = meant === undefined ? '' : `\n(Did you mean ${meant}?)`
          command.error(`error: there is no command '${name}'${of}${hint}`)
        }
        shown = next
      }
      shown.outputHelp()
    })
}
