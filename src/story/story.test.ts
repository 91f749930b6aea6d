import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawingOf } from './drawing.ts'
import { mermaidOf } from './mermaid.ts'
import { entries, nasty } from './story.fixture.ts'
import type { Entry } from './story.ts'
import { svgOf } from './svg.ts'
import { storyOf, withClock } from './tell.ts'

const shuffled = fc.tuple(entries, fc.infiniteStream(fc.nat())).map(([list, keys]) => {
  const keyed = list.map((entry) => ({ entry, key: keys.next().value as number }))
  return { list, other: keyed.sort((one, two) => one.key - two.key).map(({ entry }) => entry) }
})

describe('a story', () => {
  it('is the same for its entries in any order, and has every part of each of them once', () => {
    fc.assert(
      fc.property(shuffled, ({ list, other }) => {
        const story = storyOf(list)
        expect(storyOf([...other, ...list])).toEqual(story)
        const parts = story.items.map(({ entry, part }) => `${entry} ${part}`)
        expect(new Set(parts).size).toBe(parts.length)
        const wanted = list.flatMap(({ id, kind, data }) => {
          if (id.startsWith('http-')) return [`${id} asked`, `${id} answered`]
          if (kind !== 'ussd.hop') return [`${id} whole`]
          return 'text' in data && data.text !== '' ? [`${id} typed`, `${id} shown`] : [`${id} shown`]
        })
        expect(parts.toSorted()).toEqual(wanted.toSorted())
      }),
    )
  })

  it('has no arrow or note at a lifeline that is not there, and no lifeline that nothing touches but a phone', () => {
    fc.assert(
      fc.property(entries, (list) => {
        const { lifelines, items } = storyOf(list)
        const ids = new Set(lifelines.map(({ id }) => id))
        expect(ids.size).toBe(lifelines.length)
        const touched = items.flatMap((item) =>
          item.shape === 'arrow' ? [item.from, item.to] : item.over === undefined ? [] : [item.over],
        )
        expect(touched.filter((id) => !ids.has(id))).toEqual([])
        expect([...ids].filter((id) => !touched.includes(id) && !id.startsWith('phone'))).toEqual([])
      }),
    )
  })

  it('is Mermaid by the rules of its grammar, whatever its texts are', () => {
    fc.assert(
      fc.property(entries, fc.dictionary(fc.constant('+46733000001'), nasty), (list, names) => {
        const story = storyOf(list, names)
        checkMermaid(mermaidOf(story), story.lifelines.length, story.items.length)
      }),
    )
  })

  it('is drawn with each row below the other, nothing beside the drawing, and as XML without a hole', () => {
    fc.assert(
      fc.property(entries, fc.integer({ min: 320, max: 2_560 }), (list, width) => {
        const story = storyOf(list)
        const drawing = drawingOf(story, { width })
        let bottom = 0
        for (const { top, height, shapes } of drawing.body.rows) {
          expect(top).toBeGreaterThanOrEqual(bottom)
          bottom = top + height
          for (const { tag, attributes } of shapes) {
            const { x = 0, width: wide = 0, y = 0, height: high = 0 } = attributes as Record<string, number>
            if (tag !== 'rect') continue
            expect(x).toBeGreaterThanOrEqual(0)
            expect(x + wide).toBeLessThanOrEqual(drawing.width)
            expect(y).toBeGreaterThanOrEqual(top)
            expect(y + high).toBeLessThanOrEqual(bottom)
          }
        }
        const svg = svgOf(story)
        expect(svg).not.toContain('NaN')
        expect(
          svg.replace(/<style>[^<]*<\/style>/, '').replace(/<\/?[a-z]+( [a-z0-9-]+="[^"<]*")*\/?>/gi, ''),
        ).not.toMatch(/[<>]|&(?!(amp|lt|gt|quot);)/)
      }),
    )
  })

  it('has the moves of the clock between its first and its last entry, and no other', () => {
    const entry = (place: number, kind: string): Entry => ({
      id: String(place),
      place,
      kind,
      phone: null,
      at: '2026-01-05T09:00:00.000Z',
      data: { mode: 'frozen', from: '2026-01-05T09:00:00.000Z', to: '2026-01-05T11:05:00.000Z' },
      trace: null,
    })
    const traced = [entry(2, 'request-to-pay.created'), entry(5, 'request-to-pay.settled')]
    const all = [
      entry(1, 'clock.moved'),
      ...traced,
      entry(3, 'clock.moved'),
      entry(4, 'pin.wrong'),
      entry(6, 'clock.moved'),
    ]
    const { items } = storyOf(withClock(traced, all))
    expect(items.map((item) => item.text)).toEqual([
      'Request to pay',
      'The clock jumps 2 h 5 min: 09:00:00 → 11:05:00',
      'Request to pay: ',
    ])
  })
})

/** What the lexer and the grammar of Mermaid's sequence diagrams take, as far as our texts use them. */
function checkMermaid(text: string, parties: number, steps: number): void {
  // Entities are read before the grammar is, and look like a style they must not.
  expect(text).not.toMatch(/style.*:\S*#.*;|classDef.*:\S*#.*;/)
  const lines = text.replace(/#\w+;/g, '·').trimEnd().split('\n')
  expect(lines[0]).toBe('sequenceDiagram')
  expect(lines[1]).toMatch(/^ {2}title: [^#;\n]+$/)
  const ids = lines.slice(2, 2 + parties).map((line) => {
    const [, id] = /^ {2}participant (p\d+) as [^#;\n]*\S[^#;\n]*$/.exec(line) ?? []
    expect(id, line).toBeDefined()
    return id
  })
  const said = lines.slice(2 + parties)
  expect(said).toHaveLength(parties === 0 ? 0 : steps)
  for (const line of said) {
    const message = /^ {2}(p\d+)(?:->>|-->>|-x|--x)(p\d+): ([^#;]+)$/.exec(line)
    const note = /^ {2}Note over (p\d+)(?:,(p\d+))?: ([^#;]+)$/.exec(line)
    const [, one, two, words = ''] = message ?? note ?? []
    expect(one, line).toBeDefined()
    expect(words.trim(), line).not.toBe('')
    expect(words).not.toMatch(/["{}%]|^:?(no)?wrap:/)
    expect(words.replaceAll('<br/>', '')).not.toMatch(/[<>]/)
    for (const id of [one, two ?? one]) expect(ids).toContain(id)
  }
}
