import type { Command } from 'commander'
import { describe, expect, it, vi } from 'vitest'
import { examples } from './examples.ts'
import { commandLine } from './program.ts'

const manifest = { version: '1.0.0', description: 'A payer’s real phone', engines: { node: '>=20.19' } }
const program = await commandLine(manifest)
const everyCommand = (command: Command): Command[] => [command, ...command.commands.flatMap(everyCommand)]
const all = everyCommand(program).slice(1)

/** Runs a line without what its command does; says what is wrong with its flags. */
async function said(...words: string[]): Promise<string> {
  let text = ''
  const line = await commandLine(manifest, words[0])
  for (const command of everyCommand(line)) {
    command.configureOutput({ writeErr: (more) => (text += more), writeOut: (more) => (text += more) })
    if (command.commands.length === 0 && command.name() !== 'help') command.action(() => {})
  }
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never)
  await line.parseAsync(words, { from: 'user' }).catch(() => undefined)
  exit.mockRestore()
  return text
}

/** The words of a line of a shell, with double quotes and no more. */
const split = (line: string) =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '')

describe('help', () => {
  it.each(all.map((command) => [command.name(), command]))('%s has examples', (_, command) => {
    let text = ''
    command.configureOutput({ writeOut: (more) => (text += more), getOutHasColors: () => false })
    command.outputHelp()
    expect(text).toMatch(/\nExamples:\n {2}\S/)
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  })

  const lines = Object.values(examples).flatMap((some) => some.map(([line]) => line))
  it.each(lines.filter((line) => line.startsWith('payersim ') && !line.startsWith('payersim help ')))(
    'the example parses: %s',
    async (line) => {
      const [, ...words] = split(line.replace(/ > \S+$/, ''))
      expect(await said(...words)).toBe('')
    },
  )

  it('is for commands that there are', () => {
    const paths = all.map((command) => `${command.parent?.name()} ${command.name()}`.replace('payersim ', ''))
    expect(Object.keys(examples).filter((path) => !paths.includes(path))).toEqual([])
  })

  it('stands in colours only where there are some', () => {
    let text = ''
    let colours = true
    program.configureOutput({ writeOut: (more) => (text += more), getOutHasColors: () => colours })
    program.outputHelp()
    expect(text).toContain('\u001b[1mTest:\u001b[22m')
    colours = false
    text = ''
    program.outputHelp()
    expect(text).not.toContain('\u001b')
  })
})

describe('what may have been meant', () => {
  it.each([
    [['serv'], "unknown command 'serv'\n(Did you mean serve?)\nSee: payersim help\n"],
    [['help', 'serv'], "there is no command 'serv'\n(Did you mean serve?)\nSee: payersim help\n"],
    [
      ['help', 'onepipe', 'sing'],
      "there is no command 'sing' of onepipe\n(Did you mean sign?)\nSee: payersim help\n",
    ],
    [['serve', '--prot', '1'], "unknown option '--prot'\n(Did you mean --port?)\nSee: payersim help serve\n"],
    [['onepipe', 'sing'], "unknown command 'sing'\n(Did you mean sign?)\nSee: payersim help onepipe\n"],
    [
      ['onepipe', 'sign', '--secrt', 'x'],
      "unknown option '--secrt'\n(Did you mean --secret?)\nSee: payersim help onepipe sign\n",
    ],
    [['dial'], "missing required argument 'phone'\nSee: payersim help dial\n"],
  ])('%s', async (words, message) => {
    expect(await said(...words)).toBe(`payersim: ${message}`)
  })
})
