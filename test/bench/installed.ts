import { execFileSync } from 'node:child_process'
import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inFolder } from './folder.ts'
import { root } from './processes.ts'
import type { Row } from './row.ts'

interface Lock {
  packages: Record<string, { hasInstallScript?: boolean }>
}

/**
 * What `npm install` of the packed file puts into an empty project. Its native part is not compiled again, which takes
 * a minute: what the compiler left in this project's own folder counts in its place.
 */
export function benchInstalled(): Promise<Row[]> {
  return inFolder(async (folder) => {
    const packed = npm(root, 'pack', '--ignore-scripts', '--silent', '--pack-destination', folder).trim()
    writeFileSync(join(folder, 'package.json'), '{ "private": true }')
    npm(folder, 'install', '--ignore-scripts', '--no-audit', '--no-fund', join(folder, packed))
    const modules = join(folder, 'node_modules')
    const lock = readFileSync(join(modules, '.package-lock.json'), 'utf8')
    const packages = Object.entries((JSON.parse(lock) as Lock).packages)
    const compiled = packages
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path]) => join(root, path, 'build'))
      .filter((path) => existsSync(path))
    const [downloaded, native] = [[modules], compiled].map(
      (paths) => paths.reduce((bytes, path) => bytes + diskUsage(path), 0) / 1024 / 1024,
    ) as [number, number]
    const counted = { against: 'counted', theirs: null, ratio: null }
    return [
      {
        ...counted,
        work: '`npm install payersim`: packages',
        unit: 'packages',
        ours: packages.length,
        bound: { atMost: 59, wanted: 24 },
      },
      {
        ...counted,
        work: '`npm install payersim`: size on the disk',
        unit: 'MB',
        ours: downloaded + native,
        bound: { atMost: 45, wanted: 35 },
        note:
          `${downloaded.toFixed(1)} MB by an install of the packed file without install scripts, and ` +
          `${native.toFixed(1)} MB that the compiler left in this project for the same packages.`,
      },
    ]
  })
}

function npm(cwd: string, ...args: string[]): string {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

/** In bytes, in whole blocks of the file system, as `du` counts. */
function diskUsage(path: string): number {
  const { blocks } = lstatSync(path)
  const inside = lstatSync(path).isDirectory() ? readdirSync(path).map((name) => join(path, name)) : []
  return inside.reduce((bytes, each) => bytes + diskUsage(each), blocks * 512)
}
