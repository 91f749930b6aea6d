import type { Entry } from '../../events/telling.ts'
import type { PhoneView } from '../../terms/sim/phone.ts'

/** What the timeline says of one phone. */
export interface PhoneNews {
  /** The ids of the SMS that arrived, the newest last. */
  sms: readonly string[]
  /** Prompts that ended unanswered, since the phone was last used. */
  missed: number
  /** Orders that wait for this person's yes or no. */
  toApprove: number
}

export interface News {
  of(msisdn: string): PhoneNews
  /** The sessions that the network opened: their first screen rings. */
  pushed: ReadonlySet<string>
}

const nothing: PhoneNews = { sms: [], missed: 0, toApprove: 0 }
const awaiting = /^(request-to-pay|withdrawal|pre-approval|consent)\.(created|settled)$/

/** Reads the timeline, the oldest entry first. */
export function newsOf(entries: readonly Entry[]): News {
  const phones = new Map<string, PhoneNews>()
  const pushed = new Set<string>()
  const waiting = new Map<string, string>()
  const sms = new Map<string, string[]>()
  const change = (msisdn: string | null, to: (news: PhoneNews) => Partial<PhoneNews>) => {
    if (msisdn === null) return
    const before = phones.get(msisdn) ?? nothing
    phones.set(msisdn, { ...before, ...to(before) })
  }
  for (const entry of entries) {
    const { kind, phone } = entry
    if (entry.kind === 'sms.received') {
      const { messageId } = entry.data
      const list = sms.get(phone ?? '')
      if (list) list.push(messageId)
      else {
        const begun = [messageId]
        sms.set(phone ?? '', begun)
        change(phone, () => ({ sms: begun }))
      }
    } else if (entry.kind === 'ussd.pushed') pushed.add(entry.data.sessionId)
    else if (entry.kind === 'ussd.dialled') change(phone, () => ({ missed: 0 }))
    else if (entry.kind === 'ussd.hop') {
      if (entry.data.text !== '') change(phone, () => ({ missed: 0 }))
    } else if (entry.kind === 'ussd.session-ended') {
      const { sessionId, status, input } = entry.data
      if (pushed.has(sessionId) && status === 'timed-out' && input === '')
        change(phone, ({ missed }) => ({ missed: missed + 1 }))
    } else if (awaiting.test(kind)) {
      const key = orderOf(entry)
      const data = entry.data as { byHand?: boolean; automatic?: boolean }
      if (kind.endsWith('.created')) {
        if (data.byHand !== true || data.automatic === true || phone === null) continue
        waiting.set(key, phone)
        change(phone, ({ toApprove }) => ({ toApprove: toApprove + 1 }))
      } else {
        const payer = waiting.get(key)
        if (payer === undefined) continue
        waiting.delete(key)
        change(payer, ({ toApprove }) => ({ toApprove: toApprove - 1 }))
      }
    }
  }
  return { of: (msisdn) => phones.get(msisdn) ?? nothing, pushed }
}

/** Ids are unique among orders of one kind. */
function orderOf({ kind, data }: Entry): string {
  const { requestId, preApprovalId, consentId } = data as Record<string, number | undefined>
  return `${kind.split('.', 1)[0]} ${requestId ?? preApprovalId ?? consentId}`
}

/** `ringing`: the network opened a session, and nobody has answered its first screen. */
export type Standing = 'off' | 'ringing' | 'in-session' | 'idle'

export function standingOf(phone: PhoneView | undefined, { pushed }: Pick<News, 'pushed'>): Standing {
  if (!phone) return 'idle'
  if (!phone.online) return 'off'
  const { screen } = phone
  if (screen?.status !== 'open') return 'idle'
  return screen.hops <= 1 && screen.sessionId !== null && pushed.has(screen.sessionId)
    ? 'ringing'
    : 'in-session'
}
