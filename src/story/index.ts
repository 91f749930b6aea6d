// The story of one payment: the entries of a trace as a sequence diagram, for whoever draws or writes it.
export { drawingOf, type Row, type Shape } from './drawing.ts'
export { mermaidOf } from './mermaid.ts'
export type { Story } from './story.ts'
export { svgOf } from './svg.ts'
export { storyOf, withClock } from './tell.ts'
