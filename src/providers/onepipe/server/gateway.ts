import { beginningOf, type HttpRequest, type OfTrace, type Rx } from '../../../kernel/index.ts'
import { type Told, told } from '../../../terms/index.ts'
import type { Abandoned } from './abandoned.ts'
import { answerCall, insertCall } from './calls.ts'
import type { GatewayOperation, OnePipeApp, OnePipeContext } from './config.ts'
import { diagnoseKey, diagnoseSignature } from './diagnose-signature.ts'
import { jsonBody } from './json-body.ts'
import { MessageGateway } from './message-gateway.ts'
import { openSecure } from './open-secure.ts'
import { askProvider } from './provider-call.ts'
import { Refusal } from './refusal.ts'
import { type Body, mobileOf, readBody, readRequestRef, requestTypeOf, transactionRefOf } from './schema.ts'
import { same, signature } from './secure.ts'
import { isService, type Service } from './services.ts'
import {
  anyTransaction,
  insertRequestRef,
  insertTransaction,
  keepTransaction,
  type TransactionRow,
  transactionByRef,
} from './tables.ts'
import {
  alreadyOver,
  alreadyUsed,
  closedTransaction,
  type Envelope,
  failedAs,
  failedEnvelope,
  notYourTransaction,
  openTransaction,
  reversed,
  successful,
  unknownApp,
  unknownRequestType,
  unknownTransaction,
  usedRequestRef,
  wrongOperation,
  wrongSignature,
} from './wording.ts'

/**
 * The API for apps (https://onepipe.atlassian.net/wiki/spaces/PUB/pages/174817370, "App to OnePipe"). A `request_ref` is
 * used up by the first request that has it with the right key and Signature, even if that request is refused; a refused
 * one uses up no `transaction_ref`. The provider is asked between two units: one records the request, the other its
 * outcome.
 */
export class Gateway {
  readonly #context: OnePipeContext
  readonly #messages: MessageGateway

  constructor(context: OnePipeContext) {
    this.#context = context
    this.#messages = new MessageGateway(context)
  }

  /** @throws Refusal */
  async take(operation: GatewayOperation, request: HttpRequest): Promise<Envelope> {
    // A body that cannot be read is refused before the key is checked.
    const { body } = request
    const app = this.#app(request)
    const json = jsonBody(body)
    request.phone = mobileOf(json)
    // Checked first: for another service, other mistakes do not matter.
    const type = requestTypeOf(json)
    if (type !== undefined && !isService(type)) return this.#refuseType(app, request, { json, type })
    const call = await this.#takeUp(app, this.#signedRef(app, request, json), { operation, service: type })
    try {
      if (call.repeated !== null) throw usedRequestRef(call.repeated)
      const answer = await this.#answer(app, type, { operation, json, request })
      await this.#count(call, answer.status)
      return answer
    } catch (error) {
      if (error instanceof Refusal) await this.#count(call, 'Failed')
      throw error
    }
  }

