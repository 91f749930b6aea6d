import { InvalidArgumentError } from 'commander'

/** A USSD code as an option; an invalid one is refused before anything runs. */
export function dialledCode(text: string): string {
  if (/^\*[\d*]{1,180}#$/.test(text)) return text
  throw new InvalidArgumentError(
    'A code starts with *, goes on with digits and ends with #, such as "*165#".',
  )
}
