// Reads what the SDKs' own test runners report.
import { readFileSync } from 'node:fs'

/**
 * One test of an SDK.
 * @typedef {{ name: string, result: 'passed' | 'failed' | 'skipped', why?: string }} Test
 */

const entities = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }

function plain(text) {
  return text
    .replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, '$1')
    .replace(/&#(x?)([0-9a-f]+);/gi, (_, hex, digits) =>
      String.fromCodePoint(Number.parseInt(digits, hex ? 16 : 10)),
    )
    .replace(/&(lt|gt|quot|apos|amp);/g, (_, name) => entities[name])
}

/** The tests of a JUnit XML file, as JUnit's console and PHPUnit write it. @returns {Test[]} */
export function readJunit(path) {
  const xml = readFileSync(path, 'utf8')
  return [...xml.matchAll(/<testcase\s([^>]*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g)].map(
    ([, attributes, body = '']) => {
      const of = (name) => plain(new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1] ?? '')
      const name = `${of('classname').split(/[.\\]/).at(-1)} ${of('name').replace(/\(\)$/, '')}`
      const failure = /<(failure|error)\b([^>]*)>([\s\S]*?)<\/\1>/.exec(body)
      if (!failure) return { name, result: /<skipped/.test(body) ? 'skipped' : 'passed' }
      return { name, result: 'failed', why: shortened(plain(failure[3])) }
    },
  )
}

/** The tests of what Jest writes with --json. @returns {Test[]} */
export function readJest(path) {
  const { testResults } = JSON.parse(readFileSync(path, 'utf8'))
  return testResults.flatMap(({ assertionResults, message }) => {
    if (assertionResults.length === 0)
      return [{ name: 'a file that cannot be loaded', result: 'failed', why: shortened(message) }]
    return assertionResults.map(({ fullName, status, failureMessages }) => ({
      name: fullName,
      result: status === 'passed' ? 'passed' : status === 'failed' ? 'failed' : 'skipped',
      ...(failureMessages.length > 0 ? { why: shortened(failureMessages.join('\n')) } : {}),
    }))
  })
}

/** The first lines that say something, without colours; where in the SDK's tests it happened comes with them. */
function shortened(text) {
  const lines = text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of a terminal begin with it.
    .replace(/\u001b\[[0-9;]*m/g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const said = lines.filter((line) => !/^at |^\/\S+:\d+$/.test(line)).slice(0, 4)
  const where = lines.find(
    (line) => /integration|tests\/units/i.test(line) && /:\d+/.test(line) && !said.includes(line),
  )
  return [...said, ...(where ? [where] : [])].join(' | ').slice(0, 400)
}
