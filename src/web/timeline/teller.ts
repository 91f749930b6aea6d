import { english, Teller } from '../../events/telling.ts'
import { panels } from '../panels.ts'

/** Tells entries in people's words, those of providers too. */
export const teller = new Teller(
  english,
  panels.flatMap(({ telling }) => telling ?? []),
)
