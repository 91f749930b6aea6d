import type { HttpRequest } from '../../../kernel/index.ts'
import type { Environment, Profile } from '../../../wallet/index.ts'
import { authenticate } from './caller.ts'
import type { MomoContext, Product } from './config.ts'
import { explainNumber } from './explain/number.ts'
import { phoneOf } from './party-phone.ts'
import type { Refusal } from './refusal.ts'
import type { BasicUserInfo } from './response-schema.ts'
import { readHolder } from './schema.ts'
import { userInfoAnswer } from './user-info-answer.ts'
import { walletRefusal } from './wording.ts'

/** The sandbox's answer for any number without a named holder (MTN-Group/MoMoAPIs_Javascript_sdk, 2023-03-09). */
const sandBox: BasicUserInfo = {
  given_name: 'Sand',
  family_name: 'Box',
  birthdate: '1976-08-13',
  locale: 'sv_SE',
  gender: 'MALE',
  status: 'ACTIVE',
}

/**
 * `GET …/accountholder/{type}/{id}/basicuserinfo`; remittance has it for numbers only. A number that no world file
 * names is the sandbox's own person, both before and after the first payment opens its wallet.
 *
 * @throws Refusal 400 for an unknown type or an id not of that type; 404 for an unknown account holder
 */
export async function basicUserInfo(
  context: MomoContext,
  request: HttpRequest<{ accountHolderIdType?: string; accountHolderId: string }>,
  product: Product | 'any',
): Promise<ReturnType<typeof userInfoAnswer>> {
  const { accountHolderIdType = 'MSISDN', accountHolderId } = request.params
  return context.kernel.read(async (rx) => {
    const { apiUser, environment, quirks } = await authenticate(context, rx, request, product)
    const party = readHolder(accountHolderIdType, accountHolderId)
    request.phone = party && phoneOf(party, environment)
    if (!party) throw nobody(accountHolderIdType, accountHolderId, environment)
    const profile = await context.wallet.holders.profile(rx, apiUser.target_environment, party)
    const unmet = !profile && (await context.wallet.holders.isActive(rx, apiUser.target_environment, party))
    if (!profile && !unmet) throw nobody(accountHolderIdType, accountHolderId, environment)
    const stranger = !profile || profile.byItself
    const info = stranger ? sandBox : infoOf(profile, environment)
    return userInfoAnswer(info, { product, now: rx.now }, quirks)
  })
}

function nobody(type: string, id: string, environment: Environment): Refusal {
  const impossible = type.toUpperCase() === 'MSISDN' ? explainNumber(id, environment) : undefined
  return walletRefusal('RESOURCE_NOT_FOUND').explained(
    impossible ?? {
      en:
        `Nobody of this world has the ${type.toLowerCase()} ${id} and a wallet in this environment. People and their other ` +
        'names are in the world file; with phones: open a number needs no entry there.',
      fr:
        `Personne dans ce monde n’a le ${type.toLowerCase()} ${id} et un portefeuille dans cet environnement. Les personnes et ` +
        'leurs autres noms sont dans le fichier de monde ; avec phones: open, un numéro n’a pas besoin d’y être.',
    },
  )
}

function infoOf(profile: Profile, { country }: Environment): BasicUserInfo {
  const { givenName, familyName, birthdate, gender, language } = profile
  return {
    given_name: givenName,
    family_name: familyName,
    ...(birthdate !== null && { birthdate }),
    locale: country === null ? language : `${language}_${country}`,
    ...(gender !== null && { gender }),
    status: 'ACTIVE',
  }
}