  async #answer(
    app: OnePipeApp,
    service: Service | undefined,
    { operation, json, request }: { operation: GatewayOperation; json: unknown; request: HttpRequest },
  ): Promise<Envelope> {
    if (service === 'send_sms' || service === 'send_email') {
      return this.#messages.answer(app, service, { operation, json, request })
    }
    switch (operation) {
      case 'transact':
        return this.#transact(app, readBody('transact', json), request)
      case 'validate':
        return this.#validate(app, readBody('validate', json), request)
      case 'query':
        return this.#query(app, readBody('query', json), request)
      case 'reverse':
        return this.#reverse(app, readBody('reverse', json), request)
      case 'options':
        throw wrongOperation('get_balance has no options: begin with /v2/transact.')
      case 'fulfil':
        throw wrongOperation('get_balance is never fulfilled in part: there is nothing to fulfil.')
    }
  }

  /** The app whose apiKey a request has. */
  appOf(request: HttpRequest): OnePipeApp | undefined {
    const token = bearerOf(request)
    return this.#context.config.apps.find(({ apiKey }) => token !== undefined && same(apiKey, token))
  }

  #app(request: HttpRequest): OnePipeApp {
    const app = this.appOf(request)
    if (app) return app
    const header = request.get('Authorization') ?? ''
    const { config } = this.#context
    const { apps } = config
    const token = bearerOf(request)
    const known = apps.map(({ name, apiKey }) => {
      const begins = beginningOf(apiKey)
      return { en: `${name} (its apiKey ${begins.en})`, fr: `${name} (son apiKey ${begins.fr})` }
    })
    const refusal = unknownApp(config.quirks['onepipe-diagnose'] === 'on' ? diagnoseKey(header, apps) : null)
    const names = {
      en: `The apps are ${known.map(({ en }) => en).join(', ') || 'none'}.`,
      fr: `Applications : ${known.map(({ fr }) => fr).join(', ') || 'aucune'}.`,
    }
    throw refusal.explained(told([whoIsIt(token, apps), names]))
  }

  /** The `request_ref`; as at OnePipe, the Signature covers nothing else. @throws Refusal */
  #signedRef(app: OnePipeApp, request: HttpRequest, json: unknown): string {
    const { config } = this.#context
    const requestRef = readRequestRef(json)
    const given = (request.get('Signature') ?? '').trim()
    const compared = config.quirks['onepipe-signature-case'] === 'any' ? given.toLowerCase() : given
    if (same(signature(requestRef, app.secret), compared)) return requestRef
    const signed = { given, requestRef, transactionRef: transactionRefOf(json), body: String(request.body) }
    const advice = diagnoseSignature(app, signed, config.apps)
    if (config.quirks['onepipe-diagnose'] === 'off') throw wrongSignature(null).explained(advice)
    throw wrongSignature(advice.en)
  }

  /** Always @throws Refusal; uses up the `request_ref` where the Signature is right */
  async #refuseType(
    app: OnePipeApp,
    request: HttpRequest,
    { json, type }: { json: unknown; type: string },
  ): Promise<never> {
    try {
      await this.#takeUp(app, this.#signedRef(app, request, json), { operation: 'transact' })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    }
    throw unknownRequestType(type)
  }

  /**
   * Records the `request_ref` in its own unit, so that no refusal rolls it back. Only after the Signature is checked:
   * without the secret, a known key or a guessed `request_ref` cannot use it up. From here on the call is counted, even
   * if it repeats a `request_ref`; calls of unknown services are not counted.
   */
  #takeUp(
    { name: app }: OnePipeApp,
    requestRef: string,
    { operation, service: of }: { operation: GatewayOperation; service?: string | undefined },
  ): Promise<{ id: number | undefined; repeated: string | null }> {
    return this.#context.kernel.transact(async (tx) => {
      const { now } = tx
      const id =
        of === undefined ? undefined : await tx.insert(insertCall, { app, service: of, operation, now })
      const used = await tx.change(insertRequestRef, { app, requestRef, now })
      return { id, repeated: used === 0 ? requestRef : null }
    })
  }

  /** A call that is never answered stays without a status. */
  async #count({ id }: { id: number | undefined }, status: Envelope['status']): Promise<void> {
    if (id !== undefined) await this.#context.kernel.transact((tx) => tx.change(answerCall, { id, status }))
  }

  async #transact(app: OnePipeApp, body: Body<'transact'>, { trace }: HttpRequest): Promise<Envelope> {
    const { type, secure, auth_provider: provider } = body.auth
    const secret = type && secure ? { plaintext: openSecure(this.#context, app, { secure, type }) } : {}
    const ref = body.transaction.transaction_ref
    const overThere = await this.#isOverThere(app, ref, trace)
    const row = { app: app.name, ref, service: 'get_balance', provider, trace }
    const id = await this.#context.kernel.transact(async (tx) => {
      const earlier = await tx.first(transactionByRef, { app: app.name, ref })
      if (earlier)
        throw earlier.status === 'forwarded' && !overThere ? openTransaction(ref) : closedTransaction(ref)
      return tx.insert(insertTransaction, { ...row, now: tx.now })
    })
    const { answer, heard } = await this.#ask({ app, mode: 'transact', body, provider, trace, ...secret })
    const abandoned = heard ? undefined : { app: app.name, transactionRef: ref, provider }
    await this.#keep(id, answer, { trace, abandoned })
    return answer
  }

  /**
   * Whether the provider has ended a transaction that is open here: it reports a late OTP, or too many tries, only when
   * asked. A transaction without an answer yet is still open; the provider may not have it yet.
   */
  async #isOverThere(app: OnePipeApp, ref: string, trace: string): Promise<boolean> {
    const row = await this.#context.kernel.read((rx) => rx.first(transactionByRef, { app: app.name, ref }))
    if (row?.status !== 'forwarded' || row.code === null || row.service !== 'get_balance') return false
    const body = {
      request_ref: this.#context.kernel.random.uuid(),
      request_type: 'get_balance',
      transaction: { transaction_ref: ref },
    }
    const { answer, heard } = await this.#ask({ app, mode: 'query', body, provider: row.provider, trace })
    return heard && isOver(answer)
  }

  async #validate(app: OnePipeApp, body: Body<'validate'>, request: HttpRequest): Promise<Envelope> {
    const plaintext = openSecure(this.#context, app, { secure: body.auth.secure, type: 'answer' })
    const { id, provider } = await this.#open(app, body, request)
    const { trace } = request
    const { answer } = await this.#ask({ app, mode: 'validate', body, plaintext, provider, trace })
    // Failed may mean a wrong OTP with tries left: only the provider knows, and must be asked again.
    if (answer.status === 'Successful') await this.#keep(id, answer)
    return answer
  }

  async #query(app: OnePipeApp, body: Body<'query'>, request: HttpRequest): Promise<Envelope> {
    const row = await this.#context.kernel.read((rx) =>
      ownTransaction(rx, app, body.transaction.transaction_ref),
    )
    request.trace = row.trace ?? request.trace
    const { trace } = request
    const { status, provider, code, message, reference } = row
    if (status === 'successful') return successful(provider, { reference, meta: {} })
    if (status === 'failed') return failedAs({ code, message }, provider)
    return (await this.#ask({ app, mode: 'query', body, provider, trace })).answer
  }

  async #reverse(app: OnePipeApp, body: Body<'reverse'>, request: HttpRequest): Promise<Envelope> {
    const { id, provider } = await this.#open(app, body, request)
    const { trace } = request
    const { answer } = await this.#ask({ app, mode: 'reverse', body, provider, trace })
    if (answer.status === 'Successful') {
      await this.#keep(id, failedEnvelope(reversed(), provider))
    }
    return answer
  }

  /** The app's transaction, which must be open; the request joins its trace. @throws Refusal */
  async #open(
    app: OnePipeApp,
    body: Body<'validate' | 'reverse'>,
    request: HttpRequest,
  ): Promise<TransactionRow> {
    const ref = body.transaction.transaction_ref
    const row = await this.#context.kernel.read((rx) => ownTransaction(rx, app, ref))
    request.trace = row.trace ?? request.trace
    if (row.status === 'forwarded') return row
    throw row.status === 'successful' ? alreadyUsed(ref) : alreadyOver(ref)
  }

  /** A provider that is down or slow gives a failed answer too, with `heard` false. */
  async #ask(call: Parameters<typeof askProvider>[1]): Promise<{ answer: Envelope; heard: boolean }> {
    try {
      return { answer: await askProvider(this.#context, call), heard: true }
    } catch (error) {
      if (error instanceof Refusal) return { answer: failedEnvelope(error, call.provider), heard: false }
      throw error
    }
  }

  /** Stores the provider's answer to a transaction: its end, or the code of what it asks for. */
  async #keep(
    id: number,
    answer: Envelope,
    { trace, abandoned }: OfTrace & { abandoned?: Abandoned | undefined } = {},
  ): Promise<void> {
    const { status, data } = answer
    const failed = status === 'Failed'
    const reference = (data.provider_response as { reference?: unknown } | null)?.reference
    const error = data.error ?? data.errors?.[0]
    const asksFor = isOver(answer) ? null : (data.provider_response_code ?? status)
    await this.#context.kernel.transact(async (tx) => {
      await tx.change(keepTransaction, {
        id,
        status: isOver(answer) ? (failed ? 'failed' : 'successful') : 'forwarded',
        code: failed ? (error?.code ?? data.provider_response_code) : asksFor,
        message: failed ? (error?.message ?? answer.message) : null,
        reference: status === 'Successful' && typeof reference === 'string' ? reference : null,
      })
      if (abandoned) await tx.emit({ kind: 'balance-request.abandoned', trace, data: abandoned })
    })
  }
}

