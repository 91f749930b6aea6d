import type { LanguageTag } from '../../terms/index.ts'

/** `2 h 5 min` for milliseconds; seconds only below an hour. */
export function spanOf(milliseconds: number, day: string): string {
  const seconds = Math.round(Math.abs(milliseconds) / 1_000)
  const days = Math.floor(seconds / 86_400)
  const hours = Math.floor(seconds / 3_600) % 24
  const minutes = Math.floor(seconds / 60) % 60
  const rest = days + hours > 0 ? 0 : seconds % 60
  const said = [
    days > 0 && `${days} ${day}`,
    hours > 0 && `${hours} h`,
    minutes > 0 && `${minutes} min`,
    rest > 0 && `${rest} s`,
  ].filter(Boolean)
  return said.join(' ') || '0 s'
}

/** `09:04:31`, in UTC. */
export const clockTime = (iso: string) => iso.slice(11, 19)

/** `09:00:00 → 11:00:00`, with the days where they differ, in UTC. */
export function fromTo(language: LanguageTag, from: string, to: string): string {
  if (from.slice(0, 10) === to.slice(0, 10)) return `${clockTime(from)} → ${clockTime(to)}`
  return `${dayAndTime(language, from)} → ${dayAndTime(language, to)}`
}

function dayAndTime(language: LanguageTag, iso: string): string {
  const time = Date.parse(iso)
  if (Number.isNaN(time)) return iso
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }).format(time)
  return `${day}, ${clockTime(iso)}`
}
