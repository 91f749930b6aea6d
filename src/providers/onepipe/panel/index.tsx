import { lazily, type Panel } from '../../../web/parts.ts'
import { onePipeTelling } from '../terms/telling.ts'
import { onePipeCurlKeys } from './curl-keys.ts'

/** An app, which asks OnePipe for balances. */
export const panel: Panel = {
  name: 'onepipe',
  title: 'OnePipe',
  telling: onePipeTelling,
  curlKeys: onePipeCurlKeys,
  panel: lazily(async () => (await import('./onepipe.tsx')).default),
}
