import type { HttpRequest, Rx } from '../../../kernel/index.ts'
import type { Environment } from '../../../wallet/index.ts'
import type { MomoQuirks } from '../quirks.ts'
import { bearerToken, tokenHash } from './access-token.ts'
import { type MomoContext, type Product, quirksIn } from './config.ts'
import { explainScope, explainTarget } from './explain/environment.ts'
import { explainToken } from './explain/token.ts'
import { checkUserAgent } from './new-platform.ts'
import { noteEnvironment } from './request-environment.ts'
import { type ApiUserRow, bearerByHash } from './tables.ts'
import { badRequest, noTargetEnvironment, unauthorized, walletRefusal } from './wording.ts'

/** The API user that calls an operation, and the environment that it calls. */
export interface Caller {
  apiUser: ApiUserRow
  environment: NamedEnvironment
  /** The quirks of the environment. */
  quirks: MomoQuirks
}

export interface NamedEnvironment extends Environment {
  name: string
}

/**
 * Checks the token, then the target environment. `product` is the product of the route; `any` for the routes of 2018.
 *
 * @throws Refusal 401, 400 without `X-Target-Environment`, or NOT_ALLOWED_TARGET_ENVIRONMENT
 */
export async function authenticate(
  { kernel, wallet, config }: MomoContext,
  rx: Rx,
  request: HttpRequest,
  product: Product | 'any',
): Promise<Caller> {
  const target = request.get('X-Target-Environment')
  const token = bearerToken(request)
  const found =
    token === undefined ? undefined : await rx.first(bearerByHash, { hash: tokenHash(kernel, token) })
  if (!found || found.expires_at <= rx.now) {
    const explanation = explainToken(request.get('Authorization'), product, { now: rx.now, known: !!found })
    throw unauthorized(quirksIn(config, target)).explained(explanation)
  }
  const { expires_at: _, token_product: tokenProduct, ...apiUser } = found
  noteEnvironment(request, apiUser.target_environment)
  checkUserAgent(config, request, apiUser.target_environment)

  if (target === undefined || target === '') throw badRequest(noTargetEnvironment)
  const environment = wallet.environments.get(target)
  if (!environment || target !== apiUser.target_environment) {
    const explanation = await explainTarget(rx, wallet, { target, apiUser })
    throw walletRefusal('NOT_ALLOWED_TARGET_ENVIRONMENT').explained(explanation)
  }
  const quirks = quirksIn(config, target)
  if (product !== 'any') {
    const foreignToken = quirks['token-scope'] === 'product' && tokenProduct !== product
    const foreignUser =
      quirks['api-user-scope'] === 'product' && apiUser.product !== null && apiUser.product !== product
    if (foreignToken || foreignUser) {
      const of = { tokenProduct: foreignToken ? tokenProduct : null, userProduct: apiUser.product }
      throw walletRefusal('NOT_ALLOWED_TARGET_ENVIRONMENT').explained(explainScope(product, of))
    }
  }
  return { apiUser, environment: { name: target, ...environment }, quirks }
}
