import type { Request, Response, Router } from 'express'
import { z } from 'zod'
import type { OnePipe } from '../onepipe/index.ts'
import { parse } from './schema.ts'

const resendBody = z.strictObject({ app: z.string().min(1).optional() }).default({})

/** `POST /onepipe/{transactionRef}/resend`: a new OTP, which no vendor's API has a way to ask for. */
export function onePipeRoutes(routes: Router, onepipe: OnePipe): void {
  routes.post('/onepipe/:ref/resend', async (request: Request, response: Response) => {
    const { app } = parse(resendBody, request.body, 'body')
    const { expiresAt, ...resent } = await onepipe.resend(String(request.params.ref), app)
    response.json({ ...resent, expiresAt: new Date(expiresAt).toISOString() })
  })
}
