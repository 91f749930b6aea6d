import { formFields, type HttpAnswer, type HttpRequest, type Route } from '../kernel/index.ts'
import { newAuthToken, tokenSeconds } from './auth-token.ts'
import { recipientMsisdn } from './msisdn.ts'
import { authTokenRequest, subscriptionForm } from './schema.ts'
import { balanceText } from './sms-account.ts'
import {
  type ApiContext,
  answer,
  authenticate,
  bodyLimit,
  jsonAnswer,
  lastReceivedId,
  parameter,
  plain,
  textOf,
} from './sms-http.ts'
import { smsWording, smsXml } from './sms-wording.ts'
import { createSubscription, deleteSubscription, fetchSubscriptions } from './subscriptions.ts'

/**
 * The other routes of the SDK: the balance, a token that replaces the key, premium subscriptions. Of these only what the
 * SDK calls: create and delete, both answered 201, and a list (developers.africastalking.com/docs/sms).
 */
export function accountRoutes(context: ApiContext): Route[] {
  const limit = bodyLimit
  const subscription = '/version1/subscription'
  return [
    {
      operation: 'getAccount',
      method: 'GET',
      path: '/version1/user',
      answer: (request) => user(context, request),
    },
    {
      operation: 'createAuthToken',
      method: 'POST',
      path: '/auth-token/generate',
      limit,
      answer: (request) => authToken(context, request),
    },
    {
      operation: 'listSubscriptions',
      method: 'GET',
      path: subscription,
      answer: (request) => listSubscriptions(context, request),
    },
    {
      operation: 'createSubscription',
      method: 'POST',
      path: `${subscription}/create`,
      limit,
      answer: (request) => changeSubscription(context, request, createSubscription),
    },
    {
      operation: 'deleteSubscription',
      method: 'POST',
      path: `${subscription}/delete`,
      limit,
      answer: (request) => changeSubscription(context, request, deleteSubscription),
    },
  ]
}

async function user(context: ApiContext, request: HttpRequest): Promise<HttpAnswer> {
  const { username } = await authenticate(context, request, parameter(request, 'username'))
  const balance = await context.kernel.read((rx) => balanceText(rx, context.config, username))
  const json = { UserData: { balance } }
  return answer(request, { status: 200, json, xml: () => smsXml.user(balance) })
}

async function authToken(context: ApiContext, request: HttpRequest): Promise<HttpAnswer> {
  const { kernel } = context
  const username = usernameOf(textOf(request, 'application/json'))
  await authenticate(context, request, username)
  const token = newAuthToken(kernel, username, (await kernel.clock()).now)
  // 201, because the Ruby SDK accepts nothing else. JSON even if the client asks for XML: the Node SDK reads only JSON here.
  return jsonAnswer(201, { token, lifetimeInSeconds: tokenSeconds })
}

async function listSubscriptions(context: ApiContext, request: HttpRequest): Promise<HttpAnswer> {
  await authenticate(context, request, parameter(request, 'username'))
  const after = lastReceivedId(request)
  const [shortCode, keyword] = [parameter(request, 'shortCode'), parameter(request, 'keyword')]
  const missing = shortCode === '' ? 'shortCode' : 'keyword'
  if (shortCode === '' || keyword === '') return plain(400, smsWording.missingParameter(missing))
  const found = await context.kernel.read((rx) => fetchSubscriptions(rx, { after, shortCode, keyword }))
  const json = { responses: found }
  return answer(request, { status: 200, json, xml: () => smsXml.subscriptions(found) })
}

async function changeSubscription(
  context: ApiContext,
  request: HttpRequest,
  change: typeof createSubscription | typeof deleteSubscription,
): Promise<HttpAnswer> {
  const form = subscriptionForm.parse(formFields(textOf(request, 'application/x-www-form-urlencoded')))
  await authenticate(context, request, form.username)
  const { shortCode, keyword, phoneNumber } = form
  const missing = (['shortCode', 'keyword', 'phoneNumber'] as const).find((name) => form[name] === '')
  if (missing) return plain(400, smsWording.missingField(missing))
  const msisdn = recipientMsisdn(phoneNumber)
  const done =
    msisdn !== undefined &&
    (await context.kernel.transact((tx) => change(tx, { shortCode, keyword, msisdn })))
  const json = done ? smsWording.subscribed : smsWording.notSubscribed
  return answer(request, { status: 201, json, xml: () => smsXml.status(json) })
}

function usernameOf(text: string): string {
  try {
    return authTokenRequest.safeParse(JSON.parse(text)).data?.username ?? ''
  } catch {
    return ''
  }
}
