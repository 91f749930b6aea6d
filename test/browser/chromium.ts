import { existsSync } from 'node:fs'
import { posix, win32 } from 'node:path'
import { chromium } from 'playwright-core'

/** What the search for a browser depends on. */
export interface Machine {
  platform: NodeJS.Platform
  env: Readonly<Record<string, string | undefined>>
  exists(path: string): boolean
  /** Where Playwright's own installer puts Chromium. */
  playwrights: string
}

const thisMachine: Machine = {
  platform: process.platform,
  env: process.env,
  exists: existsSync,
  playwrights: chromium.executablePath(),
}

/**
 * The path of a Chromium, Chrome or Edge; undefined where there is none.
 *
 * @throws an Error where `CHROMIUM` names a file that is not there
 */
export function findChromium(machine: Machine = thisMachine): string | undefined {
  const named = machine.env.CHROMIUM
  if (named) {
    if (machine.exists(named)) return named
    throw new Error(`CHROMIUM is ${named}, and there is no such file. Name a browser, or unset it.`)
  }
  return [...usualPaths(machine), machine.playwrights].find((path) => machine.exists(path))
}

function usualPaths({ platform, env }: Machine): string[] {
  if (platform === 'darwin') {
    return ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)
  }
  if (platform === 'win32') {
    const folders = [env.ProgramFiles, env['ProgramFiles(x86)'], env.LOCALAPPDATA]
    return ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'].flatMap(
      (file) => folders.flatMap((folder) => (folder ? [win32.join(folder, file)] : [])),
    )
  }
  const folders = (env.PATH ?? '').split(':').filter((folder) => folder !== '')
  return ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].flatMap((name) =>
    folders.map((folder) => posix.join(folder, name)),
  )
}

export const howToGetOne =
  'Debian: apt-get install chromium. macOS: brew install --cask google-chrome. Windows: winget install Google.Chrome. Or set CHROMIUM to the path of a browser.'

/**
 * Undefined where there is a browser; else the line that says why the browser suite is skipped, and what to install.
 *
 * @throws an Error under `CI=true`, where a suite that nobody ran would look like one that passed
 */
export function reasonToSkip(machine: Machine = thisMachine): string | undefined {
  if (findChromium(machine) !== undefined) return undefined
  if (['true', '1'].includes(machine.env.CI ?? '')) {
    throw new Error(`The browser suite needs Chromium or Chrome, and CI is set. ${howToGetOne}`)
  }
  return `The browser suite is skipped: no Chromium or Chrome here. ${howToGetOne}`
}
