import {
  type CallOptions,
  ClientError,
  checkOptions,
  type PortRequest,
  type PortResponse,
  readAs,
  refusalOf,
  signal as signalCheck,
  yesOrNo,
} from '../../../client/parts.ts'
import { formType, type MomoAccess } from './access.ts'
import type { MomoParty } from './party.ts'
import {
  authorizeSchema,
  type ConsentInfo,
  type ConsentToken,
  consentInfoSchema,
  consentTokenSchema,
} from './schema.ts'

/** What a merchant asks a payer to share. */
export interface ConsentTerms {
  payer: MomoParty
  scopes: readonly string[]
  access: 'online' | 'offline'
  /** Seconds. */
  validity: number | undefined
}

/**
 * How a consent stands for its merchant. `DENIED`: refused, or taken back before its token was fetched. `LOST`: its token was
 * issued, which is done once, and the answer never came; the merchant has to ask again.
 */
export const consentStandings = ['PENDING', 'GIVEN', 'DENIED', 'EXPIRED', 'ENDED', 'LOST'] as const
export type ConsentStanding = (typeof consentStandings)[number]

const tokenPath = '/oauth2/token/'

/** A payer's consent to share data, as the merchant that asked for it sees it. */
export class Consent {
  /** MTN's `auth_req_id`, a UUID. */
  readonly id: string
  /** Seconds to wait between two calls of {@link token}. */
  readonly interval: number
  readonly #access: MomoAccess
  #tokens: ConsentToken | undefined

  constructor(access: MomoAccess, { id, interval }: { id: string; interval: number }) {
    this.#access = access
    this.id = id
    this.interval = interval
  }

  /**
   * Fetches the token of the consent, which MTN gives once; later it returns the one that it has.
   *
   * @throws ClientError whose `data.detail` is `authorization_pending` while the payer has not answered, `slow_down`,
   * `access_denied` or `expired_token`
   */
  async token(options: CallOptions = {}): Promise<ConsentToken> {
    checkOptions('token', options, { signal: signalCheck })
    this.#tokens ??= await this.#ask(
      { grant_type: 'urn:openid:params:grant-type:ciba', auth_req_id: this.id },
      options.signal,
    )
    return this.#tokens
  }

  /**
   * A new access token by the refresh token, which only an offline consent has.
   *
   * @throws ClientError whose `data.detail` is `invalid_grant` after the consent was taken back or its time is over
   */
  async refresh(options: CallOptions = {}): Promise<ConsentToken> {
    checkOptions('refresh', options, { signal: signalCheck })
    const { refresh_token: refreshToken } = await this.token(options)
    if (refreshToken === undefined) {
      throw new ClientError(
        `The consent ${this.id} has no refresh token: it is online. Ask with access: 'offline' to get one.`,
      )
    }
    const fields = { grant_type: 'refresh_token', refresh_token: refreshToken }
    this.#tokens = await this.#ask(fields, options.signal)
    return this.#tokens
  }

  /**
   * The payer's data, as far as the scopes open it. Fetches the token first, if it is not there.
   *
   * @param options `renew`: by a new token where the one that is there is refused and the consent is offline; false by
   * default
   * @throws ClientError with the status 401 after the token has run out, or the consent has ended; as {@link token} while
   * there is none; as {@link refresh} with `renew`
   */
  async userInfo(options: CallOptions & { renew?: boolean } = {}): Promise<ConsentInfo> {
    checkOptions('userInfo', options, { signal: signalCheck, renew: yesOrNo })
    const { renew = false, ...call } = options
    try {
      return await this.#read(call)
    } catch (error) {
      if (!renew || statusOf(error) !== 401 || this.#tokens?.refresh_token === undefined) throw error
    }
    await this.refresh(call)
    return this.#read(call)
  }

  /** How it stands, found out as a merchant would: by fetching the token, reading the data, renewing the token. */
  async standing(options: CallOptions = {}): Promise<ConsentStanding> {
    checkOptions('standing', options, { signal: signalCheck })
    try {
      await this.userInfo(options)
      return 'GIVEN'
    } catch (error) {
      const known = standings[detailOf(error)]
      if (known) return known
      if (statusOf(error) !== 401) throw error
    }
    if (this.#tokens?.refresh_token === undefined) return 'ENDED'
    try {
      await this.refresh(options)
      return 'GIVEN'
    } catch (error) {
      if (detailOf(error) === 'invalid_grant') return 'ENDED'
      throw error
    }
  }

  async #read(options: CallOptions): Promise<ConsentInfo> {
    const { access_token: token } = await this.token(options)
    const request = { method: 'GET', path: '/oauth2/v1_0/userinfo' }
    const answer = await this.#access.askWith(token, request.path, options.signal)
    return readAs(consentInfoSchema, request, successOf(request, answer))
  }

  async #ask(fields: Record<string, string>, signal?: AbortSignal): Promise<ConsentToken> {
    const request = { method: 'POST', path: tokenPath }
    const answer = await this.#access.askBasic(tokenPath, fields, signal)
    return readAs(consentTokenSchema, request, successOf(request, answer))
  }
}

const standings: Readonly<Record<string, ConsentStanding>> = {
  authorization_pending: 'PENDING',
  slow_down: 'PENDING',
  access_denied: 'DENIED',
  expired_token: 'EXPIRED',
  invalid_grant: 'LOST',
}

/** Asks a payer for a consent. */
export async function askConsent(
  access: MomoAccess,
  { payer, scopes, access: accessType, validity }: ConsentTerms,
  signal?: AbortSignal,
): Promise<Consent> {
  const body = new URLSearchParams({
    login_hint: `ID:${payer.partyId}/${payer.partyIdType}`,
    scope: scopes.join(' '),
    access_type: accessType,
    ...(validity === undefined ? {} : { consent_valid_in: String(validity) }),
  })
  const request = {
    method: 'POST',
    path: '/v1_0/bc-authorize',
    headers: formType,
    body: body.toString(),
    signal,
  }
  const asked = readAs(authorizeSchema, request, await access.send(request))
  return new Consent(access, { id: asked.auth_req_id, interval: asked.interval })
}

function successOf(request: PortRequest, answer: PortResponse): PortResponse {
  if (answer.status >= 200 && answer.status <= 299) return answer
  throw refusalOf(request, answer)
}

function detailOf(error: unknown): string {
  return error instanceof ClientError ? String(error.data.detail ?? '') : ''
}

function statusOf(error: unknown): unknown {
  return error instanceof ClientError ? error.data.status : undefined
}