function bearerOf(request: HttpRequest): string | undefined {
  return /^Bearer\s+(\S+)\s*$/i.exec(request.get('Authorization') ?? '')?.[1]
}

function whoIsIt(token: string | undefined, apps: readonly OnePipeApp[]): Told {
  if (token === undefined) {
    return {
      en: 'No bearer token was sent: Authorization is Bearer and the apiKey of an app.',
      fr: 'Aucun jeton n’a été envoyé : Authorization est Bearer et l’apiKey d’une application.',
    }
  }
  const owner = apps.find(({ secret }) => same(secret, token))
  if (owner) {
    return {
      en: `The secret of ${owner.name} was sent as the bearer token, where its apiKey belongs.`,
      fr: `Le secret de ${owner.name} a été envoyé comme jeton, à la place de son apiKey.`,
    }
  }
  const begins = beginningOf(token)
  return {
    en: `The bearer token that was sent is no apiKey of any app of this world: it ${begins.en}.`,
    fr: `Le jeton envoyé n’est l’apiKey d’aucune application de ce monde : il ${begins.fr}.`,
  }
}

function isOver({ status }: Envelope): boolean {
  return status === 'Failed' || status === 'Successful'
}

async function ownTransaction(rx: Rx, app: OnePipeApp, ref: string): Promise<TransactionRow> {
  const row = await rx.first(transactionByRef, { app: app.name, ref })
  if (row?.service === 'get_balance') return row
  if (row) throw unknownTransaction(ref)
  throw (await rx.first(anyTransaction, { ref })) ? notYourTransaction(ref) : unknownTransaction(ref)
}
