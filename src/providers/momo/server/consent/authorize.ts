import type { HttpRequest, Rx } from '../../../../kernel/index.ts'
import type { Told } from '../../../../terms/index.ts'
import type { Party } from '../../../../wallet/index.ts'
import type { MomoQuirks } from '../../quirks.ts'
import { basicCredentials } from '../access-token.ts'
import { checkCallbackUrl } from '../callback-url.ts'
import { authenticate, type Caller } from '../caller.ts'
import { type MomoContext, type Product, quirksIn } from '../config.ts'
import { phoneOf } from '../party-phone.ts'
import { isParty, readParty, shown } from '../schema.ts'
import { badRequest, loginFailed, notUtf8, walletRefusal } from '../wording.ts'
import { basicCaller } from './basic-caller.ts'
import { formOf } from './form.ts'
import { insertConsent } from './rows.ts'
import { readScopes } from './scopes.ts'

/** Seconds between two polls: the default of OpenID Connect CIBA Core 1.0, section 7.3. */
const pollInterval = 5
/** An online consent ends with the one access token that it gives. */
const onlineSeconds = 3_600
const longest = 2_147_483_647

interface Asked {
  auth_req_id: string
  /** Seconds. */
  interval: number
  /** Seconds until it can no longer be answered. */
  expires_in: number
}

/**
 * `POST …/bc-authorize`: asks a payer, on the phone, to share data with the merchant.
 *
 * @throws Refusal 400 for a field that is missing or malformed, UNSUPPORTED_SCOPE, INFORMATIONAL_SCOPE_INSTRUCTION,
 * NOT_FOUND for a payer whom nobody is, INVALID_CALLBACK_URL_HOST
 */
export async function authorize(
  context: MomoContext,
  request: HttpRequest,
  product: Product | 'any',
): Promise<Asked> {
  const { kernel, wallet, config } = context
  return kernel.transact(async (tx) => {
    const { apiUser, environment, quirks } = await callerOf(context, tx, request, product)
    const form = formOf(request)
    if (!form) throw badRequest(notUtf8)
    const header = request.get('X-Callback-Url')
    const url = header === undefined ? null : checkCallbackUrl(header, apiUser, quirks)
    const given = quirks['consent-answer'] === 'at-once'
    const payer = readHint(form.login_hint, given)
    request.phone = phoneOf(payer, environment)
    const scopes = readScopes(form.scope)
    if (form.scope_instruction !== undefined) {
      throw walletRefusal('INFORMATIONAL_SCOPE_INSTRUCTION').explained({
        en: `scope_instruction is for scopes that pay, and these share data: ${scopes.join(' ')}. Leave it out.`,
        fr: `scope_instruction est pour des scopes qui paient, et ceux-ci partagent des données : ${scopes.join(' ')}. Retirez-le.`,
      })
    }
    const accessType = readAccessType(form.access_type)
    const validitySeconds = readValidity(form.consent_valid_in, accessType) ?? config.consentSeconds
    if (!given && !(await wallet.holders.isActive(tx, environment.name, payer))) {
      throw walletRefusal('NOT_FOUND').explained({
        en: `login_hint names ${payer.id}, and nobody of this world is that. People are in the world file.`,
        fr: `login_hint nomme ${payer.id}, et ce n’est personne dans ce monde. Les personnes sont dans le fichier de monde.`,
      })
    }
    const authReqId = tx.random.uuid()
    const asked = await wallet.mandates.ask(tx, {
      merchantId: apiUser.merchant_id,
      referenceId: authReqId,
      environment: environment.name,
      payer,
      scopes,
      validitySeconds: accessType === 'online' ? onlineSeconds : validitySeconds,
      given,
    })
    // Only with both does CIBA's ping mode know where to call, and as whom.
    const token = form.client_notification_token ?? null
    const pings = url !== null && token !== null
    await tx.change(insertConsent, {
      auth_req_id: authReqId,
      consent_id: asked.id,
      api_user_id: apiUser.id,
      access_type: accessType,
      interval_seconds: pollInterval,
      notify_url: pings ? url : null,
      notify_token: pings ? token : null,
    })
    return {
      auth_req_id: authReqId,
      interval: pollInterval,
      expires_in: Math.ceil((asked.expiresAt - tx.now) / 1_000),
    }
  }, request)
}

