import { english, french, Teller } from '../../events/telling.ts'
import { panels } from '../panels.ts'
import { language } from '../words/words.ts'

/** Tells entries in people's words, those of providers too. */
export const teller = new Teller(
  language === 'fr' ? french : english,
  panels.flatMap(({ telling }) => telling ?? []),
)
