import type { Panel } from './parts.ts'

const found = import.meta.glob<Panel>('../providers/*/panel/index.tsx', { eager: true, import: 'panel' })

/** Each provider with a panel has a view. */
export const panels: readonly Panel[] = Object.values(found)
