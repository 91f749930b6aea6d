import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { chromium } from 'playwright-core'

const usual = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map(
  (name) => `/usr/bin/${name}`,
)

/** The browser of this machine, or the one that Playwright's installer has put here; undefined where there is none. */
export function findChromium(): string | undefined {
  return [process.env.CHROMIUM ?? '', ...usual, chromium.executablePath()].find((path) => existsSync(path))
}

/**
 * Installs Chromium where there is none: by apt as root, else by Playwright's own installer.
 *
 * @throws an Error that says in one line how to
 */
export function installChromium(): void {
  if (findChromium() !== undefined) return
  const root = process.getuid?.() === 0
  try {
    if (root && existsSync('/usr/bin/apt-get')) {
      run('apt-get', 'update', '-q')
      run('apt-get', 'install', '-qy', 'chromium')
    } else {
      const playwright = dirname(createRequire(import.meta.url).resolve('playwright-core/package.json'))
      run(process.execPath, join(playwright, 'cli.js'), 'install', 'chromium')
    }
  } catch {
    // What follows says what to do instead.
  }
  if (findChromium() === undefined) {
    throw new Error(
      'No Chromium here, and none could be installed: apt-get install chromium, or name one in CHROMIUM.',
    )
  }
}

function run(command: string, ...args: string[]): void {
  execFileSync(command, args, {
    stdio: 'inherit',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
}
