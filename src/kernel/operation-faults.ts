import type { Told } from '../terms/index.ts'
import type { Fault, Faults } from './faults.ts'
import { type Call, explain, type HttpAnswer, NoAnswer, type OutageStatus } from './http/index.ts'
import type { Deadlines } from './time/index.ts'
import type { Read, Transact, WaitFor } from './tx.ts'

type OperationFault = Fault<'operation'>

/** What the faults of operations need of the kernel. */
export interface OperationFaultsNeeds {
  faults: Pick<Faults, 'arePlanned' | 'next'>
  deadlines: Pick<Deadlines, 'on'>
  random: { uuid(): string }
  read: Read
  transact: Transact
  waitFor: WaitFor
  beforeRestores(read: () => Promise<void>): () => void
}

/** The clock stops at the time at which a late answer comes. */
const arrival = 'operation.answer'
/** Real milliseconds; the longest that Node waits. */
const forEver = 2 ** 31 - 1

/**
 * What goes wrong on command between a caller and a vendor's API. An answer that says that nothing was done is given
 * before the operation is performed; one that is late or lost belongs to an operation that was.
 */
export class OperationFaults {
  readonly #kernel: OperationFaultsNeeds
  #world = new AbortController()

  constructor(kernel: OperationFaultsNeeds) {
    this.#kernel = kernel
    kernel.deadlines.on(arrival, async () => {})
    kernel.beforeRestores(async () => this.letGo())
  }

  /** Ends the calls that are held: another world begins. */
  letGo(): void {
    this.#world.abort()
    this.#world = new AbortController()
  }

  /** Performs a call, with the fault that is planned for it, if any. */
  readonly perform = async (
    call: Call,
    perform: () => Promise<HttpAnswer>,
  ): Promise<HttpAnswer | NoAnswer> => {
    const { faults } = this.#kernel
    if (!(await faults.arePlanned('operation', (work) => this.#kernel.read(work)))) return perform()
    const fault = await this.#next(call)
    return fault ? this.#apply(fault, call, perform) : perform()
  }

  #next(call: Call): Promise<OperationFault | undefined> {
    const subject = {
      point: 'operation',
      operation: nameOf(call),
      host: call.request.get('host')?.toLowerCase(),
    } as const
    const hasToken = bringsToken(call)
    return this.#kernel.transact(
      (tx) => this.#kernel.faults.next(tx, subject, (action) => action !== 'token-dies' || hasToken),
      call.request,
    )
  }

  async #apply(
    fault: OperationFault,
    call: Call,
    perform: () => Promise<HttpAnswer>,
  ): Promise<HttpAnswer | NoAnswer> {
    const { plan } = fault
    const say = ({ en, fr }: Told) =>
      explain(call.request, { en: `The fault ${plan}: ${en}`, fr: `La panne ${plan} : ${fr}` })
    const name = nameOf(call)
    switch (fault.do) {
      case 'answers-500':
      case 'answers-502':
      case 'answers-503':
      case 'answers-429': {
        const status = Number(fault.do.slice('answers-'.length)) as OutageStatus
        say({
          en: `${name} was not performed; the gateway answered ${status} in its place.`,
          fr: `${name} n’a pas été exécuté ; la passerelle a répondu ${status} à sa place.`,
        })
        return outageOf(call, status)
      }
      case 'no-answer':
        say({
          en: `${name} was not performed, and is never answered.`,
          fr: `${name} n’a pas été exécuté, et reste sans réponse.`,
        })
        return this.#never(fault, call)
      case 'late-answer': {
        const answer = await perform()
        const seconds = fault.delayMs / 1000
        say({
          en: `${name} was performed; its answer comes ${seconds} s later.`,
          fr: `${name} a été exécuté ; sa réponse arrive ${seconds} s plus tard.`,
        })
        return this.#hold(fault, call, answer)
      }
      case 'lost-answer': {
        const { status } = await perform()
        say({
          en: `${name} was performed; its answer, a ${status}, was lost.`,
          fr: `${name} a été exécuté ; sa réponse, un ${status}, s’est perdue.`,
        })
        return new NoAnswer('lost', {
          en: `The connection was dropped by the fault ${plan}.`,
          fr: `La connexion a été coupée par la panne ${plan}.`,
        })
      }
      case 'token-dies':
        return this.#withDeadToken(call, perform, say)
    }
  }

  /** The token of the request, or the one that the answer gives, is dead from now on. */
  async #withDeadToken(
    { api: { tokens }, request }: Call,
    perform: () => Promise<HttpAnswer>,
    say: (what: Told) => void,
  ): Promise<HttpAnswer> {
    const brought = tokens?.of(request)
    if (brought !== undefined) {
      await tokens?.end(brought)
      say({
        en: 'the token of the request was ended before its time.',
        fr: 'le jeton de la requête a pris fin avant l’heure.',
      })
    }
    const answer = await perform()
    const given = tokens?.givenBy(answer)
    if (given !== undefined) {
      await tokens?.end(given)
      say({
        en: 'the token that was given here was ended at once.',
        fr: 'le jeton donné ici a pris fin aussitôt.',
      })
    }
    return answer
  }

  async #never({ plan }: OperationFault, call: Call): Promise<NoAnswer> {
    const nothing = new NoAnswer('never', {
      en: `No answer came, by the fault ${plan}.`,
      fr: `Aucune réponse n’est venue, par la panne ${plan}.`,
    })
    if (call.caller.patienceMs() !== undefined) return nothing
    const gone = AbortSignal.any([call.caller.gone(), this.#world.signal])
    await this.#kernel.transact(
      (tx) => tx.emit({ kind: 'answer.held', data: { plan, operation: nameOf(call) } }),
      call.request,
    )
    await this.#kernel.waitFor(async () => undefined, forEver, gone)
    return nothing
  }

  async #hold(
    { plan, delayMs }: OperationFault,
    call: Call,
    answer: HttpAnswer,
  ): Promise<HttpAnswer | NoAnswer> {
    const patienceMs = call.caller.patienceMs()
    const tooLate = new NoAnswer('never', {
      en: `The answer was still to come, by the fault ${plan}.`,
      fr: `La réponse devait encore venir, par la panne ${plan}.`,
    })
    if (patienceMs !== undefined) return delayMs < patienceMs ? answer : tooLate
    const ends = AbortSignal.any([call.caller.gone(), this.#world.signal])
    const dueAt = await this.#kernel.transact(async (tx) => {
      const at = tx.now + delayMs
      await tx.setDeadline(arrival, this.#kernel.random.uuid(), at)
      const until = new Date(at).toISOString()
      await tx.emit({ kind: 'answer.held', data: { plan, operation: nameOf(call), until } })
      return at
    }, call.request)
    const come = await this.#kernel.waitFor(
      async ({ now }) => (now >= dueAt ? answer : undefined),
      forEver,
      ends,
    )
    return come ?? tooLate
  }
}

function nameOf({ api, route }: Call): string {
  return `${api.name}.${route.operation}`
}

function bringsToken({ api: { tokens }, route, request }: Call): boolean {
  return (
    tokens !== undefined && (tokens.givenAt.includes(route.operation) || tokens.of(request) !== undefined)
  )
}

/** What the API's gateway answers in its place. */
export function outageOf({ api, request }: Pick<Call, 'api' | 'request'>, status: OutageStatus): HttpAnswer {
  if (api.outage) return api.outage(status, request)
  const body = plainOutages[status]
  return { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body }
}

const plainOutages: Record<OutageStatus, string> = {
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  429: 'Too Many Requests',
}
