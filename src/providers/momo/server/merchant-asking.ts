import type { HttpRequest } from '../../../kernel/index.ts'
import { basicCredentials, bearerToken, tokenHash } from './access-token.ts'
import type { MomoContext } from './config.ts'
import { apiUserById, bearerByHash, consentBearerByHash } from './tables.ts'

/** The name of the API user whose credentials, or whose token, a request has; neither is checked. */
export function merchantAsking({ kernel, wallet }: MomoContext, request: HttpRequest) {
  const user = basicCredentials(request.get('Authorization'))?.user
  const token = bearerToken(request)
  return kernel.read(async (rx) => {
    const hash = token === undefined ? undefined : tokenHash(kernel, token)
    const found =
      user !== undefined
        ? await rx.first(apiUserById, { id: user })
        : hash !== undefined
          ? ((await rx.first(bearerByHash, { hash })) ?? (await rx.first(consentBearerByHash, { hash })))
          : undefined
    return found && wallet.merchants.name(rx, found.merchant_id)
  })
}
