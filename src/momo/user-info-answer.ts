import type { z } from 'zod'
import type { Product } from './config.ts'
import type { MomoQuirks } from './quirks.ts'
import type { BasicUserInfo, recordedUserInfo } from './response-schema.ts'

/**
 * The basic user info as the sandbox was recorded with it, or as the exports have it: remittance's has no gender there.
 *
 * @param now epoch milliseconds; there is no other time to tell as that of the last change
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
