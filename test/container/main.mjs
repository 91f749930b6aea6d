// Builds the images of Dockerfile and compose.yaml and runs them, without a container engine: npm run test:container.
// With --no-build it runs those of the last time again. It needs root on Debian for x64, and the packages buildah,
// debootstrap, iproute2 and util-linux.
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { baseRoots } from './base.mjs'
import { build, buildahIn, imageOf } from './images.mjs'

const folder = process.env.PAYERSIM_CONTAINER_FOLDER ?? '/var/tmp/payersim-container'
const missing = ['buildah', 'debootstrap', 'ip', 'unshare'].filter(
  (name) => spawnSync(name, ['--help']).error,
)
if (process.getuid?.() !== 0 || process.arch !== 'x64' || missing.length > 0) {
  console.error(
    'The container test needs root on Debian for x64, and: apt-get install buildah debootstrap iproute2',
  )
  process.exit(2)
}

function timed(what, work) {
  const begin = performance.now()
  const result = work()
  console.log(`${((performance.now() - begin) / 1000).toFixed(1).padStart(7)} s  ${what}`)
  return result
}

mkdirSync(folder, { recursive: true })
const buildah = buildahIn(folder)
if (!process.argv.includes('--no-build')) {
  const roots = timed('base folders: Debian, Node', () => baseRoots(folder))
  timed('base images', () => {
    imageOf(buildah, {
      name: 'payersim-build-base',
      folder: roots.build,
      env: ['npm_config_nodedir=/usr/local'],
    })
    imageOf(buildah, { name: 'payersim-base', folder: roots.run })
  })
  const BASE = 'localhost/payersim-base'
  const BUILD_BASE = 'localhost/payersim-build-base'
  timed('image payersim', () => build(buildah, { name: 'payersim', args: { BUILD_BASE, BASE } }))
  // Of the two it is this one that has npm.
  timed('image payersim-shop', () =>
    build(buildah, { name: 'payersim-shop', context: 'examples/shop', args: { BASE: BUILD_BASE } }),
  )
}

const containers = ['payersim', 'payersim-shop'].map((name) => {
  const container = buildah(['from', '--pull-never', `localhost/${name}`])
  const { Docker } = JSON.parse(buildah(['inspect', '--type', 'container', container]))
  return { name, container, root: buildah(['mount', container]), config: Docker.config }
})
// In namespaces of its own, so that no network, mount or process is left.
const inside = join(import.meta.dirname, 'inside.mjs')
const { status } = spawnSync(
  'unshare',
  ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', process.execPath, inside],
  { input: JSON.stringify({ folder, containers }), stdio: ['pipe', 'inherit', 'inherit'] },
)
for (const { container } of containers) buildah(['rm', container])
process.exitCode = status ?? 1
