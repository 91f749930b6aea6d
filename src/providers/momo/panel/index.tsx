import { lazy } from 'react'
import type { Panel } from '../../../web/parts.ts'
import { momoTelling } from '../terms/telling.ts'

/** A merchant, who asks payers for money by MTN MoMo. */
export const panel: Panel = {
  name: 'merchant',
  title: 'Merchant',
  telling: momoTelling,
  panel: lazy(async () => ({ default: (await import('./merchant.tsx')).Merchant })),
  connect: lazy(async () => ({ default: (await import('./connect.tsx')).Connect })),
}
