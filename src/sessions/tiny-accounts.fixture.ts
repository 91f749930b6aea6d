import type { PortResponse } from '../client/index.ts'

interface TinyPermission {
  id: string
  publicId: string
  payer: { partyIdType: string; partyId: string }
  currency: string
  message: string
  validitySeconds: number
  callbackUrl: string | undefined
  status: 'PENDING' | 'APPROVED' | 'REJECTED' | 'EXPIRED' | 'CANCELLED'
  due: number
}

interface TinyTransfer {
  id: string
  amount: string
  currency: string
  callbackUrl: string | undefined
  status: 'PENDING' | 'SUCCESSFUL'
}

interface TinyBody {
  payer?: TinyPermission['payer']
  payerCurrency?: string
  payerMessage?: string
  validityTime?: number
  amount?: string
  currency?: string
  notificationMessage?: string
}

export interface TinyCall {
  product: string
  /** `POST /v1_0/transfer`: the path below the product's path. */
  key: string
  headers: Record<string, string>
  body: TinyBody
}

type CallBack = (url: string | undefined, method: string, body: unknown) => void

/** A final status, in the form of the vendor's answers and callbacks. */
interface Final {
  status: 'SUCCESSFUL' | 'FAILED'
  reason?: string
}

const json = (status: number, body: unknown): PortResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  text: JSON.stringify(body),
})
const empty = (status: number): PortResponse => ({ status, headers: {}, text: '' })
const nothing = json(404, { message: 'Requested resource was not found.', code: 'RESOURCE_NOT_FOUND' })

/** Pre-approvals, transfers and account holders of the tiny simulator. */
export class TinyAccounts {
  readonly permissions: TinyPermission[] = []
  readonly #transfers = new Map<string, TinyTransfer>()
  readonly #callBack: CallBack
  readonly #sms: (text: string) => void
  #accepting = false

  constructor(callBack: CallBack, sms: (text: string) => void) {
    this.#callBack = callBack
    this.#sms = sms
  }

  /** Undefined if the request is about something else. */
  answer({ product, key, headers, body }: TinyCall, now: number): PortResponse | undefined {
    const id = headers['X-Reference-Id'] ?? ''
    const callbackUrl = headers['X-Callback-Url']
    if (key === 'POST /v2_0/preapproval') return this.#ask({ id, callbackUrl, body }, now)
    if (key === 'POST /v1_0/transfer') return this.#send({ id, callbackUrl, body })
    if (key.endsWith('/deliverynotification')) {
      this.#sms(body.notificationMessage ?? '')
      return empty(200)
    }
    const [, verb = '', noun = '', rest = ''] = /^(\w+) \/v\d_0\/(\w+)(?:\/(.*))?$/.exec(key) ?? []
    if (verb === 'GET' && noun === 'preapproval') return this.#permission(rest)
    if (verb === 'DELETE' && noun === 'preapproval') return this.#cancel(rest)
    if (noun === 'preapprovals') return json(200, this.#list(rest))
    if (noun === 'transfer') return this.#transfer(rest)
    if (noun === 'accountholder') return this.#holder(rest)
    if (noun === 'account' && product !== 'collection')
      return json(200, { availableBalance: '70', currency: 'GHS' })
    return undefined
  }

  /** From now on the payer accepts at once. */
  acceptAll(): void {
    this.#accepting = true
  }

  /** The payer decides. */
  decide(id: string, status: 'APPROVED' | 'REJECTED' | 'EXPIRED'): void {
    const permission = this.permissions.find((one) => one.id === id)
    if (permission?.status !== 'PENDING') throw new Error(`${id} is not pending.`)
    permission.status = status
    this.#callBack(permission.callbackUrl, 'PUT', finalOf(permission))
  }

  /** Does what is due. */
  elapse(now: number): void {
    for (const { id, status, due } of this.permissions) {
      if (status === 'PENDING' && due <= now) this.decide(id, 'EXPIRED')
    }
    for (const transfer of this.#transfers.values()) {
      if (transfer.status !== 'PENDING') continue
      transfer.status = 'SUCCESSFUL'
      this.#callBack(transfer.callbackUrl, 'POST', transfer)
      this.#sms(`You received ${transfer.amount} ${transfer.currency}.`)
    }
  }

  #ask(
    { id, callbackUrl, body }: { id: string; callbackUrl: string | undefined; body: TinyBody },
    now: number,
  ): PortResponse {
    this.permissions.push({
      id,
      publicId: `list-${this.permissions.length + 1}`,
      payer: body.payer ?? { partyIdType: '', partyId: '' },
      currency: body.payerCurrency ?? '',
      message: body.payerMessage ?? '',
      validitySeconds: body.validityTime ?? 0,
      callbackUrl,
      status: 'PENDING',
      due: now + 300_000,
    })
    if (this.#accepting) this.decide(id, 'APPROVED')
    return empty(202)
  }

  #permission(id: string): PortResponse {
    const found = this.permissions.find((one) => one.id === id)
    if (!found) return nothing
    const { payer, currency, message } = found
    return json(200, { payer, payerCurrency: currency, payerMessage: message, ...finalOf(found) })
  }

  #list(party: string) {
    return this.permissions
      .filter(({ payer }) => `${payer.partyIdType.toLowerCase()}/${payer.partyId}` === party)
      .map(({ publicId, currency, message, status }) => ({
        preApprovalId: publicId,
        toFri: 'FRI:shop/USER',
        fromFri: `FRI:${party}`,
        fromCurrency: currency,
        createdTime: '2026-01-05T09:00:00',
        status,
        message,
      }))
  }

  #cancel(publicId: string): PortResponse {
    const found = this.permissions.find((one) => one.publicId === publicId)
    if (found?.status !== 'APPROVED') return nothing
    found.status = 'CANCELLED'
    return empty(200)
  }

  #send({ id, callbackUrl, body }: { id: string; callbackUrl: string | undefined; body: TinyBody }) {
    const { amount = '', currency = '' } = body
    this.#transfers.set(id, { id, amount, currency, callbackUrl, status: 'PENDING' })
    return empty(202)
  }

  #transfer(id: string): PortResponse {
    const found = this.#transfers.get(id)
    return found
      ? json(200, { amount: found.amount, currency: found.currency, status: found.status })
      : nothing
  }

  #holder(rest: string): PortResponse {
    const [type, id, question] = rest.split('/')
    const known = type !== 'email' || id === 'ama@example.com'
    if (question === 'active') return json(200, { result: known })
    return known
      ? json(200, { given_name: 'Ama', family_name: 'Lindqvist', birthdate: '1990-02-01' })
      : nothing
  }
}

function finalOf({ status }: TinyPermission): Final | { status: 'PENDING' } {
  if (status === 'PENDING') return { status }
  if (status === 'REJECTED') return { status: 'FAILED', reason: 'APPROVAL_REJECTED' }
  if (status === 'EXPIRED') return { status: 'FAILED', reason: 'EXPIRED' }
  return { status: 'SUCCESSFUL' }
}
