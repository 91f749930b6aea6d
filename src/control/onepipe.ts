import type { Request, Response, Router } from 'express'
import { z } from 'zod'
import { InputError, type Kernel } from '../kernel/index.ts'
import { type OnePipe, statementsCsv } from '../onepipe/index.ts'
import { instantMilliseconds, parse } from './schema.ts'

const resendBody = z.strictObject({ app: z.string().min(1).optional() }).default({})
const moment = z
  .string()
  .optional()
  .transform((text) => text || undefined)
const statementsQuery = z.strictObject({
  app: z
    .string()
    .optional()
    .transform((app) => app || undefined),
  from: moment,
  to: moment,
  format: z.enum(['json', 'csv']).optional(),
})

/** `/onepipe`: what an app cannot ask OnePipe itself. */
export function onePipeRoutes(
  routes: Router,
  { kernel, onepipe }: { kernel: Kernel; onepipe: OnePipe },
): void {
  routes.post('/onepipe/:ref/resend', async (request: Request, response: Response) => {
    const { app } = parse(resendBody, request.body, 'body')
    const { expiresAt, ...resent } = await onepipe.resend(String(request.params.ref), app)
    response.json({ ...resent, expiresAt: new Date(expiresAt).toISOString() })
  })
  routes.get('/onepipe/statements', async (request: Request, response: Response) => {
    const { app, format, ...query } = parse(statementsQuery, request.query, 'query')
    const [from, to] = [query.from, query.to].map((text) => (text === undefined ? undefined : momentOf(text)))
    if (from !== undefined && to !== undefined && from >= to) {
      throw new InputError(`The period has no time in it: from ${query.from} is not before to ${query.to}.`)
    }
    const statements = await kernel.read((rx) => onepipe.statements(rx, { app, from, to }))
    const wanted = format ?? request.accepts(['json', 'csv'])
    if (wanted !== 'csv') {
      response.json(statements)
      return
    }
    response.attachment('onepipe-statements.csv').type('text/csv; charset=utf-8; header=present')
    response.send(statementsCsv(statements))
  })
}

/** A time, or a day such as `2026-01-05`, which begins at midnight UTC. */
function momentOf(text: string): number {
  return instantMilliseconds(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text)
}
