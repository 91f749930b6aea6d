import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const script = fileURLToPath(new URL('../.ci/runtimes', import.meta.url))
const bash = ['/bin/bash', '/usr/bin/bash'].find((path) => existsSync(path))

/** A machine that has nothing but these programs. */
let programs: string
const calls = () => readFileSync(join(programs, 'calls'), 'utf8').trim().split('\n')
function program(name: string, text: string) {
  writeFileSync(join(programs, name), `#!${bash}\n${text}\n`)
  chmodSync(join(programs, name), 0o755)
}
beforeEach(() => {
  programs = mkdtempSync(join(tmpdir(), 'payersim-ci-'))
  writeFileSync(join(programs, 'calls'), '')
})
afterEach(() => rmSync(programs, { recursive: true }))

/** An apt-get that notes its calls, puts in a browser, and fails where `failing` says so. */
const apt = (failing = 'false') =>
  program(
    'apt-get',
    `echo "$*" >> ${programs}/calls
${failing} && exit 100
case "$*" in
  *chromium*) echo > ${programs}/chromium; /bin/chmod 755 ${programs}/chromium ;;
esac
exit 0`,
  )
const user = (uid: number) => program('id', `echo ${uid}`)
const run = (env: Record<string, string> = {}) => {
  const { status, stderr } = spawnSync(bash ?? '', [script], {
    env: { PATH: programs, ...env },
    encoding: 'utf8',
  })
  return { status, stderr }
}

describe.skipIf(bash === undefined)('.ci/runtimes', () => {
  it('asks apt for its lists first, and for a browser by itself', () => {
    user(0)
    apt()
    expect(run()).toMatchObject({ status: 0 })
    expect(calls()[0]).toBe('update -qq')
    expect(calls()[1]).toMatch(/^install .* chromium$/)
    expect(calls()[2]).toMatch(/^install .* php-cli .* default-jdk-headless$/)
  })

  it('goes on without a runtime, and says which', () => {
    user(0)
    apt('[[ "$*" == *php-cli* ]]')
    const { status, stderr } = run()
    expect(status).toBe(0)
    expect(stderr).toMatch(/Not installed, so that their tests are skipped: php-cli /)
  })

  it.each([
    ['apt fails', () => apt('[[ "$*" == *chromium* ]]')],
    ['there is no apt', () => {}],
  ])('fails without a browser where %s', (_, given) => {
    user(0)
    given()
    const { status, stderr } = run()
    expect(status).toBe(1)
    expect(stderr).toContain('No browser for the tests of the page')
  })

  it('installs by sudo in CI, and nothing for another user', () => {
    user(1000)
    apt()
    program('sudo', `echo "sudo $*" >> ${programs}/calls; [ "$1" = -n ] && shift; "$@"`)
    const { status, stderr } = run()
    expect({ status, calls: calls() }).toEqual({ status: 0, calls: [''] })
    expect(stderr).toMatch(/Not here, so that their tests are skipped: .* chromium\n/)
    expect(run({ CI: 'true' }).status).toBe(0)
    expect(calls()[0]).toBe('sudo -n apt-get update -qq')
  })

  it('takes the browser that CHROMIUM names', () => {
    user(0)
    apt()
    expect(run({ CHROMIUM: '/opt/chrome' }).status).toBe(0)
    expect(calls().join('\n')).not.toContain('chromium')
  })
})
