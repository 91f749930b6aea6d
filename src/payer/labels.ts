import type { Language } from '../wallet/index.ts'
import type { Item } from './schema.ts'
import { fillNames, screenSeptets, shorten, tail } from './septets.ts'
import { money, say } from './wording.ts'

/**
 * A unique label for each item: merchant and amount or currency, short enough for their screen. `build` makes that
 * screen's text from the labels.
 */
export function labelsOf(
  items: readonly Item[],
  language: Language,
  build: (labels: string[]) => string,
): string[] {
  const tags = tagsOf(items)
  const tagged = items.map(() => false)
  for (;;) {
    const labels = fitLabels(items, language, build, (index) => (tagged[index] ? (tags[index] ?? '') : ''))
    const clashes = labels.map(
      (label, index) => labels.indexOf(label) !== index || labels.lastIndexOf(label) !== index,
    )
    if (!clashes.some((clash, index) => clash && !tagged[index])) return labels
    // Tags leave less room for names, so other labels may now be equal: tag those too.
    clashes.forEach((clash, index) => {
      if (clash) tagged[index] = true
    })
  }
}

function fitLabels(
  items: readonly Item[],
  language: Language,
  build: (labels: string[]) => string,
  tag: (index: number) => string,
): string[] {
  const label = (name: string, index: number) =>
    [...wordsOf(items[index], name, language), tag(index)].filter((part) => part !== '').join(' ')
  // A name that is left out takes its blank with it: count one for each.
  const names = fillNames(
    (shortened) => build(shortened.map(label)),
    items.map(({ merchant }) => merchant),
    screenSeptets - items.length,
  )
  return names.map(label)
}

function wordsOf(item: Item | undefined, name: string, language: Language): string[] {
  switch (item?.kind) {
    case 'request-to-pay':
      return [
        ...(item.of === 'withdrawal' ? [say(language, 'cash')] : []),
        name,
        money(item.amount, item.currency),
      ]
    case 'pre-approval':
      return [say(language, 'autoPay'), name, item.currency]
    case 'consent':
      return [say(language, 'dataOf'), name]
    case 'auto-payment':
      return [name, item.currency]
    default:
      return [name]
  }
}

/** The first of these that differs for all items: the merchant's own id, the time, the reference id. */
function tagsOf(items: readonly Item[]): string[] {
  const byExternalId = items.map((item) =>
    item.kind === 'request-to-pay' ? tail(item.externalId ?? '', 5) : '',
  )
  if (distinct(byExternalId) && !byExternalId.includes('')) return byExternalId
  const byTime = items.map(({ at }) => new Date(at).toISOString().slice(11, 16))
  if (distinct(byTime)) return byTime
  const ends = items.map(({ referenceId }) => `#${referenceId.slice(-4)}`)
  return distinct(ends)
    ? ends
    : items.map(({ referenceId }, index) => `#${shorten(referenceId, 2)}${index + 1}`)
}

function distinct(texts: readonly string[]): boolean {
  return new Set(texts).size === texts.length
}
