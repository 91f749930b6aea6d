import type { Told } from '../../../terms/index.ts'
import type { OnePipeApp, OnePipeContext } from './config.ts'
import { knownMistake, likelyMistake, secureAdvice } from './diagnose.ts'
import { type AuthType, hasShape, shapeRule } from './plaintext.ts'
import { decryptSecure } from './secure.ts'
import { unreadableSecure, wrongShape } from './wording.ts'

/**
 * The plaintext of `auth.secure`; of `answer`, the OTP or another value that validates.
 *
 * @throws Refusal where it cannot be decrypted, or has not the form of its type; with the client's probable mistake
 * where the quirk is on
 */
export function openSecure(
  { config }: OnePipeContext,
  app: OnePipeApp,
  { secure, type }: { secure: string; type: AuthType | 'answer' },
): string {
  const text = decrypted(app, secure)
  if (text !== undefined && hasShape(type, text)) return text
  const diagnose = config.quirks['onepipe-diagnose'] === 'on'
  const failed = { app, secure, type, others: config.apps }
  const known = knownMistake(failed)
  const unreadable = (advice: Told) =>
    diagnose ? unreadableSecure(advice.en) : unreadableSecure(null).explained(advice)
  if (known !== undefined && diagnose) throw unreadable(secureAdvice(known))
  // A wrong secret sometimes gives a valid padding, but no readable text.
  if (text !== undefined && /^[\x20-\x7e]*$/.test(text.trimEnd())) throw wrongShape(shapeRule(type))
  throw unreadable(secureAdvice(known ?? likelyMistake(failed)))
}

function decrypted({ secret }: OnePipeApp, secure: string): string | undefined {
  try {
    return decryptSecure(secret, secure)
  } catch {
    return undefined
  }
}
