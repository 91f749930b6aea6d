import { z } from 'zod'
import {
  aboutSent,
  anything,
  type CallOptions,
  ClientError,
  checkOptions,
  oneOf,
  type PortRequest,
  type PortResponse,
  signal as signalCheck,
  text,
  type Wire,
} from '../../../client/parts.ts'
import {
  type OnePipeStatement,
  type OnePipeView,
  onePipeStatementSchema,
  onePipeViewSchema,
} from '../terms/index.ts'
import { BalanceRequest } from './balance-request.ts'
import { type OnePipeCredentials, OnePipeGateway } from './gateway.ts'
import type { Period } from './period.ts'
import type { PlaintextEncoding } from './secure.ts'

type OnePipeSource = OnePipeView['sources'][number]

/** The part of the world that an app needs. */
const world = z.lazy(() => z.object({ onepipe: onePipeViewSchema }))
const statements = onePipeStatementSchema.array()

/** One of the world's sources, by its account, card, wallet or phone number; or any source that an app may send. */
type BalanceSource = { source: string } | { type: string; plaintext: string }

export type GetBalance = BalanceSource & {
  /** Unique for each transaction of an app; a new one by default. */
  transactionRef?: string
  /** The app's id for its customer; the phone of the source by default. */
  customerRef?: string
  /** `auth.auth_provider`; `payersim` by default. */
  provider?: string
  /** `live` by default; with `inspect` the provider `DemoProvider` sends the code `12345678`. */
  mockMode?: 'live' | 'inspect'
  /** For `auth.secure`, in this request and in its validation; `utf8` by default. */
  encoding?: PlaintextEncoding
}

/**
 * An app that asks OnePipe for balances over its own routes, as an integration would.
 *
 * @example
 * const ngozi = sim.phone('+2348022221408')
 * const request = await sim.onepipeApp().getBalance({ source: '6200000766' })
 * request.status // 'WaitingForOTP'
 * const { code } = await ngozi.nextSms()
 * await request.validate(code ?? '')
 * request.balance // { amount: 2077099, currency: 'NGN' }
 */
export class OnePipeApp {
  readonly #wire: Wire
  readonly #name: string | undefined

  /** @param name as in the world; the first app by default */
  constructor(wire: Wire, name?: string) {
    this.#wire = wire
    this.#name = name
  }

  /**
   * Asks for a balance. A refusal by OnePipe is no error: the request is `Failed`, and its answer gives the reason.
   *
   * @throws ClientError if the world has no such app or source, and if the answer is not a OnePipe envelope. Where the answer
   * is lost, late, or a 5xx, its `data.sent` is the request all the same: ask how it stands by `query()`
   */
  async getBalance(wanted: GetBalance, options: CallOptions = {}): Promise<BalanceRequest> {
    checkOptions('getBalance', options, { signal: signalCheck })
    checkOptions('getBalance', wanted, {
      ...{ source: text, type: text, plaintext: text },
      ...{ transactionRef: text, customerRef: text, provider: text },
      mockMode: oneOf('live', 'inspect'),
      encoding: oneOf('utf8', 'utf16le'),
    })
    const { onepipe } = await this.#wire.get(world, '/_sim/world')
    const app = this.#credentials(onepipe)
    const source = sourceOf(wanted, onepipe)
    const { transactionRef = this.#wire.uuid(), provider = 'payersim', mockMode = 'live', encoding } = wanted
    const gateway = new OnePipeGateway(this.#wire, app, encoding)
    const body = {
      auth: {
        type: source.type,
        secure: gateway.encrypt(source.plaintext),
        auth_provider: provider,
        route_mode: null,
      },
      transaction: {
        mock_mode: mockMode,
        transaction_ref: transactionRef,
        transaction_desc: 'Balance',
        transaction_ref_parent: null,
        amount: 0,
        customer: { customer_ref: wanted.customerRef ?? source.phone.replace(/^\+/, '') },
        meta: {},
        details: null,
      },
    }
    const made = new BalanceRequest({
      ...{ wire: this.#wire, gateway, app: app.name, provider, transactionRef },
      post: (signal) => gateway.call('', body, signal),
    })
    try {
      await made.again(options)
    } catch (error) {
      throw aboutSent(error, made)
    }
    return made
  }

  /**
   * Calls any operation of OnePipe's with this app's key, a new `request_ref` and its signature.
   *
   * @example
   * const body = JSON.stringify({ request_type: 'get_balance', transaction: { transaction_ref: '17' } })
   * await app.call({ method: 'POST', path: '/v2/transact/query', body })
   *
   * @param request its `body` is an object of JSON, without `request_ref`
   * @returns the answer, whatever its HTTP status
   * @throws ClientError if the world has no such app, and if no answer comes
   */
  async call(request: PortRequest): Promise<PortResponse> {
    checkOptions('call', request, {
      ...{ method: text, path: text, body: text },
      ...{ headers: anything, signal: signalCheck },
    })
    const { onepipe } = await this.#wire.get(world, '/_sim/world')
    const gateway = new OnePipeGateway(this.#wire, this.#credentials(onepipe))
    return gateway.send(request, JSON.parse(request.body ?? '{}'))
  }

  /**
   * The calls that the host invoices this app for.
   *
   * @example
   * const { totals } = await sim.onepipeApp().statement({ from: '2026-01-01', to: '2026-02-01' })
   *
   * @throws ClientError if the world has no such app, and if the period is not valid
   */
  async statement(period: Period = {}): Promise<OnePipeStatement> {
    checkOptions('statement', period, { from: text, to: text })
    const { from, to } = period
    const { onepipe } = await this.#wire.get(world, '/_sim/world')
    const { name: app } = this.#credentials(onepipe)
    const [statement] = await this.#wire.get(statements, '/_sim/onepipe/statements', { app, from, to })
    if (statement) return statement
    throw new ClientError(`The simulator told no statement of the app ${app}.`)
  }

  #credentials({ apps }: OnePipeView): OnePipeCredentials {
    const name = this.#name
    const app = apps.find((one) => name === undefined || one.name.toLowerCase() === name.toLowerCase())
    if (app) return app
    throw new ClientError(
      `The world has no OnePipe app${name === undefined ? '' : ` "${name}"`}. It has: ${listed(apps.map((one) => one.name))}.`,
    )
  }
}

function sourceOf(wanted: BalanceSource, { sources }: OnePipeView): OnePipeSource {
  if (!('source' in wanted)) return { ...wanted, phone: '+2348000000000' }
  const number = wanted.source.replace(/^\+/, '')
  const [only, ...more] = sources.filter((one) => numberOf(one) === number)
  if (only && more.length === 0) return only
  const known = listed((only ? [only, ...more] : sources).map((one) => `${one.type} ${numberOf(one)}`))
  throw new ClientError(
    only
      ? `The world has several sources ${wanted.source}: ${known}. Give type and plaintext instead.`
      : `The world has no source ${wanted.source}. It has: ${known}.`,
  )
}

function numberOf({ plaintext }: OnePipeSource): string {
  return plaintext.split(';')[0]?.replace(/^\+/, '') ?? ''
}

function listed(names: string[]): string {
  return names.join(', ') || 'none'
}
