import type { CommandWords } from './words.ts'

const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

/** A script for fish 3 and newer. */
export function fishScript(all: readonly CommandWords[]): string {
  const lines = all.flatMap(({ path, commands, options, operands }) => {
    const when = condition(
      path,
      commands.map(({ name }) => name),
    )
    const words = typeof operands === 'string' ? [] : operands
    return [
      ...(operands === 'files' ? [] : [`complete -c payersim ${when} -f`]),
      ...commands.map(
        ({ name, does }) => `complete -c payersim ${when} -a ${quoted(name)} -d ${quoted(does)}`,
      ),
      ...(words.length === 0 ? [] : [`complete -c payersim ${when} -a ${quoted(words.join(' '))}`]),
      ...options.map(({ long, short, does, value }) => {
        const flag = `${short ? `-s ${short.slice(1)} ` : ''}-l ${long.slice(2)}`
        return `complete -c payersim ${when} ${flag} ${takes(value)}-d ${quoted(does)}`
      }),
    ]
  })
  return `# Completion of payersim for fish\n${lines.join('\n')}\n`
}

/** Holds where the line has these names, and no name of a command below. */
function condition(path: string, below: readonly string[]): string {
  const seen = path === '' ? [] : path.split(' ').map((name) => `__fish_seen_subcommand_from ${name}`)
  const not = below.length === 0 ? [] : [`not __fish_seen_subcommand_from ${below.join(' ')}`]
  return `-n ${quoted([...seen, ...not].join('; and '))}`
}

function takes(value: CommandWords['options'][number]['value']): string {
  if (value === 'none') return ''
  if (value === 'files') return '-r -F '
  return value === 'unknown' ? '-x ' : `-x -a ${quoted(value.join(' '))} `
}
