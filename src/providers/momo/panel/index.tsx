import { lazy } from 'react'
import type { Panel } from '../../../web/parts.ts'

/** A merchant, who asks payers for money by MTN MoMo. */
export const panel: Panel = {
  name: 'merchant',
  title: 'Merchant',
  panel: lazy(async () => ({ default: (await import('./merchant.tsx')).Merchant })),
}
