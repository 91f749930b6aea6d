import type { Scripted } from '../../../wallet/index.ts'
import type { MomoQuirks } from '../quirks.ts'
import { sandbox } from './magic-numbers.ts'
import type { MomoReason } from './wording.ts'

const atOnce = (reason: MomoReason): Scripted => ({ reason, afterSeconds: 0 })

/**
 * MTN's test values of `referenceIdToRefund` (https://momodeveloper.mtn.com/content/html_widgets/l4KRt.html). They stand for no
 * payment, so that none can succeed: what is delayed there fails here, after the time of 46733123454.
 */
export const magicReferences: Readonly<Record<string, Scripted>> = {
  '1': atOnce('payee-not-found'),
  '2': atOnce('internal-error'),
  '3': atOnce('approval-rejected'),
  '4': atOnce('expired'),
  '5': { reason: null, afterSeconds: null },
  '6': { reason: 'payee-delayed', afterSeconds: 25 },
  '7': atOnce('not-allowed'),
  '8': atOnce('not-allowed-target-environment'),
  '9': atOnce('invalid-callback-url-host'),
  '10': atOnce('invalid-currency'),
  '11': atOnce('internal-error'),
  '12': atOnce('service-unavailable'),
  '13': atOnce('could-not-perform-transaction'),
}

/** How the wallet settles a refund of this value; undefined where it names a request to pay. */
export function scriptForReference(
  referenceIdToRefund: string,
  environment: string,
  quirks: MomoQuirks,
): Scripted | undefined {
  if (environment !== sandbox || quirks['refund-references'] === 'refused') return undefined
  return Object.hasOwn(magicReferences, referenceIdToRefund)
    ? magicReferences[referenceIdToRefund]
    : undefined
}
