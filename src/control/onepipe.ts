import type { Request, Response, Router } from 'express'
import type { Kernel } from '../kernel/index.ts'
import { type OnePipe, statementsCsv } from '../providers/onepipe/server/index.ts'
import {
  type OnePipeStatement,
  onePipeStatementsQuery,
  type Resent,
  resendBody,
} from '../terms/sim/onepipe.ts'
import { parse } from './schema.ts'
import { periodOf, sendStatement } from './statement-request.ts'

/** `/onepipe`: actions that OnePipe's own API does not have. */
export function onePipeRoutes(
  routes: Router,
  { kernel, onepipe }: { kernel: Kernel; onepipe: OnePipe },
): void {
  routes.post('/onepipe/:ref/resend', async (request: Request, response: Response<Resent>) => {
    const { app } = parse(resendBody, request.body, 'body')
    const { expiresAt, ...resent } = await onepipe.resend(String(request.params.ref), app)
    response.json({ ...resent, expiresAt: new Date(expiresAt).toISOString() })
  })
  routes.get('/onepipe/statements', async (request: Request, response: Response) => {
    const { app, format, ...query } = parse(onePipeStatementsQuery, request.query, 'query')
    const statements = await kernel.read((rx) => onepipe.statements(rx, { app, ...periodOf(query) }))
    await sendStatement(request, response, {
      format,
      file: 'onepipe-statements.csv',
      json: (): OnePipeStatement[] => statements,
      csv: () => statementsCsv(statements),
    })
  })
}
