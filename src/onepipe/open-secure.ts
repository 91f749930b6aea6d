import type { OnePipeApp, OnePipeContext } from './config.ts'
import { knownMistake, likelyMistake, secureAdvice } from './diagnose.ts'
import { type AuthType, hasShape, shapeRule } from './plaintext.ts'
import { decryptSecure } from './secure.ts'
import { unreadableSecure, wrongShape } from './wording.ts'

/**
 * The plaintext of `auth.secure`; of `answer`, the OTP or another value that validates.
 *
 * @throws Refusal where it cannot be decrypted, or is not what the type wants; with what the client probably did wrong
 * where the quirk says so
 */
export function openSecure(
  { config }: OnePipeContext,
  app: OnePipeApp,
  { secure, type }: { secure: string; type: AuthType | 'answer' },
): string {
  const text = decrypted(app, secure)
  if (text !== undefined && hasShape(type, text)) return text
  const diagnose = config.quirks['onepipe-diagnose'] === 'on'
  const riddle = { app, secure, type, others: config.apps }
  const known = knownMistake(riddle)
  const told = (advice: string) =>
    diagnose ? unreadableSecure(advice) : unreadableSecure(null).explained(advice)
  if (known !== undefined && diagnose) throw told(secureAdvice(known))
  // A wrong secret gives a padding that looks right now and then, but no readable text.
  if (text !== undefined && /^[\x20-\x7e]*$/.test(text.trimEnd())) throw wrongShape(shapeRule(type))
  throw told(secureAdvice(known ?? likelyMistake(riddle)))
}

function decrypted({ secret }: OnePipeApp, secure: string): string | undefined {
  try {
    return decryptSecure(secret, secure)
  } catch {
    return undefined
  }
}
