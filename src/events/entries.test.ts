import { expect, expectTypeOf, it } from 'vitest'
import { type Entry, type EventEntry, type Family, isOf } from './telling.ts'

// `npm run types` is what fails here: `@ts-expect-error` is itself an error where the line below it compiles.

const wrongPin: Entry = {
  id: '7',
  place: 7,
  kind: 'pin.wrong',
  phone: '+46733000001',
  at: '2026-01-05T09:00:00.000Z',
  data: { triesLeft: 2 },
  trace: null,
}

/** As the page reads an entry. */
function read(entry: Entry): unknown {
  if (entry.kind === 'pin.wrong') {
    expectTypeOf(entry.data.triesLeft).toEqualTypeOf<number>()
    // @ts-expect-error a field that the kind has not
    return entry.data.triesLetf ?? entry.data.triesLeft
  }
  // @ts-expect-error a kind that nobody declares
  if (entry.kind === 'pin.wrnog') return undefined
  if (entry.kind === 'ledger.moved') expectTypeOf(entry.data.postings).toExtend<readonly object[]>()
  // @ts-expect-error a family that no kind has
  return isOf(entry, 'pni')
}

it('are read as they are declared, and a typo in a kind, a field or a family does not compile', () => {
  expect(read(wrongPin)).toBe(2)
  expect([isOf(wrongPin, 'pin'), isOf(wrongPin, 'sms')]).toEqual([true, false])
  expectTypeOf<EventEntry<'sms.sent'>['data']['smsId']>().toEqualTypeOf<number>()
  expectTypeOf<'hop' | 'ussd'>().toExtend<Family>()
})
