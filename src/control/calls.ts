import {
  type Asked,
  askerOf,
  type ExchangeLog,
  type HttpExchange,
  type NamedOperation,
} from '../kernel/index.ts'
import { type ControlRoute, controlRoute } from '../providers/index.ts'
import {
  type ApiCall,
  type ApiCalls,
  type CallsCheck,
  callsCheckQuery,
  callsQuery,
  expectedCalls,
} from '../terms/sim/call.ts'
import { json } from './answers.ts'
import { type Checked, checkCalls, operationsIn } from './calls-check.ts'
import { operationsNamed } from './operations-named.ts'

interface Parts {
  exchanges: ExchangeLog
  operations: () => NamedOperation[]
  /** The caller's own id of what a request is about. */
  referenceIn: (asked: Asked) => string | undefined
}

/** `/calls`: which operations of the vendors' APIs were called, and whether that is as expected. */
export function callRoutes(parts: Parts): ControlRoute[] {
  const { exchanges, operations } = parts
  const list = (names: ReadonlySet<string>) => exchanges.calls(names).map((one) => view(one, parts))
  return [
    controlRoute({
      operation: 'listCalls',
      method: 'GET',
      path: '/calls',
      query: callsQuery,
      answer({ query: { operation, reference, by } }) {
        const known = operations()
        const wanted = operation === undefined ? known : operationsNamed(operation, known, 'operation')
        const calls = list(new Set(wanted.map(({ name }) => name))).filter(
          (call) =>
            (reference === undefined || call.reference === reference) && (by === undefined || call.by === by),
        )
        return json<ApiCalls>({ calls, dropped: exchanges.dropped })
      },
    }),
    controlRoute({
      operation: 'checkCalls',
      method: 'POST',
      path: '/calls/check',
      query: callsCheckQuery,
      body: expectedCalls,
      async answer({ body, query: { waitMs }, gone }) {
        const known = operations()
        const meant = operationsIn(body, (name, where) =>
          operationsNamed(name, known, where).map((one) => one.name),
        )
        const check = () => checkCalls(body, list(meant.all), { meant, dropped: exchanges.dropped })
        const { mayComeTrue: _, ...checked } = await comeTrue(exchanges, check, waitMs, gone())
        return json<CallsCheck>(checked)
      },
    }),
  ]
}

/** The check as soon as it holds or never will, or when the time is over. */
async function comeTrue(
  exchanges: ExchangeLog,
  check: () => Checked,
  waitMs: number,
  gone: AbortSignal,
): Promise<Checked> {
  const end = performance.now() + waitMs
  for (;;) {
    let wake = () => {}
    const woken = new Promise<void>((resolve) => {
      wake = resolve
    })
    const stop = exchanges.onChange(wake)
    const checked = check()
    const left = end - performance.now()
    const timer = setTimeout(wake, Math.max(0, left))
    gone.addEventListener('abort', wake)
    try {
      if (checked.holds || !checked.mayComeTrue || left <= 0 || gone.aborted) return checked
      await woken
    } finally {
      stop()
      clearTimeout(timer)
      gone.removeEventListener('abort', wake)
    }
  }
}

function view(exchange: HttpExchange, { exchanges, referenceIn }: Parts): ApiCall {
  const { seq, at, operation = '', method, url, headers, body, answer, trace } = exchange
  const get = (name: string) => {
    const wanted = name.toLowerCase()
    return headers.find(([each]) => each.toLowerCase() === wanted)?.[1]
  }
  return {
    id: `http-${exchanges.id}-${seq}`,
    at: new Date(at).toISOString(),
    operation,
    method,
    path: url,
    status: answer?.status ?? null,
    reference: referenceIn({ method, url, get, body }) ?? null,
    by: askerOf(exchange),
    trace,
  }
}
