import type { HttpAnswer, HttpRequest } from '../kernel/index.ts'
import { newAuthToken, tokenSeconds } from './auth-token.ts'
import { recipientMsisdn } from './msisdn.ts'
import { type OperationName, operations } from './operations.ts'
import { balanceText } from './sms-account.ts'
import {
  type ApiContext,
  answer,
  authenticate,
  checkRequired,
  formOf,
  type Handler,
  jsonAnswer,
  jsonOf,
  parameter,
  queryOf,
} from './sms-http.ts'
import { smsWording, smsXml } from './sms-wording.ts'
import { createSubscription, deleteSubscription, fetchSubscriptions } from './subscriptions.ts'

/** The other operations of the SDK: the balance, a token that replaces the key, premium subscriptions. */
export const accountHandlers = {
  async getAccount(context, request) {
    const { username } = await authenticate(context, request, parameter(request, 'username'))
    const balance = await context.kernel.read((rx) => balanceText(rx, context.config, username))
    const json = { UserData: { balance } }
    return answer(request, { status: 200, json, xml: () => smsXml.user(balance) })
  },

  async createAuthToken(context, request) {
    const { kernel } = context
    const username = jsonOf(operations.createAuthToken, request)?.username ?? ''
    await authenticate(context, request, username)
    const token = newAuthToken(kernel, username, (await kernel.clock()).now)
    // 201, because the Ruby SDK accepts nothing else. JSON even if the client asks for XML: the Node SDK reads only JSON here.
    return jsonAnswer(201, { token, lifetimeInSeconds: tokenSeconds })
  },

  async listSubscriptions(context, request) {
    await authenticate(context, request, parameter(request, 'username'))
    const { lastReceivedId: after, shortCode, keyword } = queryOf(operations.listSubscriptions, request)
    const found = await context.kernel.read((rx) => fetchSubscriptions(rx, { after, shortCode, keyword }))
    const json = { responses: found }
    return answer(request, { status: 200, json, xml: () => smsXml.subscriptions(found) })
  },

  createSubscription: (context, request) =>
    changeSubscription(context, request, {
      operation: operations.createSubscription,
      change: createSubscription,
    }),
  deleteSubscription: (context, request) =>
    changeSubscription(context, request, {
      operation: operations.deleteSubscription,
      change: deleteSubscription,
    }),
} satisfies Partial<Record<OperationName, Handler>>

async function changeSubscription(
  context: ApiContext,
  request: HttpRequest,
  {
    operation,
    change,
  }: {
    operation: (typeof operations)['createSubscription' | 'deleteSubscription']
    change: typeof createSubscription | typeof deleteSubscription
  },
): Promise<HttpAnswer> {
  const form = formOf(operation, request)
  await authenticate(context, request, form.username)
  checkRequired(operation, form)
  const { shortCode, keyword, phoneNumber } = form
  const msisdn = recipientMsisdn(phoneNumber)
  request.phone = msisdn
  const done =
    msisdn !== undefined &&
    (await context.kernel.transact((tx) => change(tx, { shortCode, keyword, msisdn }), request))
  const json = done ? smsWording.subscribed : smsWording.notSubscribed
  return answer(request, { status: 201, json, xml: () => smsXml.status(json) })
}
