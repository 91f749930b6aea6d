import { shown } from '../schema.ts'
import { badRequest, walletRefusal } from '../wording.ts'

/**
 * What a consent may be asked for. `all_info` is that of MTN's sandbox notebook (MoMoOpenAPI/MoMoOpenAPI_SandBox),
 * `profile` that of MTN's SDKs; MTN publishes no list. The others are those of OpenID Connect Core, section 5.4.
 */
const scopes = ['openid', 'profile', 'email', 'phone', 'address', 'all_info'] as const
export type Scope = (typeof scopes)[number]

/**
 * The scopes of a text that blanks separate, each once.
 *
 * @throws Refusal 400 where there is none; UNSUPPORTED_SCOPE
 */
export function readScopes(text: string | undefined): Scope[] {
  const named = [...new Set((text ?? '').split(' ').filter((word) => word !== ''))]
  if (named.length === 0)
    throw badRequest({
      en: 'scope is missing; it must be scopes such as profile, with blanks between.',
      fr: 'scope manque ; il faut des scopes tels que profile, séparés par des espaces.',
    })
  return named.map((word) => {
    const scope = scopes.find((known) => known === word)
    if (scope) return scope
    // 500 in the integration tests of MTN-Group/MoMoAPIs_Java_sdk, which look at the status alone.
    throw walletRefusal('UNSUPPORTED_SCOPE').explained({
      en: `scope has ${shown(word)}. The scopes here are ${scopes.join(', ')}; scopes that pay are not simulated.`,
      fr: `scope a ${shown(word)}. Les scopes d’ici sont ${scopes.join(', ')} ; ceux qui paient ne sont pas simulés.`,
    })
  })
}
