import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const sheets = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.css') && !file.endsWith('theme.css'))
  .map((file) => `src/${file}`)
const theme = readFileSync('src/web/theme.css', 'utf8')
const steps = (kind: string) => theme.split('\n').filter((line) => line.startsWith(`  --${kind}-`)).length

/** The declarations of all sheets whose property is one of these, as `file: property: value`. */
function declared(property: RegExp): string[] {
  return sheets.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^\s*([a-z-]+): ([^;{}]+);/gm)]
      .filter(([, name]) => property.test(name as string))
      .map(([, name, value]) => `${file}: ${name}: ${value}`),
  )
}

describe('the style sheets of the page', () => {
  it('have six sizes of type and no other', () => {
    expect(steps('text')).toBe(6)
    const fonts = declared(/^font(-size)?$/)
    expect(fonts.length).toBeGreaterThan(100)
    expect(fonts.filter((each) => /[\d.]+(px|rem|em|pt)/.test(each))).toEqual([])
  })

  it('have one scale of spacing, and a hairline', () => {
    expect(steps('space')).toBe(8)
    const distances = declared(/^(padding|margin|(row-|column-)?gap|scroll-(margin|padding))(-[a-z-]+)?$/)
    expect(distances.length).toBeGreaterThan(100)
    const raw = distances.filter((each) => /(?<![\w.])(?!1px|0)[\d.]+(px|rem|em|pt)/.test(each))
    expect(raw).toEqual([])
  })
})
