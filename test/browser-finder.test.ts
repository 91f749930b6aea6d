import { describe, expect, it } from 'vitest'
import { findChromium, type Machine, reasonToSkip } from './browser/chromium.ts'

const machine = (files: string[], more: Partial<Machine> = {}): Machine => ({
  platform: 'linux',
  env: { PATH: '/usr/local/bin:/usr/bin' },
  exists: (path) => files.includes(path),
  playwrights: '/home/ama/.cache/ms-playwright/chromium-1/chrome',
  ...more,
})
const windows = { ProgramFiles: 'C:\\Program Files', 'ProgramFiles(x86)': 'C:\\Program Files (x86)' }

describe('a browser', () => {
  it.each<[string, string, Partial<Machine>]>([
    ['on the PATH', '/usr/bin/chromium', {}],
    ['on the PATH, as Chrome', '/usr/local/bin/google-chrome', {}],
    ['where Playwright installs it', '/home/ama/.cache/ms-playwright/chromium-1/chrome', {}],
    [
      'on macOS',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      { platform: 'darwin', env: {} },
    ],
    [
      'on Windows',
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
      { platform: 'win32', env: windows },
    ],
    [
      'on Windows, as Edge',
      'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
      { platform: 'win32', env: windows },
    ],
  ])('is found %s', (_, path, more) => {
    expect(findChromium(machine([path], more))).toBe(path)
    expect(reasonToSkip(machine([path], more))).toBeUndefined()
  })

  it('is the one that CHROMIUM names, where it names one', () => {
    const named = machine(['/opt/chrome', '/usr/bin/chromium'], { env: { CHROMIUM: '/opt/chrome' } })
    expect(findChromium(named)).toBe('/opt/chrome')
  })

  it('that CHROMIUM names and that is not there is an error, also where there is another', () => {
    const env = { PATH: '/usr/bin', CHROMIUM: '/opt/chrome' }
    expect(() => findChromium(machine(['/usr/bin/chromium'], { env }))).toThrow(
      'CHROMIUM is /opt/chrome, and there is no such file.',
    )
  })

  it('that is nowhere skips the suite with one line that says what to install', () => {
    const line = reasonToSkip(machine([]))
    expect(line).toMatch(/^The browser suite is skipped: no Chromium or Chrome here\. [^\n]+$/)
    for (const way of ['apt-get install chromium', 'brew install', 'winget install', 'CHROMIUM'])
      expect(line).toContain(way)
  })

  it.each(['true', '1'])('that is nowhere is an error where CI is %s', (CI) => {
    expect(() => reasonToSkip(machine([], { env: { CI } }))).toThrow(
      /^The browser suite needs Chromium or Chrome, and CI is set\. .*apt-get install chromium/,
    )
  })
})
