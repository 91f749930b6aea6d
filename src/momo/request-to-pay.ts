import type { Request } from 'express'
import { AmountError, exponentOf, parseAmount, wireAmount } from '../kernel/index.ts'
import type { Environment, NewRequestToPay, RequestToPay } from '../wallet/index.ts'
import { checkCallbackUrl } from './callback-url.ts'
import { authenticate } from './caller.ts'
import type { MomoContext, Product } from './config.ts'
import { jsonBody } from './json-body.ts'
import type { MomoQuirks } from './quirks.ts'
import { type RequestToPayBody, readReferenceId, readRequestToPay, shown } from './schema.ts'
import { insertCallback } from './tables.ts'
import { badRequest, reasonOnTheWire, walletRefusal } from './wording.ts'

/** `POST …/requesttopay`. Nothing of a refused request stays, not even its reference id. @throws Refusal */
export async function createRequestToPay(
  context: MomoContext,
  request: Request,
  product: Product | 'any',
): Promise<void> {
  const { quirks } = context.config
  await context.kernel.transact(async (tx) => {
    const { apiUser, environment } = await authenticate(context, tx, request, product)
    const referenceId = readReferenceId(request.get('X-Reference-Id'), 'X-Reference-Id')
    const header = request.get('X-Callback-Url')
    const callbackUrl =
      header === undefined ? undefined : checkCallbackUrl(header, apiUser.provider_callback_host, quirks)
    const terms = readTerms(jsonBody(request.body, quirks), environment, quirks)
    const merchantId = apiUser.merchant_id
    // Before the wallet is asked, so that a request which settles at once finds its callback.
    if (callbackUrl !== undefined)
      await tx.change(insertCallback, { merchantId, referenceId, url: callbackUrl })
    const { outcome } = await context.wallet.requestToPay(tx, {
      merchantId,
      product: 'collection',
      referenceId,
      environment: apiUser.target_environment,
      ...terms,
    })
    if (outcome === 'duplicate') throw walletRefusal('RESOURCE_ALREADY_EXIST')
  })
}

/** `GET …/requesttopay/{referenceId}`. @throws Refusal 400, 404: another API user's is as unknown as none */
export async function describeRequestToPay(
  context: MomoContext,
  request: Request<{ referenceId: string }>,
  product: Product | 'any',
): Promise<RequestToPayResult> {
  return context.kernel.read(async (rx) => {
    const { apiUser } = await authenticate(context, rx, request, product)
    const referenceId = readReferenceId(request.params.referenceId, 'The reference id')
    const found = await context.wallet.findRequest(rx, { merchantId: apiUser.merchant_id, referenceId })
    if (!found) throw walletRefusal('RESOURCE_NOT_FOUND')
    return requestToPayResult(found, context.config.quirks)
  })
}

/** What the status operation answers and the callback carries. Amounts are decimal strings. */
export interface RequestToPayResult {
  financialTransactionId?: string
  externalId?: string
  amount: string
  currency: string
  payer: { partyIdType: string; partyId: string }
  payerMessage?: string
  payeeNote?: string
  status: string
  reason?: string | { code: string; message: string }
}

/** The fields in the order in which MTN's sandbox sends them (its notebook, 2024-11-10). */
export function requestToPayResult(request: RequestToPay, quirks: MomoQuirks): RequestToPayResult {
  const { financialTransactionId, externalId, payerMessage, payeeNote, reason } = request
  return {
    ...(financialTransactionId !== null && { financialTransactionId }),
    ...(externalId !== null && { externalId }),
    amount: wireAmount(request.amount, request.currency),
    currency: request.currency,
    payer: { partyIdType: request.payer.type, partyId: request.payer.id },
    ...(payerMessage !== null && { payerMessage }),
    ...(payeeNote !== null && { payeeNote }),
    status: request.status,
    ...(reason !== null && { reason: reasonOnTheWire(reason, quirks) }),
  }
}

type Terms = Pick<
  NewRequestToPay,
  'payer' | 'amount' | 'currency' | 'externalId' | 'payerMessage' | 'payeeNote'
>

function readTerms(json: unknown, environment: Environment, quirks: MomoQuirks): Terms {
  if (isOnlyAnEmptyPayer(json)) throw walletRefusal('INTERNAL_PROCESSING_ERROR')
  const body = readRequestToPay(json, quirks['message-limit'])
  checkTexts(body, quirks)
  const { amount, currency, payer, externalId, payerMessage, payeeNote } = body
  if (exponentOf(currency) === undefined || !environment.currencies.includes(currency)) {
    throw walletRefusal('INVALID_CURRENCY')
  }
  return {
    payer: { type: payer.partyIdType, id: payer.partyId },
    amount: readAmount(amount, currency),
    currency,
    externalId: externalId ?? null,
    payerMessage: payerMessage ?? null,
    payeeNote: payeeNote ?? null,
  }
}

function readAmount(text: string, currency: string): number {
  try {
    return parseAmount(text, currency)
  } catch (error) {
    if (error instanceof AmountError) throw badRequest(`amount is ${shown(text)}: ${error.message}`)
    throw error
  }
}

function checkTexts({ externalId, payerMessage, payeeNote }: RequestToPayBody, quirks: MomoQuirks): void {
  for (const [name, text] of Object.entries({ payerMessage, payeeNote })) {
    if (quirks['empty-message'] === 'refuse' && !text) throw walletRefusal('INTERNAL_PROCESSING_ERROR')
    if (quirks['special-characters'] === 'refuse' && /['’&]/.test(text ?? '')) {
      throw badRequest(`${name} is ${shown(text)}; it must have no apostrophe and no ampersand.`)
    }
  }
  if (quirks['external-id-spaces'] === 'refuse' && /\s/.test(externalId ?? '')) {
    throw badRequest(`externalId is ${shown(externalId)}; it must have no spaces.`)
  }
}

/** The sandbox answers 500 to exactly this body, though 400 to `{}` (integration tests of MTN's Java SDK). */
function isOnlyAnEmptyPayer(json: unknown): boolean {
  const only = (value: unknown, count: number): value is Record<string, unknown> =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).length === count
  return only(json, 1) && only(json.payer, 0)
}
