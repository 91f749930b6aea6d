import { lazily, type Panel, t } from '../../../web/parts.ts'
import { momoTelling } from '../terms/telling.ts'
import { momoCurlKeys } from './curl-keys.ts'

/** A merchant, who asks payers for money by MTN MoMo. */
export const panel: Panel = {
  name: 'merchant',
  title: t('Merchant'),
  telling: momoTelling,
  curlKeys: momoCurlKeys,
  panel: lazily(async () => (await import('./merchant.tsx')).Merchant),
  connect: lazily(async () => (await import('./connect.tsx')).Connect),
}
