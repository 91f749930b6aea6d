import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commandLine } from '../program.ts'
import { bashScript } from './bash.ts'
import { fishScript } from './fish.ts'
import { wordsOf } from './words.ts'
import { zshScript } from './zsh.ts'

const folder = mkdtempSync(join(tmpdir(), 'payersim-completion-'))
const has = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0
beforeAll(async () => {
  const program = await commandLine({ version: '1.0.0', description: '', engines: { node: '>=20.19' } })
  writeFileSync(join(folder, 'payersim.bash'), bashScript(wordsOf(program)))
  writeFileSync(join(folder, 'payersim.zsh'), zshScript(wordsOf(program)))
  writeFileSync(join(folder, 'payersim.fish'), fishScript(wordsOf(program)))
  writeFileSync(join(folder, 'shop.yaml'), '')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The words of a line as readline gives them to the script, and what the script offers. */
function offeredByBash(...words: string[]): string[] {
  const script = `set -u
source payersim.bash
source payersim.bash
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_payersim
printf '%s\\n' "\${COMPREPLY[@]}"`
  const args = ['--norc', '--noprofile', '-c', script, 'bash', 'payersim', ...words]
  const text = execFileSync('bash', args, { cwd: folder, encoding: 'utf8' })
  return text.split('\n').filter((word) => word !== '')
}

describe.skipIf(!has('bash'))('bash completes', () => {
  it.each<[string, string[], string[]]>([
    ['a command', ['se'], ['serve']],
    ['a flag', ['serve', '--port', '0', '--log-l'], ['--log-level']],
    ['the value of a flag', ['serve', '--log-level', ''], ['silent', 'error', 'warn', 'info']],
    ['it after =', ['test', '--reporter', '=', 'ju'], ['junit']],
    ['it right after =', ['test', '--reporter', '='], ['pretty', 'junit']],
    ['a command of a command', ['onepipe', 's'], ['sign']],
    ['its flags', ['onepipe', 'encrypt', '--t'], ['--type']],
    ['an argument with a few words', ['completion', ''], ['bash', 'zsh', 'fish']],
    ['nothing where it knows nothing, so that bash offers files', ['test', 'sh'], []],
    ['nothing for a file either', ['serve', '--world', ''], []],
    ['by the command, not by what looks like one', ['serve', '--seed', 'test', '--rep'], []],
  ])('%s', (_, words, offered) => {
    expect(offeredByBash(...words)).toEqual(offered)
  })

  // In a terminal, as when a person presses Tab: readline quotes, splits and asks for itself.
  it.skipIf(spawnSync('script', ['--version']).status !== 0)('a line in a terminal, files too', () => {
    const lines = [
      'source payersim.bash',
      'payersim() { printf "<%s>" "$@"; echo; }',
      'payersim ser\t--log-l\tinf\t',
      'payersim test sh\t--reporter=ju\t',
      'exit',
    ]
    const { stdout } = spawnSync('script', ['-qec', 'bash --norc --noprofile -i', '/dev/null'], {
      cwd: folder,
      input: `${lines.join('\n')}\n`,
      encoding: 'utf8',
      env: { ...process.env, TERM: 'dumb' },
    })
    expect(stdout).toContain('<serve><--log-level><info>')
    expect(stdout).toContain('<test><shop.yaml><--reporter=junit>')
  })
})

it.skipIf(!has('zsh'))('zsh reads its script', () => {
  expect(spawnSync('zsh', ['-n', 'payersim.zsh'], { cwd: folder, encoding: 'utf8' }).stderr).toBe('')
})

it.skipIf(!has('fish'))('fish completes commands, flags and their values', () => {
  const offered = (line: string) =>
    execFileSync('fish', ['--no-config', '-c', `source payersim.fish; complete -C '${line}'`], {
      cwd: folder,
      encoding: 'utf8',
    })
  expect(offered('payersim se')).toMatch(/^serve\t.+\n$/)
  expect(offered('payersim serve --log-level ')).toMatch(/^error\t.+\ninfo\t.+\nsilent\t.+\nwarn\t.+\n$/)
  expect(offered('payersim test sh')).toContain('shop.yaml')
})
