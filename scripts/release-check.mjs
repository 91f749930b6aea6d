// Says whether what is in this folder can be released, and if not, what to do. Builds dist/ twice; publishes nothing.
//   npm run release:check
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parse } from 'yaml'

const required = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'docs/agents.md',
  'docs/fr/README.md',
  'llms.txt',
  'skills/payersim/SKILL.md',
  'dist/THIRD-PARTY-LICENSES.txt',
  'dist/main.js',
  'package.json',
]
/** What only makers need, or what would make the package large. */
const unwanted =
  /\.map$|\.test\.|\.fixture\.|^(?:src|test|scripts|examples|node_modules|\.github|\.ci)\/|\.db$|\.env$/
const limits = { files: 300, bytes: 13_000_000 }

/** The changelog has the version as its first heading, with the day, and something is under it. */
export function changelogProblems(changelog, version) {
  const [first = ''] = changelog.split(/^## /m).slice(1)
  const [heading = '', ...rest] = first.split('\n')
  const head = `CHANGELOG.md begins with "## ${heading}"`
  const [, named, day] = /^(\S+), (\S+)$/.exec(heading) ?? []
  if (named !== version) return [`${head}, and package.json has version ${version}: make them one.`]
  if (day === 'unreleased') return [`${head}: write the day of the release, "## ${version}, YYYY-MM-DD".`]
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day)))
    return [`${head}: ${day} is no day. Write it as YYYY-MM-DD.`]
  if (rest.join('').trim() === '') return [`${head}, and nothing is under it: say what users see.`]
  return []
}

/** The manifest fits the lock file, and all that it names is built. */
export function manifestProblems(manifest, lock, isThere) {
  const problems = []
  const { version, name, license } = manifest
  if (!/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))
    problems.push(`package.json: ${version} is no version (https://semver.org).`)
  if (lock.version !== version || lock.packages[''].version !== version)
    problems.push(`package-lock.json is of version ${lock.version}: run npm install, and commit it.`)
  if (manifest.private) problems.push('package.json says private: npm publishes no such package.')
  if (!license) problems.push(`package.json: ${name} names no licence.`)
  if (Object.entries(manifest.dependencies).some(([, range]) => /^(?:file|git|https?|link):/.test(range)))
    problems.push('package.json: a dependency comes from no registry.')
  // Everything that a user imports or TypeScript looks up.
  const named = [manifest.main, manifest.types, ...Object.values(manifest.bin), ...leaves(manifest.exports)]
  for (const path of new Set([...named, ...leaves(manifest.typesVersions)]))
    if (!isThere(path)) problems.push(`package.json names ${path}, which is not built: run npm run build.`)
  return problems
}
const leaves = (value) => (typeof value === 'string' ? [value] : Object.values(value ?? {}).flatMap(leaves))

/** The package has what users need and nothing else. */
export function fileProblems(files, bytes) {
  const problems = required
    .filter((path) => !files.includes(path))
    .map((path) => `The package lacks ${path}: see "files" in package.json, and npm run build.`)
  for (const path of files.filter((path) => unwanted.test(path)))
    problems.push(`The package has ${path}, which users do not need: see "files" in package.json.`)
  if (files.length > limits.files)
    problems.push(`The package has ${files.length} files; ${limits.files} are allowed.`)
  if (bytes > limits.bytes)
    problems.push(`The package unpacks to ${bytes} bytes; ${limits.bytes} are allowed.`)
  return problems
}

/** Each package that we build in by its own name has its licence there. */
export function licenceProblems(text, bundled) {
  return Object.entries(bundled)
    .filter(([name]) => !text.includes(`\n${name} `))
    .map(
      ([name]) =>
        `dist/THIRD-PARTY-LICENSES.txt has nothing of ${name}, which docs/dependencies.json lists as built in.`,
    )
}

/** Names of images without a host, and no address of a registry: a fork, and a company's mirror, use them as they are. */
export function workflowProblems(name, text) {
  let workflow
  try {
    workflow = parse(text)
  } catch (error) {
    return [`${name} is no YAML: ${error.message}`]
  }
  const problems = []
  if (!workflow?.jobs || !(workflow.on ?? workflow[true]))
    problems.push(`${name} has no jobs, or nothing that starts them.`)
  if (/registry[\w-]*[:=]\s*['"]?https?:|https?:\/\/[^\s'"]*registry/i.test(text))
    problems.push(`${name} has the address of a registry: leave it to npm's own setting.`)
  for (const [, image] of text.matchAll(/\b(?:image|FROM)[:\s]\s*['"]?([\w.:-]+\/[\w./:@-]+)/g))
    if (/^[^/]*[.:]/.test(image))
      problems.push(`${name} names the image ${image} with its host: write it without.`)
  if (!workflow?.permissions)
    problems.push(`${name} says no permissions: its token may then do more than it needs.`)
  return problems
}

/** The scripts that a workflow runs are in package.json. */
export function scriptProblems(name, text, scripts) {
  return [...text.matchAll(/\bnpm run (?:-s )?([\w:-]+)/g)]
    .filter(([, script]) => scripts[script] === undefined)
    .map(([, script]) => `${name} runs npm run ${script}, which package.json does not have.`)
}

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
const said = (command, args, options) =>
  execFileSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 50_000_000,
    ...options,
  })

function packed(folder, into) {
  const out = said(npm, ['pack', '--json', '--ignore-scripts', '--pack-destination', into], { cwd: folder })
  const [pack] = Object.values(JSON.parse(out))
  const hash = createHash('sha512')
    .update(readFileSync(join(into, pack.filename)))
    .digest('hex')
  return { files: pack.files.map(({ path }) => path), bytes: pack.unpackedSize, hash }
}

function main() {
  const build = () => said(npm, ['run', 'build'])
  build()
  const manifest = JSON.parse(readFileSync('package.json', 'utf8'))
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))
  const { builtIn } = JSON.parse(readFileSync('docs/dependencies.json', 'utf8'))
  const problems = [
    ...manifestProblems(manifest, lock, (path) => existsSync(path)),
    ...changelogProblems(readFileSync('CHANGELOG.md', 'utf8'), manifest.version),
  ]
  const folder = '.github/workflows'
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const text = readFileSync(join(folder, name), 'utf8')
    problems.push(
      ...workflowProblems(`${folder}/${name}`, text),
      ...scriptProblems(name, text, manifest.scripts),
    )
  }
  const into = mkdtempSync(join(tmpdir(), 'payersim-release-'))
  try {
    const first = packed('.', into)
    problems.push(...fileProblems(first.files, first.bytes))
    const licences = 'dist/THIRD-PARTY-LICENSES.txt'
    const direct = Object.fromEntries(Object.entries(builtIn).filter(([, { why }]) => why))
    if (existsSync(licences)) problems.push(...licenceProblems(readFileSync(licences, 'utf8'), direct))
    build()
    if (packed('.', into).hash !== first.hash)
      problems.push(
        'Built and packed twice, the package has other bytes: something in the build depends on time or chance.',
      )
    if (!manifest.repository)
      console.log(
        'package.json has no repository: the release workflow writes that which it runs in. By hand: docs/releasing.md.',
      )
    if (problems.length === 0)
      console.log(
        `${manifest.name} ${manifest.version} can be released: ${first.files.length} files, ${first.bytes} bytes, the same twice.\n${first.hash.slice(0, 32)}… is the beginning of its SHA-512.`,
      )
  } finally {
    rmSync(into, { recursive: true, force: true })
  }
  for (const problem of problems) console.error(problem)
  process.exitCode = problems.length === 0 ? 0 : 1
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main()
