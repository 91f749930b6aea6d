// Compares what users get with payersim, by package-lock.json, with the list in docs/dependencies.json that people have
// read: every package that an install brings, and those that are built into its JavaScript and the page. Needs no network.
//   node scripts/audit-deps.mjs            fails on whatever is not as it is listed
//   node scripts/audit-deps.mjs --write    writes the list anew, for review in the diff
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'

const list = 'docs/dependencies.json'
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))
const root = lock.packages['']

/** Where Node would find a package from a place in the tree: in its own folder, then in those above. */
function placeOf(name, from) {
  for (let at = from; ; at = at.slice(0, at.lastIndexOf('node_modules/')).replace(/\/$/, '')) {
    const place = `${at === '' ? '' : `${at}/`}node_modules/${name}`
    if (lock.packages[place]) return place
    if (at === '') return undefined
  }
}

/** What npm installs with a package: optional peers are left to whoever installs. */
function namesBroughtBy({ dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta }) {
  const peers = Object.keys(peerDependencies ?? {}).filter((name) => !peerDependenciesMeta?.[name]?.optional)
  return [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers]
}

/** Adds a package and all that it brings to what was found. */
function walk(found, name, from, direct, alone = false) {
  const place = placeOf(name, from)
  if (place === undefined) return
  const entry = found.get(place) ?? { name, directs: new Set() }
  if (entry.directs.has(direct)) return
  found.set(place, entry)
  entry.directs.add(direct)
  if (!alone) for (const next of namesBroughtBy(lock.packages[place])) walk(found, next, place, direct)
}

/** One line a name, whichever versions of it there are. */
function described(found, directs) {
  const named = new Map()
  for (const [place, entry] of found)
    named.set(entry.name, [...(named.get(entry.name) ?? []), [place, entry]])
  const lines = [...named].sort(([a], [b]) => (a < b ? -1 : 1))
  return lines.map(([name, places]) => {
    const locked = places.map(([place]) => lock.packages[place])
    const brought = [...new Set(places.flatMap(([, entry]) => [...entry.directs]))].sort()
    const line = {
      licence: [...new Set(locked.map(({ license }) => license ?? 'none named'))].sort().join(', '),
      installScripts: locked.some(({ hasInstallScript }) => hasInstallScript === true),
    }
    const unchecked = locked.some(({ integrity }) => integrity === undefined)
    if (unchecked) line.unchecked = true
    return [name, directs.includes(name) ? { ...line, why: '' } : { ...line, broughtBy: brought }]
  })
}

/** What the source imports and users do not install: it is built into the package. */
function builtIn() {
  if (!existsSync('src')) return []
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.[cm]?tsx?$/.test(name) && !/\.(test|fixture)\.[cm]?tsx?$/.test(name),
  )
  const imported = sources.flatMap((name) =>
    [
      ...readFileSync(`src/${name}`, 'utf8').matchAll(
        /(?:from |import\(|require\()'((?:@[\w.-]+\/)?[\w-][\w.-]*)[/']/g,
      ),
    ].map(([, name]) => name),
  )
  const tools = ['vite', 'vitest']
  return [...new Set(imported)]
    .filter((name) => root.devDependencies?.[name] !== undefined && !tools.includes(name))
    .sort()
}

function present() {
  const directs = namesBroughtBy(root)
  const installed = new Map()
  for (const name of directs) walk(installed, name, '', name)
  const bundled = builtIn()
  const built = new Map()
  for (const name of bundled) walk(built, name, '', name)
  // scripts/copy-docs-page.mjs copies its files, and nothing of what it brings.
  const copied = root.devDependencies?.['swagger-ui-dist'] === undefined ? [] : ['swagger-ui-dist']
  for (const name of copied) walk(built, name, '', name, true)
  return {
    installed: Object.fromEntries(described(installed, directs)),
    builtIn: Object.fromEntries(described(built, [...bundled, ...copied])),
  }
}

function problemsOf(now, listed) {
  const problems = []
  for (const part of ['installed', 'builtIn']) {
    const known = listed[part] ?? {}
    for (const [name, { licence, installScripts, unchecked, broughtBy }] of Object.entries(now[part])) {
      const was = known[name]
      const by = broughtBy ? `, which ${broughtBy.join(' and ')} brings,` : ''
      if (unchecked) problems.push(`${name} has no checksum in package-lock.json: it comes from no registry.`)
      if (!was) {
        const scripts = installScripts ? ', and runs scripts when it is installed' : ''
        problems.push(`${name}${by} is not in the list. Its licence is ${licence}${scripts}.`)
        continue
      }
      if (was.licence !== licence) problems.push(`${name} was ${was.licence}, and is ${licence} now.`)
      if (installScripts && !was.installScripts)
        problems.push(`${name} runs scripts when it is installed now.`)
      if (!installScripts && was.installScripts) problems.push(`${name} runs no scripts any more.`)
      if (broughtBy && String(was.broughtBy) !== String(broughtBy))
        problems.push(
          `${name} is brought by ${broughtBy.join(', ')} now, and is listed under ${was.broughtBy ?? 'our own'}.`,
        )
      if (!broughtBy && !was.why)
        problems.push(`${name} is a dependency of our own, and the list does not say why.`)
    }
    for (const name of Object.keys(known))
      if (!now[part][name]) problems.push(`${name} is listed, and is not there any more.`)
  }
  return problems
}

/** A line a package, so that a diff reads as one. */
const written = (parts) => {
  const lines = (part) =>
    Object.entries(part).map(([name, line]) => `    ${JSON.stringify(name)}: ${JSON.stringify(line)}`)
  const texts = Object.entries(parts).map(([name, part]) => `  "${name}": {\n${lines(part).join(',\n')}\n  }`)
  return `{\n${texts.join(',\n')}\n}\n`
}

const listed = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : {}
const now = present()
if (process.argv.includes('--write')) {
  for (const part of ['installed', 'builtIn'])
    for (const [name, line] of Object.entries(now[part]))
      if (line.why === '') line.why = listed[part]?.[name]?.why ?? ''
  writeFileSync(list, written(now))
  console.log(
    `${list} is written. Read its diff, and say why of each dependency of our own that has no reason yet.`,
  )
} else {
  const problems = problemsOf(now, listed)
  for (const problem of problems) console.error(problem)
  if (problems.length > 0) {
    console.error(
      `Where that is meant, run npm run audit:deps -- --write, read the diff of ${list}, and commit it.`,
    )
    process.exitCode = 1
  } else {
    const { length } = Object.keys(now.installed)
    console.log(
      `${length} packages come with an install, and ${Object.keys(now.builtIn).length} are built in, all as listed.`,
    )
  }
}
