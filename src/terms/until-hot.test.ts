import { expect, it } from 'vitest'
import { z } from 'zod'
import { untilHot } from './until-hot.ts'

it('a schema is compiled for the values after its first fifty, and reads all of them alike', () => {
  const schema = z.object({ a: z.string(), b: z.number().default(1) })
  const other = z.object({ a: z.string() })
  const modes = Array.from({ length: 60 }, () => {
    const mode = untilHot(schema)
    expect(schema.parse({ a: 'x' }, mode)).toEqual({ a: 'x', b: 1 })
    expect(schema.safeParse({}, mode).error?.issues).toMatchObject([{ path: ['a'], code: 'invalid_type' }])
    return mode.jitless
  })
  expect(modes.lastIndexOf(true)).toBe(49)
  expect(modes.indexOf(false)).toBe(50)
  expect(untilHot(other)).toEqual({ jitless: true })
})
