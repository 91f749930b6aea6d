import { measure } from '../terms/index.ts'
import type { Dialect } from './dialect.ts'

/** The inputs that turn a page (Africa's Talking help centre, article 1284096). */
const keys = { more: '98', back: '00' }
const more = `${keys.more}:More`
const back = `${keys.back}:Back`

/** 160 octets, two for each character: one character outside GSM 7-bit makes the whole screen UCS-2. */
export const ucs2Limit = 80

/**
 * What a phone on this network shows of a screen: one text, or pages. A last screen takes no input, so it cannot be
 * paged and is cut.
 */
export function shownPages(screen: string, status: string, dialect: Dialect): [string, ...string[]] {
  if (dialect.longScreens === 'whole') return [screen]
  const { septets } = measure(screen)
  const limit = septets === null ? ucs2Limit : dialect.screenSeptets
  const size = septets === null ? inUnits : inSeptets
  if (size(screen) <= limit) return [screen]
  if (dialect.longScreens === 'cut' || status !== 'open') return [head(screen, limit, size)]
  return paged(screen, limit, size)
}

/** The page that an input turns to; undefined if the input is for the app. */
export function turnedTo(answer: string, page: number, pages: number): number | undefined {
  if (answer === keys.more && page < pages - 1) return page + 1
  return answer === keys.back && page > 0 ? page - 1 : undefined
}

type Size = (text: string) => number
const inUnits: Size = (text) => text.length
const inSeptets: Size = (text) => measure(text).septets ?? text.length

function paged(screen: string, limit: number, size: Size): [string, ...string[]] {
  const first = page(screen, '', more, limit, size)
  const pages: [string, ...string[]] = [first.shown]
  let rest = first.rest
  while (rest !== '') {
    const last = size(rest) + size(`\n${back}`) <= limit
    const next = last ? { shown: `${rest}\n${back}`, rest: '' } : page(rest, back, more, limit, size)
    pages.push(next.shown)
    rest = next.rest
  }
  return pages
}

function page(text: string, before: string, after: string, limit: number, size: Size) {
  const footer = `\n${[after, before].filter((part) => part).join(' ')}`
  const fits = head(text, limit - size(footer), size)
  // Breaks at a line end, else at a space, else anywhere, within a very long word.
  const end = [fits.lastIndexOf('\n'), fits.lastIndexOf(' ')].find((at) => at > 0) ?? fits.length
  const rest = text.slice(end).replace(/^[\n ]/, '')
  return { shown: text.slice(0, end) + footer, rest }
}

/** The longest beginning that fits, in whole characters. */
function head(text: string, limit: number, size: Size): string {
  let end = 0
  let used = 0
  for (const character of text) {
    used += size(character)
    if (used > limit) break
    end += character.length
  }
  return text.slice(0, end)
}
