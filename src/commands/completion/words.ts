import type { Command, Option } from 'commander'

/** What a command line may go on with, as commander's own table has it. */
export interface CommandWords {
  /** The names that lead to it, such as `onepipe sign`; empty for payersim itself. */
  path: string
  commands: Word[]
  options: OptionWords[]
  /** What stands behind the options: files, or nothing that a shell could know, or one of these words. */
  operands: 'files' | 'unknown' | readonly string[]
}

interface Word {
  name: string
  does: string
}

interface OptionWords {
  long: string
  short: string | undefined
  does: string
  /** What the option takes, like `operands`. */
  value: 'none' | 'files' | 'unknown' | readonly string[]
}

/** The words of a program, and then those of each command. */
export function wordsOf(command: Command, names: readonly string[] = []): CommandWords[] {
  const help = command.createHelp()
  const subcommands = help.visibleCommands(command)
  const own = {
    path: names.join(' '),
    commands: subcommands.map((one) => ({ name: one.name(), does: summaryOf(one) })),
    options: help.visibleOptions(command).flatMap(optionWords),
    operands: operandsOf(command),
  }
  return [own, ...subcommands.flatMap((one) => wordsOf(one, [...names, one.name()]))]
}

const summaryOf = (command: Command) => command.summary() || command.description()

function optionWords(option: Option): OptionWords[] {
  const { long, short, description: does } = option
  return long ? [{ long, short: short ?? undefined, does, value: takenBy(option) }] : []
}

function takenBy({ flags, required, argChoices }: Option): OptionWords['value'] {
  // An optional value, such as of --frozen-clock, may be left out, so that any word may follow.
  if (!required) return 'none'
  return argChoices ?? (/<(file|folder)>/.test(flags) ? 'files' : 'unknown')
}

function operandsOf(command: Command): CommandWords['operands'] {
  if (command.name() === 'help' && command.parent) {
    return command.parent.commands.map((one) => one.name())
  }
  const [argument] = command.registeredArguments
  if (argument === undefined) return 'unknown'
  return argument.argChoices ?? (/^(file|scripts|command)$/.test(argument.name()) ? 'files' : 'unknown')
}
