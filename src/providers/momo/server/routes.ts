import { type Api, explain, type HttpAnswer, type HttpRequest } from '../../../kernel/index.ts'
import { environmentOfToken, mintToken, momoTokens } from './access-token.ts'
import { accountBalance, accountHolderActive } from './account.ts'
import { answerOf, WithStatus } from './answer.ts'
import { createApiKey, createApiUser, describeApiUser } from './api-user.ts'
import { cashTransfers } from './cash-transfer.ts'
import { type MomoContext, type Product, quirksIn } from './config.ts'
import { authorize } from './consent/authorize.ts'
import { consentTokens } from './consent/token.ts'
import { userInfoByConsent } from './consent/user-info.ts'
import { notifyPayer } from './delivery-notification.ts'
import { deposits } from './deposit.ts'
import { absent, checkRequestLine, checkSubscriptionKey, failed, isOurs } from './gateway.ts'
import { cancelInvoice, invoices } from './invoice.ts'
import { coercedIn } from './json-body.ts'
import { merchantAsking } from './merchant-asking.ts'
import { checkUserAgent } from './new-platform.ts'
import { type Endpoint, type Operation, type OperationName, operationList } from './operations.ts'
import { describeOrder, type OrderKind, placeOrder } from './order.ts'
import { payments } from './payment.ts'
import { cancelPreApproval, listPreApprovals, preApprovals } from './pre-approval.ts'
import { refunds } from './refund.ts'
import { environmentOf } from './request-environment.ts'
import { requestsToPay } from './request-to-pay.ts'
import { transfers } from './transfer.ts'
import { basicUserInfo } from './user-info.ts'
import { withdrawals } from './withdrawal.ts'
import { noStore, noSuchRoute, outage, tokenRedirect } from './wording.ts'

/** Performs an operation and returns the body of success; undefined: an empty body. */
type Handler = (
  context: MomoContext,
  // Each handler names the parameters of its own path.
  request: HttpRequest<never>,
  product: Product | 'any',
  endpoint: Endpoint,
) => Promise<object | undefined>

const placing =
  (kind: OrderKind): Handler =>
  (context, request, _, endpoint) =>
    placeOrder(context, request, endpoint, kind)
const describing =
  (kind: OrderKind) =>
  (context: MomoContext, request: HttpRequest<{ referenceId: string }>, product: Product | 'any') =>
    describeOrder(context, request, product, kind)

const handlers: Record<OperationName, Handler> = {
  createRequestToPay: placing(requestsToPay),
  getRequestToPay: describing(requestsToPay),
  createRequestToWithdraw: placing(withdrawals),
  getRequestToWithdraw: describing(withdrawals),
  createInvoice: placing(invoices),
  getInvoice: describing(invoices),
  cancelInvoice,
  createTransfer: placing(transfers),
  getTransfer: describing(transfers),
  createDeposit: placing(deposits),
  getDeposit: describing(deposits),
  createRefund: placing(refunds),
  getRefund: describing(refunds),
  createCashTransfer: placing(cashTransfers),
  getCashTransfer: describing(cashTransfers),
  createPayment: placing(payments),
  getPayment: describing(payments),
  createPreApproval: placing(preApprovals),
  getPreApproval: describing(preApprovals),
  listPreApprovals,
  cancelPreApproval,
  notifyPayer,
  getBalance: accountBalance,
  getBalanceInCurrency: accountBalance,
  isActive: accountHolderActive,
  getBasicUserInfo: basicUserInfo,
  getRemittanceUserInfo: basicUserInfo,
  // A token is for one product; the routes of 2018 have no token operation.
  createToken: (context, request, product) => mintToken(context, request, product as Product),
  authorizeConsent: authorize,
  createConsentToken: (context, request, product) => consentTokens(context, request, product as Product),
  getUserInfoByConsent: userInfoByConsent,
  createApiUser,
  getApiUser: describeApiUser,
  createApiKey,
}

interface Served {
  name: OperationName
  operation: Operation
  endpoint: Endpoint
}

/** MTN's operations. */
export function momoApi(context: MomoContext): Api {
  return {
    name: 'momo',
    routes: operationList.flatMap(([name, operation]) =>
      operation.at.map((endpoint) => ({
        operation: name,
        title: operation.summary,
        method: operation.method,
        path: endpoint.path,
        ...(operation.once && { once: true }),
        answer: (request) => perform(context, { name, operation, endpoint }, request),
        describe: async () => (await import('./openapi.ts')).describeRoute(name, operation, endpoint),
      })),
    ),
    owns: isOurs,
    askedBy: (request) => merchantAsking(context, request),
    referenceIn: (asked, { referenceId }) => referenceId ?? asked.get('X-Reference-Id'),
    check(request) {
      checkRequestLine(request)
      checkUserAgent(context.config, request, environmentOf(request))
    },
    notFound(request) {
      throw absent(request)
    },
    failed: (error, request) => failed(context, error, request),
    describe: async () => (await import('./openapi.ts')).describeApi(),
    outage(status) {
      const { origin, body, headers } = outage(status, context.kernel.random.uuid())
      return answerOf(origin, status, body, headers)
    },
    tokens: momoTokens(context.kernel),
  }
}

async function perform(
  context: MomoContext,
  { name, operation, endpoint }: Served,
  request: HttpRequest,
): Promise<HttpAnswer> {
  const { product } = endpoint
  const isToken = name === 'createToken'
  if (isToken) await checkSlashOfToken(context, request, 'required')
  await checkSubscriptionKey(context, request, product)
  if (isToken) await checkSlashOfToken(context, request, 'redirect')
  // An operation without a body ignores it: clients send forms, JSON or nothing.
  if (operation.body !== null) request.requireBody()
  const done = await handlers[name](context, request as HttpRequest<never>, product, endpoint)
  const { status, body } = done instanceof WithStatus ? done : { status: operation.success, body: done }
  const coerced = coercedIn(request)
  if (coerced) {
    const line = { method: request.method, path: request.path, coerced }
    context.kernel.logger.warn(line, 'a MoMo body has other JSON types than MTN documents')
    const fields = coerced.join(', ')
    explain(request, {
      en: `Not of the JSON type that MTN documents: ${fields}. They were read as a Java deserialiser reads them.`,
      fr: `Pas du type JSON que MTN documente : ${fields}. La lecture en a été celle d’un désérialiseur Java.`,
    })
  }
  return answerOf('wallet', status, body, isToken || name === 'createConsentToken' ? noStore : {})
}

/**
 * The token path without its slash. `required`: the gateway has no such route, and answers so before it checks the key.
 * `redirect`: the gateway passes it on, and the wallet behind it redirects.
 */
async function checkSlashOfToken(
  context: MomoContext,
  request: HttpRequest,
  refused: 'required' | 'redirect',
): Promise<void> {
  if (request.path.endsWith('/')) return
  const environment = await environmentOfToken(context, request)
  if (quirksIn(context.config, environment)['token-slash'] !== refused) return
  if (refused === 'redirect') throw tokenRedirect()
  throw noSuchRoute().explained({
    en: 'The quirk token-slash: required wants the slash at the end of the path.',
    fr: 'La particularité token-slash: required veut la barre oblique à la fin du chemin.',
  })
}
