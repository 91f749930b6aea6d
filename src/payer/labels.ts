import type { Language } from '../wallet/index.ts'
import type { Item } from './schema.ts'
import { fillNames, screenSeptets, shorten, tail } from './septets.ts'
import { money, say } from './wording.ts'

/**
 * One label for each item, merchant and amount or currency, none like another, such that the screen they stand on
 * keeps its limit. `build` makes that screen's text of the labels.
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
    // Tags take room from every name, so that others may now look the same: tag those too.
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
  // A name that is left out leaves no blank either: count one for each.
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
      return [name, money(item.amount, item.currency)]
    case 'pre-approval':
      return [say(language, 'autoPay'), name, item.currency]
    case 'auto-payment':
      return [name, item.currency]
    default:
      return [name]
  }
}

/** The first of these that differs from item to item: the merchant's own id, the time, the reference id. */
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
