import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { clockEnvironment } from './clock-environment.ts'
import { withoutLibfaketime } from './libfaketime.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "payersim clock's "))
})
afterEach(() => rmSync(folder, { recursive: true }))

const made = (
  env: Record<string, string>,
  { library, command = 'npm' }: { library?: string; command?: string } = {},
) => clockEnvironment(env, { file: '/run/clock', folder, library, command })

describe('the environment of a command with a clock', () => {
  it('is for Node alone without libfaketime', () => {
    const env = made({ PATH: '/bin', NODE_OPTIONS: '--no-warnings' })
    expect(env).toEqual({
      PATH: '/bin',
      NODE_OPTIONS: expect.stringMatching(/^--require ".*preload.cjs" --no-warnings$/),
      PAYERSIM_CLOCK: '/run/clock',
    })
    expect(readdirSync(folder)).toEqual([])
  })

  it('has no other program load libfaketime', () => {
    const env = made({ PATH: '', PYTHONPATH: '/mine', FAKETIME: '+1d' }, { library: '/lib/faketime.so' })
    expect(env).toMatchObject({ PYTHONPATH: `${join(folder, 'python')}:/mine`, FAKETIME: undefined })
    expect(env).not.toHaveProperty('LD_PRELOAD')
  })

  it('has Java load it where that is the command', () => {
    expect(made({}, { library: '/lib/faketime.so', command: '/usr/bin/java' })).toMatchObject({
      LD_PRELOAD: '/lib/faketime.so',
    })
  })

  it('leads to a Java with libfaketime by PATH and by JAVA_HOME', () => {
    const home = join(folder, 'home')
    mkdirSync(join(home, 'bin'), { recursive: true })
    mkdirSync(join(home, 'lib'))
    writeFileSync(join(home, 'bin/javac'), '')
    writeFileSync(join(home, 'bin/java'), '#!/bin/sh\necho "$FAKETIME_TIMESTAMP_FILE $1"\n')
    chmodSync(join(home, 'bin/java'), 0o755)
    const users = { PATH: `${join(home, 'bin')}:/usr/bin:/bin`, JAVA_HOME: home, LD_PRELOAD: '' }
    const env = made(users, { library: join(folder, 'no-such.so') })
    expect(readdirSync(env.JAVA_HOME ?? '').sort()).toEqual(['bin', 'lib'])
    expect(readdirSync(join(env.JAVA_HOME ?? '', 'bin')).sort()).toEqual(['java', 'javac'])
    for (const command of ['java', join(env.JAVA_HOME ?? '', 'bin/java')]) {
      const { stdout } = spawnSync('sh', ['-c', `"$0" "a b"`, command], { env, encoding: 'utf8' })
      expect(stdout).toBe('/run/clock a b\n')
    }
  })
})

describe('without libfaketime', () => {
  it.each(['python3.12', '/venv/bin/python', 'pytest', 'java', 'mvn', './gradlew'])(
    '%s is refused',
    (command) => {
      expect(() => withoutLibfaketime(command)).toThrow(
        /^--clock needs libfaketime for .+, and it is not on this machine. /,
      )
    },
  )

  it('a command that may start Python gets a warning, and Node gets none', () => {
    expect(withoutLibfaketime('make')).toMatch(/^Programs in Python and Java keep the machine’s time: /)
    expect(withoutLibfaketime('/usr/bin/npm')).toBeUndefined()
  })
})
