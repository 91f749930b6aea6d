import { type PageWanted, pageSize, type ResultEvent } from './machines/steps.ts'
import type { Item } from './schema.ts'

type Read = (page: { offset: number; limit: number }) => Promise<Item[]>

/** A page of a list, oldest first. Items before it may have left the list since the last page was shown. */
export async function pageOf({ offset, after }: PageWanted, read: Read): Promise<ResultEvent> {
  const start = await offsetAfter(read, offset, after)
  const items = await read({ offset: start, limit: pageSize + 1 })
  if (items.length > 0 || start === 0) return page(start, items)
  // All items of this page have left the list: begin again with the oldest.
  return page(0, await read({ offset: 0, limit: pageSize + 1 }))
}

function page(offset: number, items: Item[]): ResultEvent {
  return { type: 'items', offset, items: items.slice(0, pageSize), more: items.length > pageSize }
}

/**
 * The offset now of the first item after those last shown; none may be skipped. Items of one kind have ids in order of
 * time. Two kinds at the same instant have no order, so an item may be shown again.
 */
async function offsetAfter(read: Read, expected: number, shown: readonly Item[]): Promise<number> {
  const last = shown.at(-1)
  if (!last) return expected
  const itemAt = async (offset: number) => (await read({ offset, limit: 1 }))[0]
  const before = await itemAt(Math.max(0, expected - 1))
  if (before && same(before, last)) return expected
  let start = 0
  for (let high = expected; start < high; ) {
    const middle = (start + high) >> 1
    const item = await itemAt(middle)
    if (item !== undefined && item.at <= last.at) start = middle + 1
    else high = middle
  }
  for (; start > 0; start--) {
    const item = await itemAt(start - 1)
    if (item === undefined || item.at < last.at || shown.some((one) => same(one, item))) break
    if (item.kind === last.kind && item.id < last.id) break
  }
  return start
}

function same(one: Item, other: Item): boolean {
  return one.kind === other.kind && one.id === other.id
}
