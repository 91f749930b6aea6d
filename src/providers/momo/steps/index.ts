import type { StepsPart } from '../../../sessions/parts.ts'
import { actions } from './actions.ts'
import { expectations } from './expectations.ts'
import { record } from './record.ts'

/** The words of merchants, who call MTN MoMo. */
export const momoSteps = { provider: 'momo', actions, expectations, record } satisfies StepsPart
