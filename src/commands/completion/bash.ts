import type { CommandWords } from './words.ts'

/** A script for bash 3.2 and newer, without the package bash-completion. */
export function bashScript(all: readonly CommandWords[]): string {
  const paths = all.map(({ path }) => path).filter((path) => path !== '')
  const valued = all.flatMap(({ path, options }) =>
    options.flatMap(({ long, short, value }) => {
      const flags = [long, short].flatMap((flag) => (flag ? [`'${path} ${flag}'`] : []))
      return value === 'none' ? [] : [{ flags: flags.join(' | '), value }]
    }),
  )
  const values = valued.flatMap(({ flags, value }) =>
    typeof value === 'string' ? [] : [`    ${flags}) words='${value.join(' ')}' ;;`],
  )
  // Where no word is offered, bash offers files.
  const free = valued.flatMap(({ flags, value }) => (typeof value === 'string' ? [flags] : []))
  const others = all.map(({ path, commands, options, operands }) => {
    const flags = options.flatMap(({ long, short }) => (short ? [long, short] : [long]))
    const plain = [...commands.map(({ name }) => name), ...(typeof operands === 'string' ? [] : operands)]
    return `        '${path}') if [[ $cur == -* ]]; then words='${flags.join(' ')}'; else words='${plain.join(' ')}'; fi ;;`
  })
  return `# Completion of payersim for bash: source <(payersim completion bash)
_payersim() {
  local cur=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} at='' words='' index next
  # bash takes --flag=value for three words.
  if [[ $cur == '=' ]]; then
    cur=''
  elif [[ $before == '=' ]]; then
    before=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((index = 1; index < COMP_CWORD; index++)); do
    next="$at\${at:+ }\${COMP_WORDS[index]}"
    case $next in
    ${paths.map((path) => `'${path}'`).join(' | ')}) at=$next ;;
    esac
  done
  case "$at $before" in
${values.join('\n')}
    ${free.join(' | ')}) ;;
    *)
      case $at in
${others.join('\n')}
      esac
      ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _payersim payersim
`
}
