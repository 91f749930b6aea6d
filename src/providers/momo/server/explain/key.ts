import { beginningOf } from '../../../../kernel/index.ts'
import { type MomoContext, type Product, products } from '../config.ts'
import { apiUserByKey } from '../tables.ts'

/** Why a subscription key is refused. `key` is the one sent, `api` the first segment of the path. */
export async function explainKey(
  { kernel, config }: MomoContext,
  key: string | undefined,
  { api, product }: { api: string; product: Product | 'any' },
): Promise<string> {
  const { subscriptionKeys: keys } = config
  const wanted =
    product === 'any'
      ? `/${api} takes the subscription key of any product`
      : `/${api} wants the ${product} key of this world, which ${beginningOf(keys[product]).en}`
  const where = 'GET /_sim/world shows the keys.'
  if (key === undefined || key === '') {
    const sent = key === undefined ? 'was not sent' : 'is empty'
    return `The header Ocp-Apim-Subscription-Key ${sent}. ${wanted}. ${where}`
  }
  const owners = products.filter((name) => keys[name] === key)
  if (owners.length > 0) {
    return `The subscription key that was sent is the ${owners.join(' and ')} key of this world; ${wanted}.`
  }
  const alike = products.find((name) => keys[name].toLowerCase() === key.trim().toLowerCase())
  if (alike) {
    return `The subscription key that was sent is the ${alike} key of this world in other letter case; ${wanted}.`
  }
  const apiUser = await kernel.read((rx) => rx.first(apiUserByKey, { apiKey: key }))
  if (apiUser) {
    return (
      `What was sent as the subscription key is the API key of API user ${apiUser.id}, which is for the token ` +
      `operation alone; ${wanted}. ${where}`
    )
  }
  return `No subscription key of this world is the one that was sent, which ${beginningOf(key).en}; ${wanted}. ${where}`
}
