import type { HttpRequest, Tx } from '../../../../kernel/index.ts'
import { uuidPattern } from '../../../../terms/index.ts'
import type { Mandate } from '../../../../wallet/index.ts'
import { tokenExpiry, tokenHash, tokenText } from '../access-token.ts'
import type { MomoContext, Product } from '../config.ts'
import type { Refusal } from '../refusal.ts'
import { consentRefusal } from '../wording.ts'
import { basicCaller } from './basic-caller.ts'
import { formOf } from './form.ts'
import {
  type ConsentRow,
  consentByRefresh,
  consentByRequest,
  insertConsentToken,
  notePoll,
  noteTokens,
} from './rows.ts'

const ciba = 'urn:openid:params:grant-type:ciba'
/** "The generated token is valid 3600 seconds as default" (the OpenAPI exports). */
const lifetimeSeconds = 3_600
/** Added to the interval each time that a merchant polls too fast: CIBA Core 1.0, section 11. */
const slowerBy = 5

interface Tokens {
  access_token: string
  token_type: 'Bearer'
  /** Seconds. */
  expires_in: number
  scope: string
  /** Only of an offline consent. */
  refresh_token?: string
  /** Seconds until the consent ends. */
  refresh_token_expired_in?: number
}

/**
 * `POST …/oauth2/token/`: the token of a consent, by its `auth_req_id` once, or by a refresh token while the consent lasts.
 *
 * @throws Refusal `login_failed`, or an error of OpenID Connect CIBA
 */
export async function consentTokens(
  context: MomoContext,
  request: HttpRequest,
  product: Product,
): Promise<Tokens> {
  const answer = await context.kernel.transact(async (tx) => {
    const { apiUser } = await basicCaller(context, tx, request, { product, target: 'optional' })
    const form = formOf(request)
    const of = { apiUserId: apiUser.id, product }
    switch (form?.grant_type) {
      case ciba:
        return byRequest(context, tx, request, { ...of, authReqId: form.auth_req_id })
      case 'refresh_token':
        return byRefresh(context, tx, request, { ...of, refreshToken: form.refresh_token })
      case undefined:
        throw consentRefusal('invalid_request').explained({
          en: `grant_type is missing. The body is a form: grant_type=${ciba}&auth_req_id=… or grant_type=refresh_token&refresh_token=…`,
          fr: `grant_type manque. Le corps est un formulaire : grant_type=${ciba}&auth_req_id=… ou grant_type=refresh_token&refresh_token=…`,
        })
      default:
        throw consentRefusal('unsupported_grant_type').explained({
          en: `grant_type must be ${ciba} or refresh_token. An access token for other operations is of /${product}/token/.`,
          fr: `grant_type doit être ${ciba} ou refresh_token. Un jeton d’accès pour d’autres opérations est de /${product}/token/.`,
        })
    }
  }, request)
  // Thrown here and not in the unit: what a poll changes stays.
  if ('refusal' in answer) throw answer.refusal
  return answer.tokens
}

type Answer = { tokens: Tokens } | { refusal: Refusal }

interface Of {
  apiUserId: string
  product: Product
}

async function byRequest(
  context: MomoContext,
  tx: Tx,
  request: HttpRequest,
  { authReqId, ...of }: Of & { authReqId: string | undefined },
): Promise<Answer> {
  if (authReqId === undefined)
    throw consentRefusal('invalid_request').explained({
      en: 'auth_req_id is missing.',
      fr: 'auth_req_id manque.',
    })
  const key = { authReqId: authReqId.toLowerCase(), apiUserId: of.apiUserId }
  const row = uuidPattern.test(authReqId) ? await tx.first(consentByRequest, key) : undefined
  const consent = row && (await context.wallet.mandates.byId(tx, row.consent_id))
  if (!row || !consent) {
    throw consentRefusal('invalid_grant').explained({
      en: 'This API user has no such auth_req_id. It is what bc-authorize answers.',
      fr: 'Cet utilisateur d’API n’a pas cet auth_req_id. C’est ce que répond bc-authorize.',
    })
  }
  request.phone = consent.phone ?? undefined
  if (row.token_at !== null) {
    throw consentRefusal('invalid_grant').explained({
      en: 'The token of this auth_req_id was issued before, and is issued once. Go on with the refresh token, or ask again.',
      fr: 'Le jeton de cet auth_req_id a déjà été donné, et n’est donné qu’une fois. Continuez par le jeton de rafraîchissement, ou redemandez.',
    })
  }
  const refusal = await pollRefusal(tx, row, consent)
  if (refusal) return { refusal }
  const refreshToken = row.access_type === 'offline' ? tx.random.uuid() : undefined
  const refreshHash = refreshToken === undefined ? null : tokenHash(context.kernel, refreshToken)
  await tx.change(noteTokens, { consentId: row.consent_id, at: tx.now, refreshHash })
  return { tokens: await issue(context, tx, consent, { ...of, refreshToken }) }
}

