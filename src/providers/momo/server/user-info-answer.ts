import type { z } from 'zod'
import type { MomoQuirks } from '../quirks.ts'
import type { Product } from './config.ts'
import type { BasicUserInfo, recordedUserInfo } from './response-schema.ts'

/**
 * The basic user info as in recordings of the sandbox, or as in the exports, where remittance's has no gender.
 *
 * @param now epoch milliseconds, sent as the time of the last change, since no such time is stored
 */
export function userInfoAnswer(
  { gender, status, ...info }: BasicUserInfo,
  { product, now }: { product: Product | 'any'; now: number },
  quirks: MomoQuirks,
): BasicUserInfo | z.infer<typeof recordedUserInfo> {
  if (quirks['user-info-fields'] === 'exported') {
    return {
      ...info,
      ...(gender !== undefined && product !== 'remittance' && { gender }),
      ...(status !== undefined && { status }),
    }
  }
  return {
    sub: '0',
    name: `${info.given_name} ${info.family_name}`.trim(),
    ...info,
    ...(gender !== undefined && { gender }),
    updated_at: Math.floor(now / 1000),
  }
}
