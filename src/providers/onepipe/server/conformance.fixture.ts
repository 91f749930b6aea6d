import { z } from 'zod'
import { ownProvider } from '../world.ts'
import { operationList } from './operations.ts'

const itemOfOthers = z.looseObject({ code: z.string(), message: z.string() })
/** What the gateway passes on of a provider that is not ours. */
const passedOn = z.looseObject({
  status: z.enum(['Successful', 'Failed', 'WaitingForOTP', 'PendingValidation']),
  message: z.string().nullable(),
  data: z.looseObject({
    provider_response_code: z.string().nullable(),
    provider: z.string(),
    errors: z.array(itemOfOthers).nullable(),
    error: itemOfOthers.nullable(),
    provider_response: z.looseObject({}).nullable(),
  }),
})

/**
 * How an answer differs from the schema of its operation and HTTP status, or how a request that was not refused differs
 * from the schema of its body; undefined where both fit.
 *
 * @param path in any spelling
 */
export function misfit(
  path: string,
  asked: string,
  { status, text }: { status: number; text: string },
  { providerUrl }: { providerUrl: string },
): string | undefined {
  const normal = path.replace(/\/$/, '').toLowerCase()
  const [name, operation] = operationList.find(([, one]) => one.path === normal) ?? []
  const said = `${name ?? path} answers HTTP ${status} ${text}`
  const schema = operation?.responses[status]
  if (!schema) return said
  const json = JSON.parse(text) as { status?: unknown }
  const others = operation.access === 'app' && providerUrl !== ownProvider
  const { error } = (others ? schema.or(passedOn) : schema).safeParse(json)
  if (error) return `${said}: ${z.prettifyError(error)}`
  if (json.status === 'Failed') return undefined
  const body = operation.body.safeParse(JSON.parse(asked))
  return body.error && `${name} accepts ${asked}: ${z.prettifyError(body.error)}`
}
