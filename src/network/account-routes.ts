import { Router } from 'express'
import { formFields, readText } from '../kernel/index.ts'
import { newAuthToken, tokenSeconds } from './auth-token.ts'
import { recipientMsisdn } from './msisdn.ts'
import { authTokenRequest, subscriptionForm } from './schema.ts'
import { balanceText } from './sms-account.ts'
import {
  type Api,
  answer,
  authenticate,
  bodyLimit,
  isOfType,
  lastReceivedId,
  otherMethods,
  parameter,
  plain,
  sendJson,
} from './sms-http.ts'
import { smsWording, smsXml } from './sms-wording.ts'
import { createSubscription, deleteSubscription, fetchSubscriptions } from './subscriptions.ts'

/** The other routes of the SDK: the balance, a token that replaces the key, premium subscriptions. */
export function accountRoutes(api: Api): Router {
  const router = Router()
  userRoutes(router, api)
  subscriptionRoutes(router, api)
  return router
}

function userRoutes(router: Router, api: Api): void {
  const { kernel, config } = api
  router.get('/version1/user', async (request, response) => {
    const account = await authenticate(request, response, { api, username: parameter(request, 'username') })
    if (!account) return
    const balance = await kernel.read((rx) => balanceText(rx, config, account.username))
    answer(request, response, {
      status: 200,
      json: { UserData: { balance } },
      xml: () => smsXml.user(balance),
    })
  })
  router.all('/version1/user', otherMethods('GET'))
  router.post('/auth-token/generate', async (request, response) => {
    if (!isOfType(request, response, 'application/json')) return
    const username = usernameOf(await readText(request, bodyLimit))
    if (!(await authenticate(request, response, { api, username }))) return
    const token = newAuthToken(kernel, username, (await kernel.clock()).now)
    // 201, because the Ruby SDK accepts nothing else. JSON even if the client asks for XML: the Node SDK reads only JSON here.
    sendJson(response, 201, { token, lifetimeInSeconds: tokenSeconds })
  })
  router.all('/auth-token/generate', otherMethods('POST'))
}

/** Only what the SDK calls: create and delete, both answered 201, and a list (developers.africastalking.com/docs/sms). */
function subscriptionRoutes(router: Router, api: Api): void {
  const { kernel } = api
  const path = '/version1/subscription'
  router.get(path, async (request, response) => {
    if (!(await authenticate(request, response, { api, username: parameter(request, 'username') }))) return
    const after = lastReceivedId(request, response)
    if (after === undefined) return
    const [shortCode, keyword] = [parameter(request, 'shortCode'), parameter(request, 'keyword')]
    const missing = shortCode === '' ? 'shortCode' : 'keyword'
    if (shortCode === '' || keyword === '') {
      return plain(response, 400, smsWording.missingParameter(missing))
    }
    const found = await kernel.read((rx) => fetchSubscriptions(rx, { after, shortCode, keyword }))
    answer(request, response, {
      status: 200,
      json: { responses: found },
      xml: () => smsXml.subscriptions(found),
    })
  })
  router.all(path, otherMethods('GET'))
  for (const [verb, work] of [
    ['create', createSubscription],
    ['delete', deleteSubscription],
  ] as const) {
    router.post(`${path}/${verb}`, async (request, response) => {
      if (!isOfType(request, response, 'application/x-www-form-urlencoded')) return
      const form = subscriptionForm.parse(formFields(await readText(request, bodyLimit)))
      if (!(await authenticate(request, response, { api, username: form.username }))) return
      const { shortCode, keyword, phoneNumber } = form
      const missing = (['shortCode', 'keyword', 'phoneNumber'] as const).find((name) => form[name] === '')
      if (missing) return plain(response, 400, smsWording.missingField(missing))
      const msisdn = recipientMsisdn(phoneNumber)
      const done =
        msisdn !== undefined && (await kernel.transact((tx) => work(tx, { shortCode, keyword, msisdn })))
      const json = done ? smsWording.subscribed : smsWording.notSubscribed
      answer(request, response, { status: 201, json, xml: () => smsXml.status(json) })
    })
    router.all(`${path}/${verb}`, otherMethods('POST'))
  }
}

function usernameOf(text: string): string {
  try {
    return authTokenRequest.safeParse(JSON.parse(text)).data?.username ?? ''
  } catch {
    return ''
  }
}
