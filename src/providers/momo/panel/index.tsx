import { lazy } from 'react'
import { type Panel, t } from '../../../web/parts.ts'
import { momoTelling } from '../terms/telling.ts'
import { momoCurlKeys } from './curl-keys.ts'

/** A merchant, who asks payers for money by MTN MoMo. */
export const panel: Panel = {
  name: 'merchant',
  title: t('Merchant'),
  telling: momoTelling,
  curlKeys: momoCurlKeys,
  panel: lazy(async () => ({ default: (await import('./merchant.tsx')).Merchant })),
  connect: lazy(async () => ({ default: (await import('./connect.tsx')).Connect })),
}
