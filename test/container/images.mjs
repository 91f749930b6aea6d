// Builds the Dockerfiles with buildah, which needs neither a daemon nor namespaces of users: chroot isolation.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** Buildah with a store of its own in this folder. */
export function buildahIn(folder) {
  const places = ['--root', join(folder, 'store'), '--runroot', join(folder, 'run-store')]
  const store = ['--storage-driver', 'overlay', ...places]
  return (args, options = {}) =>
    execFileSync('buildah', [...store, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      ...options,
    })?.trim()
}

/** An image of a folder, made once. */
export function imageOf(buildah, { name, folder, env = [] }) {
  const images = buildah(['images', '--format', '{{.Name}}'])
  if (images.split('\n').includes(`localhost/${name}`)) return
  const container = buildah(['from', 'scratch'])
  buildah(['add', '--quiet', container, folder, '/'])
  buildah(['config', ...env.flatMap((one) => ['--env', one]), container])
  buildah(['commit', '--quiet', '--rm', container, name])
}

/** What npm is told on this machine of where it finds packages. */
function npmOfThisMachine() {
  const config = (key) => execFileSync('npm', ['config', 'get', key], { encoding: 'utf8' }).trim()
  const mounts = [
    [config('userconfig'), '/root/.npmrc'],
    [config('globalconfig'), '/usr/local/etc/npmrc'],
    [config('cafile'), config('cafile')],
    [config('cache'), '/root/.npm'],
  ]
  return mounts
    .filter(([from]) => existsSync(from))
    .flatMap(([from, to]) => ['--volume', `${from}:${to}:${to === '/root/.npm' ? 'rw' : 'ro'}`])
}

/** @param {{ name: string, context?: string, args?: Record<string, string> }} of */
export function build(buildah, { name, context = '.', args = {} }) {
  const given = Object.entries(args).flatMap(([key, value]) => ['--build-arg', `${key}=${value}`])
  const folder = join(root, context)
  const own = [
    'bud',
    '--isolation',
    'chroot',
    '--format',
    'docker',
    '--layers',
    '--pull-never',
    ...npmOfThisMachine(),
  ]
  const log = buildah([...own, ...given, '--tag', name, folder], { stdio: ['ignore', 'pipe', 'pipe'] })
  return log
}
