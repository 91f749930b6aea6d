import { lazy } from 'react'
import type { Panel } from '../../../web/parts.ts'
import { onePipeTelling } from '../terms/telling.ts'
import { onePipeCurlKeys } from './curl-keys.ts'

/** An app, which asks OnePipe for balances. */
export const panel: Panel = {
  name: 'onepipe',
  title: 'OnePipe',
  telling: onePipeTelling,
  curlKeys: onePipeCurlKeys,
  panel: lazy(() => import('./onepipe.tsx')),
}
