import { expect, expectTypeOf, it } from 'vitest'
import type { KernelEvent, Subscription, Tx } from '../kernel/index.ts'
import type { EventFamily, EventField, EventKind, KindsOf } from './index.ts'

// `npm run types` is what fails here: `@ts-expect-error` is itself an error where the line below it compiles.

const emit = ((event: object) => event) as unknown as Tx['emit']

it('are emitted as they are declared, and a typo in a kind or a field does not compile', () => {
  const emitted = [
    emit({ kind: 'pin.wrong', phone: '+46733000001', data: { triesLeft: 2 } }),
    emit({ kind: 'pin.locked' }),
    // @ts-expect-error a kind that nobody declares
    emit({ kind: 'pin.wrnog', data: { triesLeft: 2 } }),
    // @ts-expect-error a field that the kind has not
    emit({ kind: 'pin.wrong', data: { triesLetf: 2 } }),
    // @ts-expect-error a field of another type
    emit({ kind: 'pin.wrong', data: { triesLeft: '2' } }),
    // @ts-expect-error without what it tells
    emit({ kind: 'pin.wrong' }),
    // @ts-expect-error what a kind that says it all cannot tell
    emit({ kind: 'pin.locked', data: { triesLeft: 0 } }),
  ]
  expect(emitted).toHaveLength(7)
})

it('reach their subscribers with their data', () => {
  const own: Subscription<'request-to-pay.settled' | 'disbursement.settled'> = {
    name: 'test',
    // @ts-expect-error a kind that nobody declares
    to: ['request-to-pay.setled'],
    mode: 'at-most-once',
    plan(_, { kind, data }) {
      if (kind === 'request-to-pay.settled') expectTypeOf(data.requestId).toEqualTypeOf<number>()
      // @ts-expect-error a comparison with a kind that never comes
      if (kind === 'pre-approval.settled') return undefined
      // @ts-expect-error a field that only one of them has
      return { data: data.requestId }
    },
    async attempt({ event }) {
      expectTypeOf(event.data.reason).exclude(null).toExtend<string>()
      return { ok: true }
    },
  }
  expect(own.to).toHaveLength(1)
})

it('are read by kind, by family or all', () => {
  expectTypeOf<KernelEvent<'sms.sent'>['data']['smsId']>().toEqualTypeOf<number>()
  expectTypeOf<KindsOf<'pin'>>().toEqualTypeOf<'pin.wrong' | 'pin.locked'>()
  expectTypeOf<KindsOf<'pin.wrong'>>().toEqualTypeOf<'pin.wrong'>()
  expectTypeOf<KindsOf<string>>().toEqualTypeOf<EventKind>()
  expectTypeOf<KindsOf<'pni'>>().toEqualTypeOf<never>()
  expectTypeOf<'request-to-pay'>().toExtend<EventFamily>()
  expectTypeOf<'referenceId'>().toExtend<EventField>()
  expectTypeOf<'refrenceId'>().not.toExtend<EventField>()
})
