import type { RequestHandler } from 'express'
import { routesUnder } from '../kernel/index.ts'
import { accountRoutes } from './account-routes.ts'
import { type Api, requestErrors } from './sms-http.ts'
import { smsRoutes } from './sms-routes.ts'

/** Africa's Talking's API: SMS and the other routes of the SDK, with those of the host `content`. */
export function networkRoutes(api: Api): RequestHandler {
  return routesUnder(['version1', 'auth-token'], (routes) => {
    routes.use(smsRoutes(api))
    routes.use(accountRoutes(api))
    routes.use(requestErrors)
  })
}