/**
 * The exports of disbursement and remittance want Basic credentials here, that of collection a bearer token. MTN's
 * notebook sends a bearer token to disbursement, so both are taken everywhere.
 */
async function callerOf(
  context: MomoContext,
  rx: Rx,
  request: HttpRequest,
  product: Product | 'any',
): Promise<Caller> {
  const header = request.get('Authorization')
  const wanted = quirksIn(context.config, request.get('X-Target-Environment'))['consent-access']
  const isBasic = basicCredentials(header) !== undefined
  if (isBasic && wanted !== 'bearer')
    return basicCaller(context, rx, request, { product, target: 'required' })
  if (!isBasic && wanted === 'basic') {
    throw loginFailed(quirksIn(context.config, request.get('X-Target-Environment'))).explained({
      en: 'The quirk consent-access: basic wants Authorization: Basic with the API user and its key.',
      fr: 'La particularité consent-access: basic veut Authorization: Basic avec l’utilisateur d’API et sa clé.',
    })
  }
  return authenticate(context, rx, request, product)
}

const hintForm = {
  en: 'it must be ID:{id}/{type}, such as ID:46733000001/MSISDN',
  fr: 'il faut ID:{id}/{type}, tel que ID:46733000001/MSISDN',
}

/**
 * `ID:46733000001/MSISDN`, in any case, with or without `ID:`. With `anything` an id that no account holder can have is
 * taken as well: MTN's PHP SDK sends `ID:msisdn/msisdn`.
 *
 * @throws Refusal 400
 */
function readHint(hint: string | undefined, anything: MomoQuirks['consent-answer'] | boolean): Party {
  if (hint === undefined) throw badRequest(theHint(hint))
  const [, id = '', type = ''] = /^(?:ID:)?([^/]+)\/([A-Za-z_]+)$/i.exec(hint.trim()) ?? []
  // A plus that was not percent-encoded is a blank in a form.
  const named = id.trim()
  if (named === '') throw badRequest(theHint(hint))
  if (anything && !isParty(type, named)) return { type: 'PARTY_CODE', id: named }
  return readParty(type, named, {
    type: { en: 'The type in login_hint', fr: 'Le type dans login_hint' },
    id: { en: 'The id in login_hint', fr: 'L’id dans login_hint' },
  })
}

function theHint(hint: string | undefined): Told {
  const said =
    hint === undefined
      ? { en: 'is missing', fr: 'manque' }
      : { en: `is ${shown(hint)}`, fr: `est ${shown(hint)}` }
  return { en: `login_hint ${said.en}; ${hintForm.en}.`, fr: `login_hint ${said.fr} ; ${hintForm.fr}.` }
}

function readAccessType(text: string | undefined): 'online' | 'offline' {
  if (text === 'online' || text === 'offline') return text
  throw badRequest({
    en: `access_type is ${text === undefined ? 'missing' : shown(text)}; it must be online or offline.`,
    fr: `access_type ${text === undefined ? 'manque' : `est ${shown(text)}`} ; il faut online ou offline.`,
  })
}

function readValidity(text: string | undefined, accessType: 'online' | 'offline'): number | undefined {
  if (text === undefined) return undefined
  const seconds = /^\d{1,10}$/.test(text) ? Number(text) : 0
  if (seconds < 1 || seconds > longest) {
    throw badRequest({
      en: `consent_valid_in is ${shown(text)}; it must be a whole number of seconds, from 1 to ${longest}.`,
      fr: `consent_valid_in est ${shown(text)} ; il faut un nombre entier de secondes, de 1 à ${longest}.`,
    })
  }
  if (accessType === 'offline') return seconds
  // "This parameter can only be used together with access type offline" (the OpenAPI exports).
  throw badRequest({
    en: 'consent_valid_in is for access_type offline alone.',
    fr: 'consent_valid_in n’est que pour access_type offline.',
  })
}
