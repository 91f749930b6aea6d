import { timingSafeEqual } from 'node:crypto'
import type { Kernel } from '../kernel/index.ts'

/** A token replaces the API key for so many seconds. */
export const tokenSeconds = 3_600

/** `ATAuth_`, the expiry, and a signature of expiry and username with the key of this data file, so no table is needed. */
export function newAuthToken(kernel: Kernel, username: string, now: number): string {
  const end = (now + tokenSeconds * 1_000).toString(36)
  return `ATAuth_${end}_${signature(kernel, username, end)}`
}

function signature(kernel: Kernel, username: string, end: string): string {
  return kernel.hmac('network.auth-token', `${end} ${username}`)
}

/** Whether the token was issued here for this account and has not expired. */
export function readAuthToken(kernel: Kernel, username: string, token: string, now: number): boolean {
  const [, end = '', given = ''] = /^ATAuth_([0-9a-z]{1,11})_([0-9a-f]{64})$/.exec(token) ?? []
  if (end === '' || Number.parseInt(end, 36) <= now) return false
  return timingSafeEqual(Buffer.from(given), Buffer.from(signature(kernel, username, end)))
}
