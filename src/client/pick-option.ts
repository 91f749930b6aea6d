import { choiceOf, labelWith, type ScreenOption, type WantedOption } from '../terms/index.ts'
import { ClientError } from './errors.ts'

/**
 * The one option whose label contains the text, ignoring case, or matches the pattern.
 *
 * @throws ClientError if none or several do; it lists the options of the screen
 */
export function pickOption(text: string, wanted: string | RegExp): ScreenOption {
  const choice = choiceOf(text, typeof wanted === 'string' ? labelWith(wanted) : labelLike(wanted))
  if ('option' in choice) return choice.option
  throw new ClientError(choice.problem, { options: choice.options })
}

function labelLike(pattern: RegExp): WantedOption {
  // A global or sticky pattern keeps its last index, so a copy is used.
  const copy = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''))
  return { what: String(pattern), fits: (label) => copy.test(label) }
}
