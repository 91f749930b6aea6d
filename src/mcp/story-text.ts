import type { Story } from '../story/index.ts'

/** A story line by line: when, who to whom, what, and why it went wrong. */
export function storyText({ title, outcome, lifelines, items }: Story): string {
  const names = new Map(lifelines.map(({ id, name }) => [id, name]))
  const lines = items.map((item) => {
    const why = item.explanation === undefined ? '' : ` (${item.explanation})`
    const time = /T(\d\d:\d\d:\d\d)/.exec(item.at)?.[1] ?? item.at
    const text = item.text
      .split('\n')
      .map((line) => line.trim())
      .join(' / ')
    if (item.shape === 'note') return `${time} ${text}${why}`
    const lost = item.lost ? ' (never arrived)' : ''
    return `${time} ${names.get(item.from)} → ${names.get(item.to)}: ${text}${lost}${why}`
  })
  return [title, ...lines, outcome === undefined ? 'It is under way.' : `Outcome: ${outcome.text}`].join('\n')
}
