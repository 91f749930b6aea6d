import { styleText } from 'node:util'
import { type Command, Help } from 'commander'
import { say } from './words/say.ts'

/** A command line, and what it does. A test has each parsed by its command. */
type Example = readonly [line: string, does: string]

/** The examples of `payersim help COMMAND`, by the command's name. A provider's commands have their own. */
export const examples: Readonly<Record<string, readonly Example[]>> = {
  serve: [
    ['payersim serve', 'on port 4000, with payersim.db in this folder'],
    ['payersim serve --port 0 --data :memory:', 'on any free port, forgotten at the end'],
    [
      'payersim serve --port 0 --ready-file ready.json',
      'for a program that waits for the file, and reads its address',
    ],
    ['payersim serve --port 0 --json', 'for a program that reads its address as the first line of output'],
    ['payersim serve --world payersim.world.yaml', 'with your people, PINs and balances'],
    ['payersim serve --tls --tls-name host.docker.internal', 'by https too, for containers'],
    ['payersim serve --worlds 8 --world-idle PT5M', 'at most 8 worlds by name, for 5 minutes unused'],
    ['payersim serve --frozen-clock 2026-03-01T12:00:00Z', 'the clock moves only by /_sim/clock'],
  ],
  dial: [
    ['payersim dial +46733000001', 'waits, and rings when somebody asks for money'],
    ['payersim dial +46733000001 "*165#"', 'opens the payer’s app'],
    ['payersim dial +46733000001 --world suite-1', 'the same number, in another world'],
    ['payersim dial +254711000001 "*384*1#" --url http://127.0.0.1:4001', 'an app of your own, elsewhere'],
  ],
  run: [
    ['payersim run -- npm test', 'calls to MTN, OnePipe and Africa’s Talking land here'],
    ['payersim run --url http://127.0.0.1:4001 -- python shop.py', 'with a simulator on another port'],
    ['payersim run --world suite-1 -- npm test', 'in a world of its own (payersim worlds)'],
    [
      'payersim run --sealed --forward 5432 -- ./gradlew test',
      'a program that heeds no proxy, and its database',
    ],
    ['payersim run --clock -- python collect.py', 'its time is the simulator’s'],
  ],
  test: [
    ['payersim test', 'plays all scripts below sessions/'],
    ['payersim test sessions/approve.yaml --watch', 'plays one again whenever it changes'],
    ['payersim test --app "*384*7#=http://127.0.0.1:3000/ussd"', 'with your own USSD app'],
    ['payersim test --update', 'writes the new wording of screens into the scripts'],
    ['payersim test --reporter junit', 'for a CI that reads JUnit XML'],
  ],
  record: [
    ['payersim record pay-order', 'until Ctrl-C, to sessions/pay-order.yaml'],
    ['payersim record pay-order --force', 'writes over the script of before'],
  ],
  world: [
    ['payersim world', 'prints the built-in world'],
    ['payersim world payersim.world.yaml', 'checks a file, and prints what it means'],
    ['payersim world --schema', 'for editors, to complete and check world files by'],
    ['payersim world --quirks', 'what vendors leave open, with sources'],
  ],
  worlds: [
    ['payersim worlds', 'lists those that were opened by name'],
    ['payersim worlds open suite-1', 'prints its base URL: http://127.0.0.1:4000/w/suite-1'],
    ['payersim worlds end suite-1', 'with all that is in it'],
  ],
  'worlds list': [['payersim worlds', 'list is the default']],
  'worlds open': [
    ['payersim worlds open suite-1', 'begins as the server did'],
    ['payersim worlds open suite-2 --from suite-1', 'a copy of what is in another now'],
    ['payersim worlds open shop --world shop.world.yaml --frozen-clock', 'with other people'],
  ],
  'worlds end': [['payersim worlds end suite-1', 'what is under way in it is broken off']],
  explore: [
    ['payersim explore', 'every path of the payer’s own app'],
    ['payersim explore --url http://127.0.0.1:3000/ussd --code "*384*7#"', 'every path of your USSD app'],
    ['payersim explore --url http://127.0.0.1:3000/ussd --write sessions', 'as session scripts'],
  ],
  torture: [
    ['payersim torture sessions/approve.yaml', 'which mishap loses money or a status?'],
    ['payersim torture sessions --code "*384*7#"', 'payers dial your app anew after a drop'],
  ],
  health: [
    ['payersim health', 'ends with 0 where it can be used'],
    ['payersim health --wait PT30S --url http://127.0.0.1:4001', 'a job that starts it waits for it'],
  ],
  mcp: [
    ['payersim mcp', 'with a simulator of its own, for an agent that starts it'],
    ['payersim mcp --url http://127.0.0.1:4000', 'with one that runs'],
    ['payersim mcp --url http://127.0.0.1:4000 --world agent-1', 'in a world of its own'],
  ],
  init: [
    ['payersim init', 'asks three questions'],
    ['payersim init --yes', 'asks none, and takes what it finds here'],
    ['payersim init --environment mtnghana --tests vitest --ci github', 'says all three'],
  ],
  doctor: [
    ['payersim doctor', 'is all here that payersim needs?'],
    ['payersim doctor --port 4001 --data shared/payersim.db', 'with the flags that you serve with'],
  ],
  completion: [
    ['source <(payersim completion bash)', 'in ~/.bashrc'],
    ['source <(payersim completion zsh)', 'in ~/.zshrc'],
    ['payersim completion fish > ~/.config/fish/completions/payersim.fish', 'once'],
  ],
  help: [
    ['payersim help serve', ''],
    ['payersim help onepipe sign', 'a command of a command'],
  ],
}

/** By what people come to do. What is in none, such as a provider's command, stands under Commands. */
const groups: Readonly<Record<string, readonly string[]>> = {
  'Begin:': ['init', 'doctor', 'serve', 'dial'],
  'Test:': ['test', 'record', 'explore', 'torture', 'run', 'worlds', 'mcp'],
}

/** Gives a program and its commands their examples, and a hint after what is wrong with the flags. */
export function withHelp(program: Command): void {
  for (const [title, names] of Object.entries(groups))
    for (const command of program.commands.filter((one) => names.includes(one.name())))
      command.helpGroup(title)
  program.addHelpText('after', '\n"payersim help COMMAND" has all flags, and examples.')
  dress(program, [])
}

function dress(command: Command, path: readonly string[]): void {
  // The list of commands is for their names; each has its flags in its own help.
  command.configureHelp({
    styleTitle: bold,
    subcommandTerm: (one) => one.name(),
    // An option that may be repeated begins with an empty list, which says nothing to a reader.
    optionDescription: (option) => new Help().optionDescription(option).replace(' (default: [])', ''),
  })
  // The same prefix as all other errors.
  command.configureOutput({
    outputError: (text, write) => write(`payersim: ${say(text.replace(/^error: /, ''))}`),
  })
  const help = ['payersim help', ...path.filter((name) => name !== 'help')].join(' ')
  command.showHelpAfterError(say(`See: ${help}`))
  const own = examples[path.join(' ')]
  if (own) command.addHelpText('after', `\n${exampleText(own)}`)
  for (const sub of command.commands) dress(sub, [...path, sub.name()])
}

/** commander takes the colours out where they do not belong. */
const bold = (text: string) => styleText('bold', text, { validateStream: false })

function exampleText(lines: readonly Example[]): string {
  // What a line does stands below it: a shell's line is not to be broken at the edge of the screen.
  const told = lines.map(([line, does]) => (does === '' ? `  ${line}` : `  ${line}\n      ${does}`))
  return [bold('Examples:'), ...told].join('\n')
}
