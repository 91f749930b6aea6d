import { timingSafeEqual } from 'node:crypto'
import type { Kernel } from '../kernel/index.ts'

/** Seconds for which a token stands in for the API key. */
export const tokenSeconds = 3_600

/** `ATAuth_`, when it ends, and a signature of this data file for the account: nothing has to be kept. */
export function newAuthToken(kernel: Kernel, username: string, now: number): string {
  const end = (now + tokenSeconds * 1_000).toString(36)
  return `ATAuth_${end}_${signature(kernel, username, end)}`
}

function signature(kernel: Kernel, username: string, end: string): string {
  return kernel.hmac('network.auth-token', `${end} ${username}`)
}

/** Whether the token is one that this account got here, and has not ended. */
export function readAuthToken(kernel: Kernel, username: string, token: string, now: number): boolean {
  const [, end = '', given = ''] = /^ATAuth_([0-9a-z]{1,11})_([0-9a-f]{64})$/.exec(token) ?? []
  if (end === '' || Number.parseInt(end, 36) <= now) return false
  return timingSafeEqual(Buffer.from(given), Buffer.from(signature(kernel, username, end)))
}
