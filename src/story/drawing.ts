import { shortened, wrapped } from './measure.ts'
import type { Arrow, Item, Lifeline, Note, Story } from './story.ts'
import { clockTime } from './words/times.ts'

/** One element of SVG. `look` is its class, by which it has its colours. */
export interface Shape {
  tag: 'rect' | 'line' | 'path' | 'text'
  look: string
  attributes: Readonly<Record<string, string | number>>
  text?: string
  /** The whole of a text that was shortened. */
  title?: string
}

/** The place of an item: a band over the whole width. */
export interface Row {
  item: Item
  top: number
  height: number
  shapes: Shape[]
}

export interface Drawing {
  width: number
  /** The names of the lifelines, to be kept in sight. */
  head: { height: number; shapes: Shape[] }
  /** Below the head: `top` counts from there. */
  body: { height: number; rows: Row[] }
  /** Where each stands, from the left. */
  lifelines: number[]
}

/** Of the six sizes of the page. */
const font = 13
const smallFont = 12
const titleFont = 17
const lineHeight = 16
const gutter = 66
const headHeight = 56
const mostLines = 4

interface Columns {
  x(lifeline: string): number
  gap: number
  width: number
  xs: number[]
}

/** A story with every position; as wide as is asked for, unless its columns would come too close. */
export function drawingOf({ lifelines, items }: Story, { width }: { width: number }): Drawing {
  const columns = columnsOf(lifelines, width)
  let top = 10
  let time = ''
  const rows = items.map((item) => {
    const said = clockTime(item.at)
    const row = rowOf(item, top, columns, said === time ? undefined : said)
    time = said
    top += row.height
    return row
  })
  return {
    width: columns.width,
    head: { height: headHeight, shapes: lifelines.flatMap((each) => headOf(each, columns)) },
    body: { height: top + 14, rows },
    lifelines: columns.xs,
  }
}

function columnsOf(lifelines: readonly Lifeline[], wanted: number): Columns {
  const count = Math.max(lifelines.length, 1)
  const gap = Math.round(Math.min(240, Math.max(124, (wanted - gutter - 12) / count)))
  const xs = lifelines.map((_, index) => gutter + gap / 2 + index * gap)
  const places = new Map(lifelines.map(({ id }, index) => [id, xs[index] ?? 0]))
  return { x: (lifeline) => places.get(lifeline) ?? 0, gap, width: gutter + gap * count + 12, xs }
}

function headOf({ id, role, name }: Lifeline, { x, gap }: Columns): Shape[] {
  const width = gap - 14
  const lines = wrapped(name, width - 14, font, 2)
  const whole = lines.join(' ') === name ? {} : { title: name }
  const first = headHeight / 2 + 4.5 - ((lines.length - 1) * lineHeight) / 2
  return [
    {
      tag: 'rect',
      look: `party ${role}`,
      attributes: { x: x(id) - width / 2, y: 6, width, height: headHeight - 12, rx: 9 },
    },
    ...lines.map(
      (text, index): Shape => ({
        tag: 'text',
        look: 'name',
        attributes: { x: x(id), y: first + index * lineHeight, 'text-anchor': 'middle' },
        text,
        ...whole,
      }),
    ),
  ]
}

function rowOf(item: Item, top: number, columns: Columns, time: string | undefined): Row {
  const drawn = item.shape === 'arrow' ? arrowOf(item, top, columns) : noteOf(item, top, columns)
  const at: Shape[] =
    time === undefined ? [] : [{ tag: 'text', look: 'time', attributes: { x: 8, y: top + 20 }, text: time }]
  return { item, top, height: drawn.height, shapes: [...at, ...drawn.shapes] }
}

/** Lines of text in the middle of a width, each with what hides the lifelines behind it. */
function textsOf(lines: string[], at: { x: number; y: number }, look: string, whole: string): Shape[] {
  const title = lines.join(' ') === whole.replace(/\s+/g, ' ').trim() ? {} : { title: whole }
  return lines.map((text, index) => ({
    tag: 'text',
    look,
    attributes: { x: at.x, y: at.y + index * lineHeight, 'text-anchor': 'middle' },
    text,
    ...title,
  }))
}

