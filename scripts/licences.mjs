// dist/THIRD-PARTY-LICENSES.txt: what the licence of each package that is inside payersim demands, in one file. Each step of
// the build writes its own part of it.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const modules = fileURLToPath(new URL('../node_modules', import.meta.url))
const file = fileURLToPath(new URL('../dist/THIRD-PARTY-LICENSES.txt', import.meta.url))
const betweenParts = `\n${'='.repeat(80)}\n\n`
const betweenPackages = `\n${'-'.repeat(80)}\n\n`

/** The folder of the package that a module is of: the nearest with a name and a version. */
function packageOf(id) {
  for (let folder = dirname(id); folder.includes('node_modules'); folder = dirname(folder)) {
    const file = join(folder, 'package.json')
    if (!existsSync(file)) continue
    const { name, version } = JSON.parse(readFileSync(file, 'utf8'))
    if (name && version) return folder
  }
  throw new Error(`${id} is in the bundle and of no package, so its licence is not known.`)
}

/** The name, version, licence and licence text of a package, with the files that say what is inside it in turn. */
function licenceOf(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  if (typeof license !== 'string')
    throw new Error(`${name} ${version} names no licence. Do not bundle it, or see what it allows.`)
  const files = readdirSync(folder).filter(
    (file) =>
      /^(licen[cs]e|copying|notice)/i.test(file) || (name === 'swagger-ui-dist' && file === insideSwagger),
  )
  const texts = files.sort().map((file) => readFileSync(join(folder, file), 'utf8').trim())
  const by = typeof author === 'object' ? author.name : author
  if (texts.length === 0)
    texts.push(`The package has no file of its licence. Its author: ${by ?? 'not named'}.`)
  return `${name} ${version}\nLicence: ${license}\n\n${texts.join('\n\n').replaceAll('\r\n', '\n')}\n`
}
const insideSwagger = 'swagger-ui-bundle.js.LICENSE.txt'

/**
 * Writes one part of the file in place of what it was: of the packages that these modules are of.
 *
 * @param {string} title its first line, by which it is found again
 * @param {readonly string[]} ids absolute paths of modules, whether of packages or not
 */
export function writeLicences(title, ids) {
  const folders = ids.filter((id) => id.includes('node_modules')).map(packageOf)
  // The helpers between the modules are of the bundler.
  if (ids.some((id) => id.startsWith('\0rolldown'))) folders.push(join(modules, 'rolldown'))
  const licences = [...new Set(folders)].map(licenceOf).sort()
  const part = [`${title}\n`, ...licences].join(betweenPackages)
  const others = existsSync(file)
    ? readFileSync(file, 'utf8')
        .split(betweenParts)
        .filter((other) => !other.startsWith(`${title}\n`))
    : []
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, [...others, part].sort().join(betweenParts))
}
