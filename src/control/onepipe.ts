import type { Request, Response, Router } from 'express'
import { z } from 'zod'
import type { Kernel } from '../kernel/index.ts'
import { type OnePipe, statementsCsv } from '../onepipe/index.ts'
import { parse } from './schema.ts'
import { periodOf, sendStatement, statementFields } from './statement-request.ts'

const resendBody = z.strictObject({ app: z.string().min(1).optional() }).default({})
const statementsQuery = z.strictObject({
  app: z
    .string()
    .optional()
    .transform((app) => app || undefined),
  ...statementFields,
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
    const statements = await kernel.read((rx) => onepipe.statements(rx, { app, ...periodOf(query) }))
    await sendStatement(request, response, {
      format,
      file: 'onepipe-statements.csv',
      json: () => statements,
      csv: () => statementsCsv(statements),
    })
  })
}
