import { expect, it } from 'vitest'
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
