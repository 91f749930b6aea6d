import { describe, expect, it } from 'vitest'
import type { Entry } from '../../events/telling.ts'
import { newerThan } from './newer-than.ts'

const seen = '0a1b2c3d-20-7-3f9a21-5'
const event = (id: number) => ({ id: String(id), place: id, kind: 'pin.wrong', data: {} }) as unknown as Entry
const call = (log: string, number: number) =>
  ({ id: `http-${log}-${number}`, place: 3.25, kind: 'request.answered', data: {} }) as unknown as Entry

describe('what is new since somebody looked', () => {
  const isNew = newerThan(seen, '0a1b2c3d-30-7-3f9a21-9')

  it('are later events and later calls', () => {
    expect([19, 20, 21].map((id) => isNew(event(id)))).toEqual([false, false, true])
    expect([4, 5, 6].map((number) => isNew(call('3f9a21', number)))).toEqual([false, false, true])
  })

  it('are all calls of a server that was started since', () => {
    expect(isNew(call('77aa00', 1))).toBe(true)
  })

  it('is everything in another file, and where nobody has looked', () => {
    expect(newerThan(seen, 'ffffffff-3-7-3f9a21-1')(event(1))).toBe(true)
    expect(newerThan('', '0a1b2c3d-3-7-3f9a21-1')(event(1))).toBe(true)
  })
})
