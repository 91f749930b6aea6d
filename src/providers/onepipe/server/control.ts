import type { Kernel } from '../../../kernel/index.ts'
import { periodOf } from '../../../kernel/index.ts'
import { type ControlRoute, controlRoute } from '../../control-route.ts'
import { onePipeStatementsQuery, resendBody } from '../terms/index.ts'
import type { OnePipe } from './onepipe.ts'
import { statementsCsv } from './statement.ts'

/** `/_sim/onepipe`: actions that OnePipe's own API does not have. */
export function onePipeControl(kernel: Kernel, onepipe: OnePipe): ControlRoute[] {
  return [
    controlRoute({
      operation: 'resendOtp',
      describe: async () => (await import('./control-openapi.ts')).resendOtp,
      method: 'POST',
      path: '/onepipe/{ref}/resend',
      body: resendBody,
      async answer({ params, body: { app } }) {
        const { expiresAt, ...resent } = await onepipe.resend(params.ref ?? '', app)
        return { json: { ...resent, expiresAt: new Date(expiresAt).toISOString() } }
      },
    }),
    controlRoute({
      operation: 'listOnePipeStatements',
      describe: async () => (await import('./control-openapi.ts')).statements,
      method: 'GET',
      path: '/onepipe/statements',
      query: onePipeStatementsQuery,
      async answer({ query: { app, format, ...period }, prefersCsv }) {
        const asked = { app, ...periodOf(period) }
        const statements = await kernel.read((rx) => onepipe.statements(rx, asked))
        const asCsv = format === undefined ? prefersCsv : format === 'csv'
        if (!asCsv) return { json: statements }
        return { csv: await statementsCsv(statements), file: 'onepipe-statements.csv' }
      },
    }),
  ]
}
