import { lazy } from 'react'
import type { Panel } from '../../../web/parts.ts'
import { onePipeTelling } from '../terms/telling.ts'

/** An app, which asks OnePipe for balances. */
export const panel: Panel = {
  name: 'onepipe',
  title: 'OnePipe',
  telling: onePipeTelling,
  panel: lazy(() => import('./onepipe.tsx')),
}
