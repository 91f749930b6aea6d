import type { StepsPart } from '../../../sessions/parts.ts'
import { actions } from './actions.ts'
import { expectations } from './expectations.ts'
import { record } from './record.ts'

/** The words of apps, which ask OnePipe for balances. */
export const onePipeSteps = { provider: 'onepipe', actions, expectations, record } satisfies StepsPart
