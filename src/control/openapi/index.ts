import { z } from 'zod'
import {
  type ApiDescription,
  type Content,
  type DescribedApi,
  PayersimError,
  type RouteDescription,
} from '../../kernel/index.ts'
import type { ControlDescription, ControlRoute, OpenProvider } from '../../providers/index.ts'
import { type ProblemName, problems, problemType } from '../../terms/sim/problems.ts'
import { callbacks } from './callbacks.ts'
import { calls } from './calls.ts'
import { clock } from './clock.ts'
import { faults } from './faults.ts'
import { holds } from './holds.ts'
import { ledger } from './ledger.ts'
import { machines } from './machines.ts'
import { mailboxes } from './mailboxes.ts'
import { network } from './network.ts'
import { payments } from './payments.ts'
import { phones } from './phones.ts'
import { prompts } from './prompts.ts'
import { recordings } from './recordings.ts'
import { nameSchemas } from './schemas.ts'
import { sections } from './sections.ts'
import { sms } from './sms.ts'
import { snapshots } from './snapshots.ts'
import { timeline } from './timeline.ts'
import { describeWorld, worldWith } from './world.ts'
import { worlds } from './worlds.ts'

/** What documents say of the routes of this room that have one shape in all simulators, by the names of their operations. */
const own: Readonly<Record<string, ControlDescription>> = {
  ...phones,
  ...sms,
  ...prompts,
  ...mailboxes,
  ...clock,
  ...network,
  ...faults,
  ...holds,
  ...calls,
  ...snapshots,
  ...timeline,
  ...payments,
  ...callbacks,
  ...ledger,
  ...recordings,
  ...machines,
  ...worlds,
}

/**
 * The control routes as documents have them. One without a name, such as that of a provider from outside, is left out.
 *
 * @param open whoever calls, without the admin token
 */
export async function controlApi(
  open: readonly ControlRoute[],
  guarded: readonly ControlRoute[],
  providers: readonly OpenProvider[],
): Promise<DescribedApi> {
  const views = await Promise.all(
    providers.map(async ({ api, describeView }) => [api.name, await describeView?.()] as const),
  )
  const seen = worldWith(views)
  const described: typeof own = { ...own, ...describeWorld(seen) }
  const named = await Promise.all(
    [...guarded, ...open].map(async (route) => {
      const { operation, method } = route
      if (operation === undefined) return []
      const said = (await route.describe?.()) ?? described[operation]
      if (!said) throw new Undescribed(operation)
      return [{ operation, method, path: `/_sim${route.path}`, route, open: open.includes(route), said }]
    }),
  )
  const routes = named.flat()
  return {
    name: 'sim',
    routes: routes.map(({ operation, method, path, ...described }) => ({
      operation,
      method,
      path,
      describe: () => describeRoute(path, described),
    })),
    describe: () => describeApi(seen, new Set(routes.map(({ said }) => said.section))),
  }
}

class Undescribed extends PayersimError {
  override readonly name = 'Undescribed' as const
  constructor(operation: string) {
    super(
      `Nothing describes the control route ${operation}. Give it a describe, or a name in control/openapi.`,
      {
        operation,
      },
    )
  }
}

function describeApi(World: z.ZodType, used: ReadonlySet<string>): ApiDescription {
  nameSchemas({ World })
  const others = [...used].filter((name) => !sections.some((one) => one.name === name))
  return {
    sections: [...sections.filter(({ name }) => used.has(name)), ...others.map((name) => ({ name }))],
    securitySchemes: {
      adminToken: {
        type: 'http',
        scheme: 'bearer',
        description:
          'The admin token of `payersim serve --admin-token`. Requests that come from this machine need none, but behind a proxy.',
      },
    },
  }
}

function describeRoute(
  path: string,
  { route, open, said }: { route: ControlRoute; open: boolean; said: ControlDescription },
): RouteDescription {
  const { answers, problems: ownProblems = [], inMemory, params, body = route.body, example, ...rest } = said
  const names: ProblemName[] = [...ownProblems]
  if (route.query || route.body) names.push('bad-input')
  if (path.includes('{')) names.push('bad-http')
  if (body) names.push('bad-json', 'body-too-large', 'unsupported-encoding')
  if (!open) names.push('not-local', 'token-needed')
  names.push('internal-error')
  if (!inMemory) names.push('data-file-unusable')
  if (!inMemory && route.method !== 'GET') names.push('disk-full')
  return {
    ...rest,
    params: { ...usualParams, ...params },
    security: open ? [[]] : [[], ['adminToken']],
    ...(route.query && { query: route.query as z.ZodObject }),
    ...(body && { body, example: example ?? {}, bodyIsOptional: body.safeParse({}).success }),
    ...withProblems(answers, names),
  }
}

const usualParams: Readonly<Record<string, z.ZodType>> = {
  msisdn: z.string().meta({
    description: 'A phone number: `+`, the calling code and the rest; the `+` may be left out',
    examples: ['+46733000001'],
  }),
}

function withProblems(
  answers: ControlDescription['answers'],
  names: readonly ProblemName[],
): Pick<RouteDescription, 'responses' | 'meanings'> {
  const responses: Record<number, Content | null> = { ...answers }
  const meanings: Record<number, string> = {}
  const byStatus = new Map<number, ProblemName[]>()
  for (const name of names) {
    const { status } = problems[name]
    byStatus.set(status, [...(byStatus.get(status) ?? []), name])
  }
  for (const [status, own] of [...byStatus].sort(([one], [other]) => one - other)) {
    const answer = answers[status]
    const besides = answer instanceof z.ZodType ? { 'application/json': answer } : answer
    responses[status] = { ...besides, 'application/problem+json': problemAmong(own) }
    meanings[status] = own
      .map((name) => `[\`${name}\`](${problemType(name)}): ${problems[name].title}`)
      .map((line) => (own.length === 1 && !besides ? line : `- ${line}`))
      .join('\n')
  }
  return { responses, meanings }
}

/** Problem details of one of these kinds, which have one status. */
function problemAmong([first, ...rest]: readonly ProblemName[]): z.ZodType {
  const names = [first as ProblemName, ...rest]
  const { status, title, happened } = problems[first as ProblemName]
  const example = { type: problemType(first as ProblemName), title, status, detail: happened }
  return z
    .looseObject({
      type: z.enum(names.map(problemType)),
      title: z.enum(names.map((name) => problems[name].title)),
      status: z.literal(status),
      detail: z.string().meta({ description: 'What happened, with which value, and what to do next' }),
    })
    .meta({ examples: [example] })
}
