// Makes one executable file of Node, of dist/ and of the native part of better-sqlite3, for the platform that this runs on.
// By Node's own single executable applications; src/binary/ says how it starts. Needs dist/ built.
//   node scripts/build-binary.mjs                  with the newest Node 24 of npm's package for this platform
//   node scripts/build-binary.mjs --node 22        with another; or an exact version
//   node scripts/build-binary.mjs --node running   with the Node that runs this, and the node_modules installed for it
//   --out FOLDER                                   where to, instead of binary/
//   --node-license FILE                            the licence of the running Node, where it does not lie beside it
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { inject } from 'postject'
import { rolldown } from 'rolldown'

const root = fileURLToPath(new URL('..', import.meta.url))
const { values: flags } = parseArgs({
  options: {
    node: { type: 'string', default: '24' },
    out: { type: 'string' },
    'node-license': { type: 'string' },
  },
})
const { platform, arch } = process

/** Node's mark of the place for a single executable application, with `:0` behind it until there is one. */
const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2'

// What dist/ may import by its name.
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
// Only the installation of the native part uses these.
const unused = ['prebuild-install', 'node-addon-api']
/** Where it is when it was compiled, and when its package came with it. */
const nativeParts = ['build/Release/better_sqlite3.node', `prebuilds/${platform}-${arch}.node`]

function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', ...options })
  if (error) throw error
  if (status !== 0) throw new Error(`${[command, ...args].join(' ')} ended with ${status}.`)
}

/** Every file below a folder, as paths from there. */
function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)))
}

/** The Node that the binary has inside, and the folder whose node_modules was installed for it. */
function nodeToEmbed() {
  if (flags.node === 'running') {
    const prefix = dirname(dirname(process.execPath))
    const licence = [
      flags['node-license'],
      join(dirname(process.execPath), 'LICENSE'),
      join(prefix, 'LICENSE'),
      join(prefix, 'share/doc/nodejs/LICENSE'),
      join(prefix, 'share/doc/nodejs/copyright'),
    ].find((file) => file !== undefined && existsSync(file))
    return { executable: process.execPath, licence, installed: root }
  }
  const name = `node-${platform === 'win32' ? 'win' : platform}-${arch}`
  const installed = join(root, 'node_modules/.cache/payersim-binary', `node-${flags.node}`)
  const npm = (args, env = {}) =>
    run('npm', ['install', '--no-audit', '--no-fund', '--no-save', ...args], {
      cwd: installed,
      env: { ...process.env, ...env },
      shell: platform === 'win32',
    })
  mkdirSync(installed, { recursive: true })
  writeFileSync(join(installed, 'package.json'), '{}')
  npm([`${name}@${flags.node}`])
  const own = join(installed, 'node_modules', name)
  const executable = join(own, platform === 'win32' ? 'bin/node.exe' : 'bin/node')
  // Chosen, and compiled where that must be, by that Node and with its headers.
  const path = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH'
  npm([`${name}@${flags.node}`, `better-sqlite3@${dependencies['better-sqlite3']}`], {
    [path]: [dirname(executable), process.env[path]].join(platform === 'win32' ? ';' : ':'),
    npm_config_nodedir: own,
  })
  return { executable, licence: join(own, 'LICENSE'), installed }
}

/** The folder of a package as Node finds it from another folder. */
function folderOf(name, from) {
  for (let at = from; ; at = dirname(at)) {
    const folder = join(at, 'node_modules', name)
    if (existsSync(folder)) return folder
    if (dirname(at) === at) throw new Error(`${name} is not installed. Run npm ci.`)
  }
}

/** The folders of these packages and of all that they need when they run. */
function closure(names, from, found = new Set()) {
  for (const name of names) {
    if (unused.includes(name)) continue
    const folder = folderOf(name, from)
    if (found.has(folder)) continue
    found.add(folder)
    const needed = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).dependencies ?? {}
    closure(Object.keys(needed), folder, found)
  }
  return found
}

/** What of a package runs, and what it demands to be handed on with it. */
function isNeeded(path) {
  if (path.split(sep).includes('node_modules')) return false
  if (/\.node$/.test(path)) return nativeParts.includes(path.split(sep).join('/'))
  if (/^(deps|src|build)[\\/]/.test(path) && /\.(gyp|[ch]pp|[ch])$/.test(path)) return false
  return /\.([cm]?js|json)$|^(licen[cs]e|copying|notice)/i.test(path)
}