function arrowOf(item: Arrow, top: number, columns: Columns): { height: number; shapes: Shape[] } {
  const [from, to] = [columns.x(item.from), columns.x(item.to)]
  const span = Math.abs(to - from) || columns.gap
  const middle = from === to ? from : (from + to) / 2
  const lines = wrapped(item.text, span - 18, font, mostLines)
  const label = textsOf(lines, { x: middle, y: top + 19 }, `label ${item.tone}`, item.text)
  const y = top + 12 + Math.max(lines.length, 1) * lineHeight
  const why = explanationOf(item, y + 8, middle, columns)
  const step = to < from ? -1 : 1
  const end = item.lost ? to - step * 22 : to - step * 2
  const line: Shape = {
    tag: 'line',
    look: `arrow ${item.tone}${item.back ? ' back' : ''}`,
    attributes: { x1: from + step * 2, y1: y, x2: end - (item.lost ? 0 : step * 6), y2: y },
  }
  const head: Shape = item.lost
    ? {
        tag: 'path',
        look: `cross ${item.tone}`,
        attributes: { d: `M ${end - 5} ${y - 5} l 10 10 M ${end - 5} ${y + 5} l 10 -10` },
      }
    : {
        tag: 'path',
        look: `arrowHead ${item.tone}`,
        attributes: { d: `M ${end} ${y} l ${-step * 9} -4.5 l 0 9 z` },
      }
  return { height: y - top + 12 + why.height, shapes: [...label, line, head, ...why.shapes] }
}

/** The sentence that explains what went wrong, in a box of its own. */
function explanationOf(
  { explanation, tone }: Item,
  top: number,
  x: number,
  { gap, width }: Columns,
): { height: number; shapes: Shape[] } {
  if (explanation === undefined) return { height: 0, shapes: [] }
  const box = Math.min(Math.max(gap * 1.9, 230), width - gutter - 12)
  const lines = wrapped(explanation, box - 20, font, mostLines)
  const height = lines.length * lineHeight + 12
  const left = within(x - box / 2, box, width)
  return {
    height: height + 8,
    shapes: [
      { tag: 'rect', look: `why ${tone}`, attributes: { x: left, y: top, width: box, height, rx: 6 } },
      ...textsOf(lines, { x: left + box / 2, y: top + 18 }, `whyText ${tone}`, explanation),
    ],
  }
}

const within = (left: number, box: number, width: number) => Math.max(gutter, Math.min(left, width - box - 6))

function noteOf(item: Note, top: number, columns: Columns): { height: number; shapes: Shape[] } {
  const { gap, width, xs } = columns
  const all = item.over === undefined
  const box = all ? width - gutter - 12 : Math.min(Math.max(gap * 1.4, 170), width - gutter - 12)
  const x = all ? gutter + box / 2 : columns.x(item.over ?? '')
  const left = all && xs.length > 0 ? gutter : within(x - box / 2, box, width)
  const lines = wrapped(item.text, box - 20, font, mostLines)
  const why = item.explanation === undefined ? [] : wrapped(item.explanation, box - 20, smallFont, mostLines)
  const height = (lines.length + why.length) * lineHeight + 12
  const middle = left + box / 2
  return {
    height: height + 12,
    shapes: [
      {
        tag: 'rect',
        look: `note ${item.about} ${item.tone}`,
        attributes: { x: left, y: top + 5, width: box, height, rx: item.about === 'clock' ? height / 2 : 6 },
      },
      ...textsOf(lines, { x: middle, y: top + 23 }, `noteText ${item.tone}`, item.text),
      ...textsOf(
        why,
        { x: middle, y: top + 23 + lines.length * lineHeight },
        'noteWhy',
        item.explanation ?? '',
      ),
    ],
  }
}

/** A title above the diagram, for a file of its own. */
export function titleShapes(title: string, outcome: string | undefined, width: number): Shape[] {
  return [
    {
      tag: 'text',
      look: 'title',
      attributes: { x: 12, y: 26 },
      text: shortened(title, width - 24, titleFont),
      title,
    },
    ...(outcome === undefined
      ? []
      : [
          {
            tag: 'text' as const,
            look: 'outcome',
            attributes: { x: 12, y: 46 },
            text: shortened(outcome, width - 24, font),
            title: outcome,
          },
        ]),
  ]
}
