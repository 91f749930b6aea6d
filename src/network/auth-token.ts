import { timingSafeEqual } from 'node:crypto'
import type { Kernel, Rx, Tokens } from '../kernel/index.ts'

/** A token replaces the API key for so many seconds. */
export const tokenSeconds = 3_600

/**
 * `ATAuth_`, the expiry, and 8 hexadecimal digits that make it unlike those of the same moment, followed by a signature with the
 * key of this data file, so no table is needed.
 */
export function newAuthToken(kernel: Kernel, username: string, now: number): string {
  const end = (now + tokenSeconds * 1_000).toString(36)
  const own = kernel.random.hex(8)
  return `ATAuth_${end}_${own}${signature(kernel, username, `${end} ${own}`)}`
}

function signature(kernel: Kernel, username: string, signed: string): string {
  return kernel.hmac('network.auth-token', `${signed} ${username}`)
}

/** A token that was ended early is kept until it would have run out. */
const endedEarly = 'network.ended-token'

/** The tokens, for faults. */
export function authTokens(kernel: Kernel): Tokens {
  return {
    givenAt: ['createAuthToken'],
    of: (request) => request.get('authtoken'),
    givenBy: ({ body }) => /"token":"(ATAuth_\w+)"/.exec(String(body))?.[1],
    async end(token) {
      await kernel.transact((tx) => tx.setDeadline(endedEarly, refOf(kernel, token), endOf(token) ?? tx.now))
    },
  }
}

/** To be called once for each kernel. */
export function forgetEndedTokens(kernel: Kernel): void {
  kernel.deadlines.on(endedEarly, async () => {})
}

export async function wasEndedEarly(kernel: Kernel, rx: Rx, token: string): Promise<boolean> {
  return (await kernel.deadlines.dueAt(rx, endedEarly, refOf(kernel, token))) !== undefined
}

const refOf = (kernel: Kernel, token: string) => kernel.hmac('network.ended-token', token)

/** When a token runs out. */
function endOf(token: string): number | undefined {
  const [, end] = /^ATAuth_([0-9a-z]{1,11})_/.exec(token) ?? []
  return end === undefined ? undefined : Number.parseInt(end, 36)
}

/** Whether the token was issued here for this account and has not expired. */
export function readAuthToken(kernel: Kernel, username: string, token: string, now: number): boolean {
  const [, end = '', own, given = ''] =
    /^ATAuth_([0-9a-z]{1,11})_([0-9a-f]{8})([0-9a-f]{64})$/.exec(token) ?? []
  if (end === '' || Number.parseInt(end, 36) <= now) return false
  return timingSafeEqual(Buffer.from(given), Buffer.from(signature(kernel, username, `${end} ${own}`)))
}
