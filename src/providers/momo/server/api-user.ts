import { ConflictError, type HttpRequest, hot, InputError, type Rx, type Tx } from '../../../kernel/index.ts'
import type { Told } from '../../../terms/index.ts'
import type { Limit, Wallet } from '../../../wallet/index.ts'
import { canonicalUser } from './access-token.ts'
import { hostnameOf } from './callback-url.ts'
import { type MomoContext, products, quirksIn } from './config.ts'
import { productOfKey } from './gateway.ts'
import { jsonBody } from './json-body.ts'
import { noteEnvironment } from './request-environment.ts'
import { readApiUser, readReferenceId, shown } from './schema.ts'
import { type ApiUserRow, apiUserById, everyApiUser, type MomoTables } from './tables.ts'
import { badRequest, walletRefusal } from './wording.ts'

/** An API user of the world file: a merchant and its credentials. */
export interface ApiUserSeed {
  /** A UUID; any text on the new platform. */
  id: string
  /** Empty where the API user has created none yet. */
  apiKey: string
  /** As given: a host name, or a URL. */
  providerCallbackHost: string
  targetEnvironment: string
  /** The name that payers see; where left out, the callback host's name. */
  name?: string | undefined
  /** False: the merchant cannot receive payments; true where left out. */
  mayReceive?: boolean | undefined
  /** Limits on what the merchant pays out; none where left out. */
  limits?: readonly Limit[] | undefined
}

const insertRow = hot<MomoTables, ApiUserRow>()((db, slot) =>
  db.insertInto('momo_api_users').values({
    id: slot('id'),
    merchant_id: slot('merchant_id'),
    provider_callback_host: slot('provider_callback_host'),
    target_environment: slot('target_environment'),
    product: slot('product'),
    api_key: slot('api_key'),
    created_at: slot('created_at'),
  }),
)
const setApiKey = hot<MomoTables, { id: string; apiKey: string }>()((db, slot) =>
  db
    .updateTable('momo_api_users')
    .set({ api_key: slot('apiKey') })
    .where('id', '=', slot('id')),
)

/** Only the sandbox provisions API users by API. */
const provisioned = 'sandbox'

/** `POST /v1_0/apiuser`. @throws Refusal 400, 409 */
export async function createApiUser(context: MomoContext, request: HttpRequest): Promise<undefined> {
  noteEnvironment(request, provisioned)
  const id = readReferenceId(request.get('X-Reference-Id'), 'X-Reference-Id')
  const { providerCallbackHost } = readApiUser(
    jsonBody(request, 'apiUser', quirksIn(context.config, provisioned)),
  )
  if (hostnameOf(providerCallbackHost) === undefined) {
    throw badRequest({
      en: `providerCallbackHost is ${shown(providerCallbackHost)}; it must be a host name.`,
      fr: `providerCallbackHost est ${shown(providerCallbackHost)} ; il faut un nom d’hôte.`,
    })
  }
  const product = productOfKey(context, request)
  await context.kernel.transact(async (tx) => {
    if (await tx.first(apiUserById, { id })) {
      throw walletRefusal('RESOURCE_ALREADY_EXIST').explained({
        en: `There is an API user ${id} already. Make a new UUID for each; GET /v1_0/apiuser/${id} shows it.`,
        fr: `Il y a déjà un utilisateur d’API ${id}. Créez un nouvel UUID pour chacun ; GET /v1_0/apiuser/${id} le montre.`,
      })
    }
    const merchant = { id, providerCallbackHost, targetEnvironment: provisioned }
    await insertApiUser(tx, context.wallet, { ...merchant, product, apiKey: null })
  }, request)
}

/** `GET /v1_0/apiuser/{id}`. @throws Refusal 400, 404 */
export async function describeApiUser({ kernel }: MomoContext, request: HttpRequest<{ apiUser: string }>) {
  noteEnvironment(request, provisioned)
  const id = readReferenceId(request.params.apiUser, { en: 'The API user', fr: 'L’utilisateur d’API' })
  const row = await kernel.read((rx) => rx.first(apiUserById, { id }))
  if (!row) throw walletRefusal('RESOURCE_NOT_FOUND').explained(noSuchApiUser(id))
  return { providerCallbackHost: row.provider_callback_host, targetEnvironment: row.target_environment }
}

/** `POST /v1_0/apiuser/{id}/apikey`: a new key replaces the old one. @throws Refusal 400, 404 */
export async function createApiKey(
  { kernel }: MomoContext,
  request: HttpRequest<{ apiUser: string }>,
): Promise<{ apiKey: string }> {
  noteEnvironment(request, provisioned)
  const id = readReferenceId(request.params.apiUser, { en: 'The API user', fr: 'L’utilisateur d’API' })
  return kernel.transact(async (tx) => {
    const apiKey = tx.random.hex(32)
    if ((await tx.change(setApiKey, { id, apiKey })) === 0)
      throw walletRefusal('RESOURCE_NOT_FOUND').explained(noSuchApiUser(id))
    return { apiKey }
  })
}

const noSuchApiUser = (id: string): Told => ({
  en:
    `No API user ${id} in this world. POST /v1_0/apiuser with X-Reference-Id makes one; a reset forgets it. ` +
    'GET /_sim/world shows all.',
  fr:
    `Pas d’utilisateur d’API ${id} dans ce monde. POST /v1_0/apiuser avec X-Reference-Id en crée un ; une réinitialisation ` +
    'l’oublie. GET /_sim/world les montre tous.',
})

/** An API user from the world file. @throws ConflictError, InputError */
export async function seedApiUser(tx: Tx, wallet: Wallet, seed: ApiUserSeed): Promise<void> {
  const id = canonicalUser(seed.id)
  if (hostnameOf(seed.providerCallbackHost) === undefined) {
    throw new InputError(
      `${shown(seed.providerCallbackHost)} is no host name. Use one such as shop.example.`,
      {
        providerCallbackHost: seed.providerCallbackHost,
      },
    )
  }
  if (!wallet.environments.get(seed.targetEnvironment)) {
    throw new InputError(`No environment ${shown(seed.targetEnvironment)} in this world.`, {
      targetEnvironment: seed.targetEnvironment,
    })
  }
  if (await tx.first(apiUserById, { id }))
    throw new ConflictError(`There is an API user ${id} already.`, { id })
  await insertApiUser(tx, wallet, { ...seed, id, product: null, apiKey: seed.apiKey || null })
}

/** All API users, the oldest first. */
export async function listApiUsers(rx: Rx): Promise<ApiUserSeed[]> {
  return (await rx.run(everyApiUser, {})).map((row) => ({
    id: row.id,
    apiKey: row.api_key ?? '',
    providerCallbackHost: row.provider_callback_host,
    targetEnvironment: row.target_environment,
  }))
}

async function insertApiUser(
  tx: Tx,
  wallet: Wallet,
  user: Omit<ApiUserSeed, 'apiKey'> & { apiKey: string | null; product: ApiUserRow['product'] },
): Promise<void> {
  const { targetEnvironment: environment, mayReceive = true, limits } = user
  const name = user.name ?? hostnameOf(user.providerCallbackHost) ?? user.providerCallbackHost
  const merchantId = await wallet.merchants.open(tx, { name, environment, products, mayReceive, limits })
  const row: ApiUserRow = {
    id: user.id,
    merchant_id: merchantId,
    provider_callback_host: user.providerCallbackHost,
    target_environment: user.targetEnvironment,
    product: user.product,
    api_key: user.apiKey,
    created_at: tx.now,
  }
  await tx.change(insertRow, row)
}
