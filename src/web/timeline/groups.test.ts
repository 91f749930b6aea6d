import { expect, it } from 'vitest'
import { type Entry, english, familyOf, Teller } from '../../events/telling.ts'
import { Groups, type Wanted } from './groups.ts'

const all: Wanted = { phone: '', kind: '', words: '', internals: false }
const teller = new Teller(english)
const textOf = (entry: Entry) => JSON.stringify(entry).toLowerCase()
const groups = () => new Groups(teller, familyOf, textOf)

const ama = '+46733000001'
const order = { referenceId: 'r1', merchant: 'Kiosk 24', currency: 'EUR', amount: '12.50' }

function entry(place: number, kind: string, data: object, trace: string | null = 'a'): Entry {
  const id = Number.isInteger(place) ? String(place) : `http-3f9a21-${place * 4}`
  return { id, place, kind, phone: ama, at: '2026-01-05T09:00:00.000Z', data, trace } as Entry
}

const answer = { direction: 'in', method: 'POST', url: '/x', tookMs: 1, error: null, request: '', answer: '' }
const created = entry(1, 'request-to-pay.created', { ...order, message: null, automatic: false })
const request = entry(0.25, 'request.answered', { ...answer, status: 202 })
const pushed = entry(2, 'ussd.pushed', { sessionId: 's', serviceCode: '*165#' })
const settled = entry(3, 'request-to-pay.settled', { ...order, status: 'SUCCESSFUL', reason: null })
const callback = entry(3.25, 'callback.answered', { ...answer, url: 'http://shop.test/', status: 500 })
const dialled = entry(4, 'ussd.dialled', { code: '*1#', sessionId: null }, 'b')

const ids = (lines: readonly Entry[] = []) => lines.map(({ id }) => id)

it('are one line for each cause, called by its end, the newest first', () => {
  const own = groups()
  own.take([request, created, pushed])
  const [asked] = own.shown(all)
  expect(ids(asked?.lines)).toEqual(['1', '2'])
  expect(asked?.heading).toBe(created)
  const arrived = [request, created, pushed, settled, callback, dialled]
  own.take(arrived)
  const [newest, payment, ...more] = own.shown(all)
  expect([newest?.heading, payment?.heading, more]).toEqual([dialled, settled, []])
  expect(payment).toMatchObject({ latest: callback, trouble: true })
})

it('place an exchange where it began, and show it where internals are wanted', () => {
  const own = groups()
  own.take([created, pushed, request])
  expect(ids(own.shown({ ...all, internals: true })[0]?.lines)).toEqual([request.id, '1', '2'])
})

it('show what is searched for, internals too where nothing else has it', () => {
  const own = groups()
  own.take([request, created, pushed, settled, callback, dialled])
  const found = (wanted: Partial<Wanted>) => own.shown({ ...all, ...wanted }).map(({ lines }) => ids(lines))
  expect(found({ words: 'shop.test' })).toEqual([[callback.id]])
  expect(found({ kind: 'request' })).toEqual([[request.id]])
  expect(found({ words: '"status":202' })).toEqual([[request.id]])
  expect(found({ words: 'nothing has it' })).toEqual([])
  expect(found({ phone: '+46733000002' })).toEqual([])
})

it('begin anew with another world', () => {
  const own = groups()
  own.take([created, settled])
  own.take([dialled])
  expect(own.shown(all).map(({ key }) => key)).toEqual(['b'])
})

it('take one more of 50,000 entries without a look at all of them', () => {
  const own = groups()
  let read = 0
  const counting = new Groups(teller, familyOf, (each) => {
    read++
    return textOf(each)
  })
  const arrived = Array.from({ length: 50_000 }, (_, index) =>
    entry(index + 1, 'handset.online', {}, `t${Math.floor(index / 10)}`),
  )
  own.take(arrived)
  counting.take(arrived)
  expect(counting.shown({ ...all, words: 'handset' })).toHaveLength(5_000)
  read = 0
  counting.take([...arrived, entry(50_001, 'handset.offline', {}, 't7')])
  expect(counting.shown({ ...all, words: 'handset' })[0]?.key).toBe('t7')
  expect(read).toBe(11)
})
