import { english, Teller } from '../../events/telling.ts'
import type { Panel } from '../parts.ts'

const ofProviders = import.meta.glob<Panel>('../../providers/*/panel/index.tsx', {
  eager: true,
  import: 'panel',
})

/** Tells entries in people's words, those of providers too. */
export const teller = new Teller(
  english,
  Object.values(ofProviders).flatMap(({ telling }) => telling ?? []),
)
