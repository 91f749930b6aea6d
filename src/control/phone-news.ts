import type { Rx } from '../kernel/index.ts'
import type { Network } from '../network/index.ts'
import type { Payer } from '../payer/index.ts'
import type { PhoneNews, PhoneView } from '../terms/sim/phone.ts'
import type { Wallet } from '../wallet/index.ts'

const mostToApprove = 100
const mostSms = 100

/** What is new on a phone, from what the rooms keep: by indices, however long the timeline is. */
export async function newsOf(
  rx: Rx,
  { msisdn, screen }: PhoneView,
  { network, payer, wallet }: { network: Network; payer: Payer; wallet: Wallet },
): Promise<PhoneNews> {
  const holder = await wallet.holders.byPhone(rx, msisdn)
  const fresh = screen?.status === 'open' && screen.hops <= 1 ? screen.sessionId : null
  return {
    rings: fresh !== null && (await payer.machineOf(rx, fresh)) === 'prompt',
    toApprove: holder ? await wallet.approvals.countWaiting(rx, holder.id, mostToApprove) : 0,
    sms: await network.latestSms(rx, msisdn, mostSms),
  }
}
