import type { HttpRequest, Kernel, Randomness, Rx, Tokens } from '../../../kernel/index.ts'
import { uuidPattern } from '../../../terms/index.ts'
import { type MomoContext, type Product, platformOf, quirksIn } from './config.ts'
import { explainCredentials } from './explain/credentials.ts'
import { checkTokenTarget, checkUserAgent, invalidClient, newPlatformEverywhere } from './new-platform.ts'
import { type OperationName, operationList } from './operations.ts'
import { apiUserById, deleteToken, endToken, insertToken } from './tables.ts'
import { loginFailed } from './wording.ts'

const lifetimeSeconds = 3600
/** The deadline of a token; the ref is its id. */
export const tokenExpiry = 'momo.token-expiry'

/** The answer of the token operation; `expires_in` in seconds. */
export interface TokenAnswer {
  access_token: string
  token_type: 'access_token'
  expires_in: number
}

/**
 * Issues a token to the API user of the Basic credentials. Only a keyed hash of the token is stored.
 *
 * @throws Refusal `login_failed`, for malformed credentials too
 */
export async function mintToken(
  context: MomoContext,
  request: HttpRequest,
  product: Product,
): Promise<TokenAnswer> {
  const { kernel, config } = context
  const header = request.get('Authorization')
  return kernel.transact(async (tx) => {
    const { credentials, apiUser, environment } = await tokenCaller(context, tx, request)
    const target = request.get('X-Target-Environment')
    const platform = platformOf(config, environment)
    checkUserAgent(config, request, environment)
    if (platform === 'new') checkTokenTarget(config, apiUser, target)
    if (!apiUser?.api_key || apiUser.api_key !== credentials?.key) {
      const explanation = await explainCredentials(config, tx, { header, credentials, apiUser, product })
      if (platform === 'new') throw invalidClient(credentials, { explanation, activityId: tx.random.uuid() })
      throw loginFailed(quirksIn(config, environment)).explained(explanation)
    }
    const expiresAt = tx.now + lifetimeSeconds * 1000
    const token = tokenText(tx.random, { clientId: apiUser.id, expiresAt })
    const row = { hash: tokenHash(kernel, token), apiUserId: apiUser.id, product, expiresAt }
    const id = await tx.insert(insertToken, row)
    await tx.setDeadline(tokenExpiry, String(id), expiresAt)
    return { access_token: token, token_type: 'access_token', expires_in: lifetimeSeconds }
  })
}

/** The API user and the environment of a token request, unchecked. */
async function tokenCaller({ config, wallet }: MomoContext, rx: Rx, request: HttpRequest) {
  const credentials = basicCredentials(request.get('Authorization'))
  const apiUser = credentials && (await rx.first(apiUserById, { id: credentials.user }))
  const target = request.get('X-Target-Environment')
  const environment =
    apiUser?.target_environment ?? (target || newPlatformEverywhere(config, [...wallet.environments.keys()]))
  return { credentials, apiUser, environment }
}

/** The environment of a token request. */
export async function environmentOfToken(
  context: MomoContext,
  request: HttpRequest,
): Promise<string | undefined> {
  return context.kernel.read(async (rx) => (await tokenCaller(context, rx, request)).environment)
}

/** Deletes tokens when they expire. */
export function forgetExpiredTokens(kernel: Kernel): void {
  kernel.deadlines.on(tokenExpiry, async (tx, ref) => {
    await tx.change(deleteToken, { id: Number(ref), now: tx.now })
  })
}

/** The tokens, for faults: one that is ended early is refused like one that has run out. */
export function momoTokens(kernel: Kernel): Tokens {
  const givenAt: OperationName[] = ['createToken', 'createConsentToken']
  const unusedAt = operationList.flatMap(([name, { access }]) => (access === 'key' ? [name] : []))
  return {
    ...{ givenAt, unusedAt },
    of: bearerToken,
    givenBy: ({ status, body }) => (status === 200 ? givenToken(String(body)) : undefined),
    async end(token) {
      await kernel.transact((tx) => tx.change(endToken, { hash: tokenHash(kernel, token), now: tx.now }))
    },
  }
}

function givenToken(body: string): string | undefined {
  if (!body.includes('"access_token"')) return undefined
  return (JSON.parse(body) as TokenAnswer).access_token
}

/** The latest tokens with their hashes: a client sends one token with every request. */
const lateHashes = new WeakMap<Kernel, Map<string, string>>()
const mostLate = 256

export function tokenHash(kernel: Kernel, token: string): string {
  const late = lateHashes.get(kernel) ?? new Map<string, string>()
  const hash = late.get(token) ?? kernel.hmac('momo.token', token)
  if (late.size >= mostLate) late.clear()
  lateHashes.set(kernel, late.set(token, hash))
  return hash
}

/** The token of an `Authorization: Bearer` header. */
export function bearerToken(request: HttpRequest): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(request.get('Authorization') ?? '')?.[1]
}

/** A UUID in lower case; ids of the new platform are base64, where upper and lower case differ. */
export function canonicalUser(id: string): string {
  return uuidPattern.test(id) ? id.toLowerCase() : id
}

export function basicCredentials(header: string | undefined): { user: string; key: string } | undefined {
  const encoded = /^Basic +([\w+/=-]+) *$/i.exec(header ?? '')?.[1]
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon < 0) return undefined
  return { user: canonicalUser(text.slice(0, colon)), key: text.slice(colon + 1) }
}

/**
 * A token in the form of MTN's: a JWT with `R256` (not `RS256`), an expiry without a zone, the API user as the client,
 * and 256 bytes of signature (16 recordings in sparkplug/momoapi-ruby).
 */
export function tokenText(
  random: Randomness,
  { clientId, expiresAt }: { clientId: string; expiresAt: number },
): string {
  const header = { typ: 'JWT', alg: 'R256' }
  const payload = {
    clientId,
    expires: new Date(expiresAt).toISOString().slice(0, -1),
    sessionId: random.uuid(),
  }
  const parts = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  return [...parts, random.bytes(256).toString('base64url')].join('.')
}
