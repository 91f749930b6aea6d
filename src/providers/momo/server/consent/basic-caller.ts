import type { HttpRequest, Rx } from '../../../../kernel/index.ts'
import { basicCredentials } from '../access-token.ts'
import type { Caller } from '../caller.ts'
import { type MomoContext, type Product, quirksIn } from '../config.ts'
import { explainCredentials } from '../explain/credentials.ts'
import { explainTarget } from '../explain/environment.ts'
import { checkUserAgent } from '../new-platform.ts'
import { noteEnvironment } from '../request-environment.ts'
import { apiUserById } from '../tables.ts'
import { badRequest, loginFailed, noTargetEnvironment, walletRefusal } from '../wording.ts'

/**
 * The API user of Basic credentials, in its target environment. MTN's Java SDK sends no `X-Target-Environment` with them
 * to the token operation: `target` says whether it must be there.
 *
 * @throws Refusal `login_failed`; 400 without `X-Target-Environment`; NOT_ALLOWED_TARGET_ENVIRONMENT
 */
export async function basicCaller(
  { wallet, config }: MomoContext,
  rx: Rx,
  request: HttpRequest,
  { product, target: needed }: { product: Product | 'any'; target: 'required' | 'optional' },
): Promise<Caller> {
  const header = request.get('Authorization')
  const credentials = basicCredentials(header)
  const apiUser = credentials && (await rx.first(apiUserById, { id: credentials.user }))
  const target = request.get('X-Target-Environment')
  if (!apiUser?.api_key || apiUser.api_key !== credentials?.key) {
    const of = {
      header,
      credentials,
      apiUser,
      product: product === 'any' ? ('collection' as const) : product,
    }
    const explanation = await explainCredentials(config, rx, of)
    throw loginFailed(quirksIn(config, apiUser?.target_environment ?? target)).explained(explanation)
  }
  const own = apiUser.target_environment
  noteEnvironment(request, own)
  checkUserAgent(config, request, own)
  if (needed === 'required' && !target) throw badRequest(noTargetEnvironment)
  const environment = wallet.environments.get(own)
  if (!environment || (target !== undefined && target !== '' && target !== own)) {
    throw walletRefusal('NOT_ALLOWED_TARGET_ENVIRONMENT').explained(
      await explainTarget(rx, wallet, { target: target ?? own, apiUser }),
    )
  }
  return { apiUser, environment: { name: own, ...environment }, quirks: quirksIn(config, own) }
}
