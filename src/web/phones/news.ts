import type { PhoneView } from '../../terms/sim/phone.ts'

/** `ringing`: the network opened a session, and nobody has answered its first screen. */
export type Standing = 'off' | 'ringing' | 'in-session' | 'idle'

export function standingOf(phone: PhoneView | undefined): Standing {
  if (!phone) return 'idle'
  if (!phone.online) return 'off'
  if (phone.screen?.status !== 'open') return 'idle'
  return phone.news?.rings ? 'ringing' : 'in-session'
}
