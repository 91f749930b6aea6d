import { type Entry, isHttp } from '../../events/telling.ts'

/**
 * Whether an entry came after a position, `file-event-funding-log-exchange`: ids of events grow with their file, numbers of
 * HTTP exchanges with the log of one process.
 *
 * @param now the position of what is shown: that of another file says nothing about it
 */
export function newerThan(seen: string, now: string): (entry: Entry) => boolean {
  const [file, event, , log, exchange] = seen.split('-')
  if (file === '' || file !== now.split('-')[0]) return () => true
  return (entry) => {
    if (!isHttp(entry)) return entry.place > Number(event)
    const [, ofLog, number] = entry.id.split('-')
    return ofLog !== log || Number(number) > Number(exchange)
  }
}
