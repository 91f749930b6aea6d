import type { Rx } from '../kernel/index.ts'
import type { Network } from '../network/index.ts'
import type { ApprovalRef, Payer } from '../payer/index.ts'
import type { PhoneNews, PhoneView } from '../terms/sim/phone.ts'
import type { Wallet } from '../wallet/index.ts'

const mostToApprove = 100
const mostSms = 100

interface Rooms {
  network: Network
  payer: Payer
  wallet: Wallet
}

/** What is new on a phone, from what the rooms keep: by indices, however long the timeline is. */
export async function newsOf(rx: Rx, { msisdn, screen }: PhoneView, rooms: Rooms): Promise<PhoneNews> {
  const { network, payer, wallet } = rooms
  const holder = await wallet.holders.byPhone(rx, msisdn)
  const fresh = screen?.status === 'open' && screen.hops <= 1 ? screen.sessionId : null
  return {
    rings: fresh !== null && (await payer.machineOf(rx, fresh)) === 'prompt',
    toApprove: holder ? await wallet.approvals.countWaiting(rx, holder.id, mostToApprove) : 0,
    missed: holder ? await missedOn(rx, { msisdn, holderId: holder.id }, rooms) : 0,
    sms: await network.latestSms(rx, msisdn, mostSms),
  }
}

/** Whatever a person did on the phone is its last session: behind it nothing is missed. */
async function missedOn(
  rx: Rx,
  { msisdn, holderId }: { msisdn: string; holderId: number },
  { network, payer, wallet }: Rooms,
): Promise<number> {
  const last = await network.lastSessionId(rx, msisdn)
  if (last === undefined || (await payer.machineOf(rx, last)) === 'menu') return 0
  if ((await network.unanswered(rx, last)) === undefined) return 0
  const waiting = await wallet.approvals.waiting(rx, holderId, { offset: 0, limit: mostToApprove })
  const refs = waiting.map(
    (each): ApprovalRef =>
      each.kind === 'mandate'
        ? { kind: each.mandate.kind, id: each.mandate.id }
        : { kind: 'request-to-pay', id: each.request.id },
  )
  let missed = 0
  for (const session of new Set([last, ...(await payer.promptSessions(rx, refs))]))
    if ((await network.unanswered(rx, session)) === 'timed-out') missed++
  return missed
}
