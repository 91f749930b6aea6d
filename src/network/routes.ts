import { Router } from 'express'
import { accountRoutes } from './account-routes.ts'
import { type Api, unreadable } from './sms-http.ts'
import { smsRoutes } from './sms-routes.ts'

/** Africa's Talking's API on the wire: SMS, and what the SDK asks besides. The content host's paths are here too. */
export function networkRoutes(api: Api): Router {
  const router = Router()
  router.use(smsRoutes(api))
  router.use(accountRoutes(api))
  router.use(['/version1', '/auth-token'], unreadable)
  return router
}
