import { lazy } from 'react'
import type { Panel } from '../../../web/parts.ts'

/** An app, which asks OnePipe for balances. */
export const panel: Panel = {
  name: 'onepipe',
  title: 'OnePipe',
  panel: lazy(() => import('./onepipe.tsx')),
}
