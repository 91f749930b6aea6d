import { type ClockReading, instantMilliseconds, type Kernel } from '../kernel/index.ts'
import { type ControlRoute, controlRoute } from '../providers/index.ts'
import { advanceBody, type ClockView, freezeBody } from '../terms/sim/clock.ts'
import { emptyBody } from '../terms/sim/requests.ts'
import { json } from './answers.ts'
import { advanceMilliseconds } from './schema.ts'

const view = ({ mode, now }: ClockReading) => json<ClockView>({ mode, now: new Date(now).toISOString() })

/** `/clock`: business time, and its moves; `/settle`: what is due now. */
export const clockRoutes = (kernel: Kernel): ControlRoute[] => [
  controlRoute({
    operation: 'getClock',
    method: 'GET',
    path: '/clock',
    answer: async () => view(await kernel.clock()),
  }),
  controlRoute({
    operation: 'freezeClock',
    method: 'POST',
    path: '/clock/freeze',
    body: freezeBody,
    async answer({ body: { at }, gone }) {
      const time = at === undefined ? undefined : instantMilliseconds(at)
      return view(await kernel.freeze(time, { signal: gone() }))
    },
  }),
  controlRoute({
    operation: 'advanceClock',
    method: 'POST',
    path: '/clock/advance',
    body: advanceBody,
    answer: async ({ body: { by }, gone }) =>
      view(await kernel.advance(advanceMilliseconds(by), { signal: gone() })),
  }),
  controlRoute({
    operation: 'runClock',
    method: 'POST',
    path: '/clock/run',
    body: emptyBody,
    answer: async ({ gone }) => view(await kernel.run({ signal: gone() })),
  }),
  controlRoute({
    operation: 'settleWorld',
    method: 'POST',
    path: '/settle',
    body: emptyBody,
    // In turn with the moves of the clock: what one of them has begun is awaited too.
    answer: async ({ gone }) => view(await kernel.advance(0, { signal: gone() })),
  }),
]
