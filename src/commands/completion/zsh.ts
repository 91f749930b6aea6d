import type { CommandWords } from './words.ts'

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

/** A script for zsh with compinit. */
export function zshScript(all: readonly CommandWords[]): string {
  const paths = all.map(({ path }) => path).filter((path) => path !== '')
  const values = all.flatMap(({ path, options }) =>
    options.flatMap(({ long, short, value }) => {
      if (value === 'none') return []
      const flags = [long, short].flatMap((flag) => (flag ? [quoted(`${path} ${flag}`)] : []))
      const offer =
        value === 'files' ? '_files' : value === 'unknown' ? ':' : `compadd -- ${value.map(quoted).join(' ')}`
      return [`    ${flags.join(' | ')}) ${offer}; return ;;`]
    }),
  )
  const others = all.map(({ path, commands, options, operands }) => {
    const told = (name: string, does: string) => quoted(`${name}:${does}`)
    const flags = options.map(({ long, does }) => told(long, does))
    const plain = [
      ...commands.map(({ name, does }) => told(name, does)),
      ...(typeof operands === 'string' ? [] : operands.map(quoted)),
    ]
    return `    ${quoted(path)})
      flags=(${flags.join(' ')})
      plain=(${plain.join(' ')})
      files=${operands === 'files' ? 1 : 0}
      ;;`
  })
  return `# Completion of payersim for zsh: source <(payersim completion zsh), after compinit
_payersim() {
  local at='' before=\${words[CURRENT - 1]} word next files=0
  local -a flags plain
  for word in "\${(@)words[2,CURRENT - 1]}"; do
    next="$at\${at:+ }$word"
    case $next in
    ${paths.map(quoted).join(' | ')}) at=$next ;;
    esac
  done
  case "$at $before" in
${values.join('\n')}
  esac
  case $at in
${others.join('\n')}
  esac
  if [[ $PREFIX == -* ]]; then
    _describe -o 'flag' flags
  elif ((files)); then
    _files
  else
    _describe 'word' plain
  fi
}
compdef _payersim payersim
`
}
