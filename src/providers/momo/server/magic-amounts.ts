import { wireAmount } from '../../../kernel/index.ts'
import type { Scripted } from '../../../wallet/index.ts'
import type { MomoQuirks } from '../quirks.ts'
import { sandbox } from './magic-numbers.ts'

const never: Scripted = { reason: null, afterSeconds: null }
/** As long as 46733123454 was measured to take: of the amounts no source says how long. */
const pendingSeconds = 25

/**
 * MTN's test amounts of `/payment` (https://momodeveloper.mtn.com/content/html_widgets/l4KRt.html). Those of
 * `/cashtransfer` are the same in the live tests of TJMusiitwa/mtn_momo_collections, which name 1000 and 2000.
 */
export const magicAmounts: Readonly<Record<string, Scripted>> = {
  '1000': { reason: null, afterSeconds: 0 },
  '2000': { reason: 'internal-error', afterSeconds: 0 },
  '3000': { reason: null, afterSeconds: pendingSeconds },
  '4000': { reason: 'internal-error', afterSeconds: pendingSeconds },
  '5000': never,
  '6000': never,
  '7000': { reason: 'transfer-type-unknown', afterSeconds: 0 },
}

/** How the wallet settles an order of this amount; undefined where it is an ordinary one. */
export function scriptForAmount(
  { amount, currency }: { amount: number; currency: string },
  environment: string,
  quirks: MomoQuirks,
): Scripted | undefined {
  if (environment !== sandbox || quirks['magic-amounts'] === 'off') return undefined
  const written = wireAmount(amount, currency)
  return Object.hasOwn(magicAmounts, written) ? magicAmounts[written] : undefined
}
