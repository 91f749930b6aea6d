import { Argument, Command } from 'commander'
import { bashScript } from './bash.ts'
import { fishScript } from './fish.ts'
import { type CommandWords, wordsOf } from './words.ts'
import { zshScript } from './zsh.ts'

const scripts: Readonly<Record<string, (all: readonly CommandWords[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
}

/**
 * `payersim completion`: the script by which a shell completes commands, flags, their values and files. It holds all
 * words, so that a shell starts nothing to complete one.
 *
 * @param program with all its commands
 */
export function completionCommand(program: Command): Command {
  return new Command('completion')
    .description('print the script by which a shell completes payersim’s commands and flags')
    .summary('complete commands and flags in your shell')
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(scripts)))
    .action((shell: string) => void process.stdout.write(scripts[shell]?.(wordsOf(program)) ?? ''))
}