/** Why there is no token yet, or will never be. Noted: when it was polled, and how fast. */
async function pollRefusal(tx: Tx, row: ConsentRow, consent: Mandate): Promise<Refusal | undefined> {
  const { status, reason, expiresAt, validUntil } = consent
  // From its last moment on, also where the scheduler has not come to it yet.
  const late = status === 'EXPIRED' || tx.now >= expiresAt || (validUntil !== null && tx.now >= validUntil)
  if (status === 'REJECTED' || status === 'FAILED' || status === 'CANCELLED') {
    return consentRefusal('access_denied').explained(
      status === 'CANCELLED'
        ? { en: 'The payer took it back.', fr: 'Le payeur l’a retiré.' }
        : {
            en: `The payer did not consent: ${reason}.`,
            fr: `Le payeur n’a pas consenti : ${reason}.`,
          },
    )
  }
  if (late)
    return consentRefusal('expired_token').explained({
      en: 'auth_req_id has run out; see expires_in of bc-authorize.',
      fr: 'auth_req_id a expiré ; voyez expires_in de bc-authorize.',
    })
  if (status === 'APPROVED') return undefined
  const { polled_at: polledAt, interval_seconds: interval } = row
  const tooFast = polledAt !== null && tx.now - polledAt < interval * 1_000
  const intervalSeconds = tooFast ? interval + slowerBy : interval
  await tx.change(notePoll, { consentId: row.consent_id, at: tx.now, intervalSeconds })
  return tooFast
    ? consentRefusal('slow_down').explained({
        en: `Polled before ${interval} seconds were over; from now on wait ${intervalSeconds} seconds of the simulator's clock.`,
        fr: `Demandé avant que ${interval} secondes soient passées ; attendez désormais ${intervalSeconds} secondes à l’horloge du simulateur.`,
      })
    : consentRefusal('authorization_pending').explained({
        en: 'The payer has not answered on the phone yet.',
        fr: 'Le payeur n’a pas encore répondu au téléphone.',
      })
}

async function byRefresh(
  context: MomoContext,
  tx: Tx,
  request: HttpRequest,
  { refreshToken, ...of }: Of & { refreshToken: string | undefined },
): Promise<Answer> {
  if (refreshToken === undefined)
    throw consentRefusal('invalid_request').explained({
      en: 'refresh_token is missing.',
      fr: 'refresh_token manque.',
    })
  const hash = tokenHash(context.kernel, refreshToken.toLowerCase())
  const row = await tx.first(consentByRefresh, { hash, apiUserId: of.apiUserId })
  const consent = row && (await context.wallet.mandates.byId(tx, row.consent_id))
  if (!row || !consent) {
    throw consentRefusal('invalid_grant').explained({
      en: 'This API user has no such refresh token. It comes with the token of an offline consent.',
      fr: 'Cet utilisateur d’API n’a pas ce jeton de rafraîchissement. Il vient avec le jeton d’un consentement offline.',
    })
  }
  request.phone = consent.phone ?? undefined
  if (!isInForce(consent, tx.now)) {
    throw consentRefusal('invalid_grant').explained(
      consent.status === 'CANCELLED'
        ? { en: 'The payer took the consent back.', fr: 'Le payeur a retiré le consentement.' }
        : { en: 'The time of the consent is over.', fr: 'Le délai du consentement est passé.' },
    )
  }
  return { tokens: await issue(context, tx, consent, { ...of, refreshToken }) }
}

/** Whether a consent is given, and neither taken back nor over. */
export function isInForce({ status, validUntil }: Mandate, now: number): boolean {
  return status === 'APPROVED' && (validUntil === null || now < validUntil)
}

/** No token outlives its consent. Only a keyed hash of it is stored. */
async function issue(
  { kernel }: MomoContext,
  tx: Tx,
  consent: Mandate,
  { apiUserId, product, refreshToken }: Of & { refreshToken: string | undefined },
): Promise<Tokens> {
  const validUntil = consent.validUntil ?? tx.now + lifetimeSeconds * 1_000
  const expiresAt = Math.min(tx.now + lifetimeSeconds * 1_000, validUntil)
  const token = tokenText(tx.random, { clientId: apiUserId, expiresAt })
  const hash = tokenHash(kernel, token)
  const id = await tx.insert(insertConsentToken, {
    hash,
    apiUserId,
    product,
    expiresAt,
    consentId: consent.id,
  })
  await tx.setDeadline(tokenExpiry, String(id), expiresAt)
  return {
    access_token: token,
    token_type: 'Bearer',
    expires_in: secondsUntil(expiresAt, tx.now),
    scope: consent.scopes.join(' '),
    ...(refreshToken !== undefined && {
      refresh_token: refreshToken,
      refresh_token_expired_in: secondsUntil(validUntil, tx.now),
    }),
  }
}

const secondsUntil = (at: number, now: number) => Math.floor((at - now) / 1_000)
