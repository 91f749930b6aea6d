import { drawingOf, type Shape, titleShapes } from './drawing.ts'
import type { Story } from './story.ts'
import { style } from './svg-style.ts'

const titleHeight = 58
const fileWidth = 1_200

/** A story as an SVG file that needs nothing else: its own colours, light and dark, and the whole of each shortened text. */
export function svgOf(story: Story, { width = fileWidth }: { width?: number } = {}): string {
  const { head, body, lifelines, width: drawn } = drawingOf(story, { width })
  const height = titleHeight + head.height + body.height
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" lang="${story.language}" width="${drawn}" height="${height}" viewBox="0 0 ${drawn} ${height}" role="img" aria-labelledby="story-title">`,
    `<title id="story-title">${escaped(story.title)}</title>`,
    `<style>${style}</style>`,
    `<rect class="ground" width="${drawn}" height="${height}"/>`,
    ...titleShapes(story.title, story.outcome?.text, drawn).map(element),
    `<g transform="translate(0 ${titleHeight})">`,
    ...head.shapes.map(element),
    `<g transform="translate(0 ${head.height})">`,
    ...lifelines.map((x) => `<line class="lifeline" x1="${x}" y1="0" x2="${x}" y2="${body.height}"/>`),
    ...body.rows.flatMap(({ shapes }) => ['<g>', ...shapes.map(element), '</g>']),
    '</g>',
    '</g>',
    '</svg>',
    '',
  ].join('\n')
}

function element({ tag, look, attributes, text, title }: Shape): string {
  const given = Object.entries({ class: look, ...attributes })
    .map(([name, value]) => `${name}="${escaped(String(value))}"`)
    .join(' ')
  if (text === undefined) return `<${tag} ${given}/>`
  const whole = title === undefined ? '' : `<title>${escaped(title)}</title>`
  return `<${tag} ${given}>${whole}${escaped(text)}</${tag}>`
}

/** Characters that XML cannot have at all are left out. */
function escaped(text: string): string {
  return (
    text
      .replace(/[\p{Cs}\ufffe\uffff]/gu, '')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
  )
}
