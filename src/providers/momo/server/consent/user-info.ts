import type { z } from 'zod'
import type { HttpRequest } from '../../../../kernel/index.ts'
import type { Environment, FullProfile } from '../../../../wallet/index.ts'
import type { MomoQuirks } from '../../quirks.ts'
import { bearerToken, tokenHash } from '../access-token.ts'
import { type MomoContext, type Product, quirksIn } from '../config.ts'
import { explainTarget } from '../explain/environment.ts'
import { checkUserAgent } from '../new-platform.ts'
import { noteEnvironment } from '../request-environment.ts'
import type { consentUserInfo } from '../response-schema.ts'
import { bearerByHash, consentBearerByHash } from '../tables.ts'
import { badRequest, noTargetEnvironment, unauthorized, walletRefusal } from '../wording.ts'
import { sandBox } from './sand-box.ts'
import type { Scope } from './scopes.ts'
import { isInForce } from './token.ts'

type UserInfo = z.infer<typeof consentUserInfo>
type Claims = Omit<UserInfo, 'sub'>

/**
 * `GET …/oauth2/v1_0/userinfo`: the data of the scopes to which the payer consented, by the token of that consent.
 *
 * @throws Refusal 401 for another token, or a consent that has ended; 400 without `X-Target-Environment`;
 * NOT_ALLOWED_TARGET_ENVIRONMENT
 */
export async function userInfoByConsent(
  { kernel, wallet, config }: MomoContext,
  request: HttpRequest,
  product: Product | 'any',
): Promise<UserInfo> {
  return kernel.read(async (rx) => {
    const target = request.get('X-Target-Environment')
    const token = bearerToken(request)
    const hash = token === undefined ? undefined : tokenHash(kernel, token)
    const found = hash === undefined ? undefined : await rx.first(consentBearerByHash, { hash })
    const consent = found?.consent_id ? await wallet.mandates.byId(rx, found.consent_id) : undefined
    if (!found || !consent || found.expires_at <= rx.now || !isInForce(consent, rx.now)) {
      const other = hash !== undefined && (await rx.first(bearerByHash, { hash }))
      throw unauthorized(quirksIn(config, target)).explained(
        other
          ? {
              en: 'This is an access token of /token/. userinfo wants the token of a consent, from /oauth2/token/.',
              fr: 'C’est un jeton d’accès de /token/. userinfo veut le jeton d’un consentement, de /oauth2/token/.',
            }
          : consent && !isInForce(consent, rx.now)
            ? {
                en: 'The payer took the consent back, or its time is over.',
                fr: 'Le payeur a retiré le consentement, ou son délai est passé.',
              }
            : {
                en: 'No token of a consent, or one that has run out. /oauth2/token/ gives it, and renews it by the refresh token.',
                fr: 'Pas de jeton d’un consentement, ou il a expiré. /oauth2/token/ le donne, et le renouvelle par le jeton de rafraîchissement.',
              },
      )
    }
    request.phone = consent.phone ?? undefined
    const own = found.target_environment
    noteEnvironment(request, own)
    checkUserAgent(config, request, own)
    if (target === undefined || target === '') throw badRequest(noTargetEnvironment)
    const environment = wallet.environments.get(target)
    const quirks = quirksIn(config, own)
    const foreign = quirks['token-scope'] === 'product' && found.token_product !== product
    if (!environment || target !== own || foreign) {
      throw walletRefusal('NOT_ALLOWED_TARGET_ENVIRONMENT').explained(
        foreign
          ? {
              en: `The token is of ${found.token_product}. (Quirk token-scope: product.)`,
              fr: `Le jeton est de ${found.token_product}. (Particularité token-scope: product.)`,
            }
          : await explainTarget(rx, wallet, { target, apiUser: found }),
      )
    }
    const profile =
      consent.payerId === null ? undefined : await wallet.holders.fullProfile(rx, consent.payerId)
    const updated = Math.floor(rx.now / 1_000)
    const claims =
      profile === undefined || profile.byItself
        ? { ...sandBox, updated_at: updated }
        : claimsOf(profile, { environment, updated })
    return written(granted(claims, consent.scopes as readonly Scope[]), quirks)
  })
}

/** The claims of each scope; `all_info` has every one. In the order of the recorded answer. */
const claimsOfScope: Readonly<Record<Exclude<Scope, 'all_info'>, ReadonlyArray<keyof Claims>>> = {
  openid: [],
  // As in the docs of MTN-Group/MoMoAPIs_Java_sdk, whose samples ask for `profile`.
  profile: ['name', 'given_name', 'family_name', 'birthdate', 'locale', 'gender', 'updated_at'],
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
  address: ['address'],
}

function granted(claims: Claims, scopes: readonly Scope[]): UserInfo {
  const names = new Set<string>()
  for (const scope of scopes) {
    if (scope === 'all_info') return { sub: '0', ...claims }
    for (const name of claimsOfScope[scope]) names.add(name)
  }
  return { sub: '0', ...Object.fromEntries(Object.entries(claims).filter(([name]) => names.has(name))) }
}

/** What a world does not say of a person is left out. */
function claimsOf(
  { givenName, familyName, birthdate, gender, language, email, phone, details }: FullProfile,
  { environment: { country }, updated }: { environment: Environment; updated: number },
): Claims {
  const { address, birthplace, occupation, employer, creditScore, identification } = details
  return defined({
    name: `${givenName} ${familyName}`.trim(),
    given_name: givenName,
    family_name: familyName,
    birthdate: birthdate ?? undefined,
    locale: country === null ? language : `${language}_${country}`,
    status: 'ACTIVE',
    gender: gender ?? undefined,
    email: email ?? undefined,
    email_verified: email === null ? undefined : true,
    // Without the plus, as in the recorded answer.
    phone_number: phone?.slice(1),
    phone_number_verified: phone === null ? undefined : true,
    address: address && addressOf(address),
    updated_at: updated,
    credit_score: creditScore,
    active: true,
    country_of_birth: birthplace?.country,
    region_of_birth: birthplace?.region,
    city_of_birth: birthplace?.city,
    occupation,
    employer_name: employer,
    identification_type: identification?.type,
    identification_value: identification?.value,
  }) as Claims
}

function addressOf({
  street,
  postalCode,
  locality,
  region,
  country,
}: NonNullable<FullProfile['details']['address']>) {
  const place = [postalCode, locality].filter((part) => part !== undefined).join(' ')
  const lines = [street, place, region, country].filter((line) => line !== undefined && line !== '')
  return {
    formatted: lines.join('\n'),
    ...defined({ street_address: street, postal_code: postalCode, locality, region, country }),
  }
}

/** The address and the credit score as recorded, an object and a number; or as strings, which the exports declare. */
function written(info: UserInfo, quirks: MomoQuirks): UserInfo {
  if (quirks['consent-user-info'] === 'recorded') return info
  const { address, credit_score: score } = info
  return {
    ...info,
    ...(typeof address === 'object' && { address: address.formatted }),
    ...(score !== undefined && { credit_score: String(score) }),
  }
}

function defined(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