/** The files to carry: their paths in the unpacked folder, and where they are now. */
function filesToCarry({ installed, licence }, scratch) {
  const files = new Map()
  for (const name of ['package.json', 'LICENSE']) files.set(name, join(root, name))
  for (const folder of ['dist', 'sessions'])
    for (const path of filesIn(join(root, folder)))
      if (!/\.(map|d\.[cm]?ts|new)$/.test(path)) files.set(join(folder, path), join(root, folder, path))
  for (const name of Object.keys(dependencies)) {
    const from = name === 'better-sqlite3' ? installed : root
    for (const folder of closure([name], from))
      for (const path of filesIn(folder).filter(isNeeded))
        files.set(join(relative(from, folder), path), join(folder, path))
  }
  const unknown =
    'The licence of Node was not found where this binary was built. It is for trying, not for giving away.\n'
  const nodeLicence = join(scratch, 'NODE-LICENSE')
  writeFileSync(nodeLicence, licence === undefined ? unknown : readFileSync(licence))
  files.set('NODE-LICENSE', nodeLicence)
  // See src/binary/main.ts.
  const load = join(scratch, 'load.cjs')
  writeFileSync(load, 'module.exports = (url) => import(url)\n')
  files.set('load.cjs', load)
  return new Map([...files].map(([path, file]) => [path.split(sep).join('/'), file]).sort())
}

/** The newest version of the C library that the files ask for; undefined where they ask for another one. */
function glibcOf(files) {
  const minors = files.flatMap((file) =>
    [...readFileSync(file, 'latin1').matchAll(/\bGLIBC_2\.(\d+)\b/g)].map(([, minor]) => Number(minor)),
  )
  return minors.length > 0 ? `2.${Math.max(...minors)}` : undefined
}

if (!existsSync(join(root, 'dist/main.js'))) throw new Error('There is no dist/ yet. Run npm run build.')
const node = nodeToEmbed()
if (!readFileSync(node.executable).includes(fuse))
  throw new Error(
    `${node.executable} cannot hold a program, as with Nodes whose code is in a library. Build without --node running.`,
  )
const scratch = mkdtempSync(join(tmpdir(), 'payersim-binary-'))
try {
  const bundle = await rolldown({ input: join(root, 'src/binary/main.ts'), platform: 'node', cwd: root })
  const main = join(scratch, 'main.cjs')
  await bundle.write({ file: main, format: 'cjs' })
  await bundle.close()

  const files = filesToCarry(node, scratch)
  const sums = join(scratch, 'SHA256SUMS')
  const sum = (file) => createHash('sha256').update(readFileSync(file)).digest('hex')
  writeFileSync(sums, [...files].map(([path, file]) => `${sum(file)}  ${path}\n`).join(''))

  const blob = join(scratch, 'blob')
  const config = join(scratch, 'config.json')
  const assets = { ...Object.fromEntries(files), SHA256SUMS: sums }
  writeFileSync(config, JSON.stringify({ main, output: blob, disableExperimentalSEAWarning: true, assets }))
  run(node.executable, ['--experimental-sea-config', config], { stdio: ['ignore', 'ignore', 'inherit'] })

  const folder = resolve(flags.out ?? join(root, 'binary'))
  const binary = join(folder, `payersim-${platform}-${arch}${platform === 'win32' ? '.exe' : ''}`)
  mkdirSync(folder, { recursive: true })
  // Anew, since one that runs cannot be written to.
  rmSync(binary, { force: true })
  copyFileSync(node.executable, binary)
  chmodSync(binary, 0o755)
  if (platform === 'darwin') run('codesign', ['--remove-signature', binary])
  await inject(binary, 'NODE_SEA_BLOB', readFileSync(blob), {
    sentinelFuse: fuse,
    ...(platform === 'darwin' && { machoSegmentName: 'NODE_SEA' }),
  })
  if (platform === 'darwin') run('codesign', ['--sign', '-', binary])

  const version = (command) => spawnSync(command, ['--version'], { encoding: 'utf8' }).stdout.trim()
  const addons = [...files.values()].filter((file) => file.endsWith('.node'))
  const glibc = glibcOf([node.executable, ...addons])
  console.log(
    `${relative(process.cwd(), binary)}: payersim ${version(binary)} with Node ${version(node.executable)}, ` +
      `${(statSync(binary).size / 1e6).toFixed(0)} MB, ${files.size} files inside` +
      `${glibc ? `; needs glibc ${glibc} or newer` : ''}`,
  )
  if (node.licence === undefined)
    console.log(
      `The licence of Node does not lie beside ${node.executable}. Before you give the binary away, name the file ` +
        'by --node-license, or build without --node running.',
    )
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
