import { checkSync } from 'recheck'
import { describe, expect, it } from 'vitest'
import { files, type Pattern, patternsOf } from './patterns.ts'

/** Patterns that people write for themselves: of a test, of a script, of a command line. */
const ofPeople = ['client/pick-option.ts', 'commands/test.ts', 'matchers/text.ts', 'sessions/matching.ts']

const found = files.map(patternsOf)

/** In this thread: of the two ways of the library this one always answers the same. Why a pattern may take more than linear time; undefined where it does not. */
function slowness({ source: pattern, flags, at }: Pattern): string | undefined {
  const found = checkSync(pattern, flags, { timeout: 20_000 })
  if (found.status === 'safe') return undefined
  const why = found.status === 'vulnerable' ? found.complexity.summary : found.error.kind
  const attack = found.status === 'vulnerable' ? found.attack.pattern : ''
  return `${at} /${pattern}/${flags} ${why}: ${attack}`
}

describe('regular expressions', () => {
  it('take time in proportion to the text, whatever the text is', () => {
    const literals = found.flatMap((each) => each.literals)
    expect(literals.length).toBeGreaterThan(100)
    expect(literals.map(slowness).filter((each) => each !== undefined)).toEqual([])
  }, 120_000)

  it('are literals, which this can check, but for those that people give', () => {
    const made = found.flatMap((each) => each.made).map((at) => at.replace(/:\d+$/, ''))
    expect([...new Set(made)]).toEqual(ofPeople)
  })

  it('are told of where they are slow', () => {
    expect(slowness({ at: 'here', source: String.raw`\s+$`, flags: '' })).toContain('2nd degree polynomial')
  })
})
