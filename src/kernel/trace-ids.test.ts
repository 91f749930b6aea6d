import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { folder, openKernel } from './kernel.fixture.ts'
import { traceIds } from './trace-ids.ts'

const from = (...halves: string[]) => traceIds({ hex: () => halves.shift() ?? 'no more is drawn' })

it('are twelve hexadecimal digits, each above the one before, from a random one', () => {
  const next = from('00000a', 'fffffe')
  const ids = Array.from({ length: 2_000 }, next)
  expect(ids.slice(0, 2)).toEqual(['00000b009e35', '00000b013c6c'])
  expect(ids).toEqual([...ids].sort())
  expect(ids.filter((id) => !/^[0-9a-f]{12}$/.test(id))).toEqual([])
  expect(new Set(ids).size).toBe(ids.length)
})

it('begin again at zero after the last', () => {
  const next = from('ffffff', 'ff61c9')
  expect([next(), next()]).toEqual(['000000000000', '000000009e37'])
})

it('of events that are written together lie on few pages of their index', async () => {
  const file = join(folder(), 'data.db')
  const kernel = await openKernel({ file })
  const batch = () =>
    Promise.all(Array.from({ length: 64 }, () => kernel.transact((tx) => tx.emit({ kind: 'note.added' }))))
  for (let count = 0; count < 60; count++) await batch()
  const log = () => statSync(`${file}-wal`).size
  const before = log()
  await batch()
  // A frame of the log is a page and 24 bytes: https://www.sqlite.org/fileformat2.html#walformat
  const pages = (log() - before) / (4096 + 24)
  expect(pages).toBeGreaterThan(0)
  expect(pages).toBeLessThan(20)
})
