import type { PhoneView, Screen } from './index.ts'
import type { Port, PortRequest, PortResponse, ReceivedRequest } from './port.ts'
import { TinyAccounts } from './tiny-accounts.fixture.ts'
import { TinySettings } from './tiny-settings.fixture.ts'

interface TinyRequest {
  id: string
  amount: string
  currency: string
  callbackUrl: string | undefined
  status: string
  reason?: string
  due: number
}

interface TinyPhone {
  msisdn: string
  pin: string
  online: boolean
  network: string
  balance: number
  wrongPins: number
  screen: Screen | null
  step: 'menu' | 'list' | 'detail' | 'pin'
  shown: TinyRequest | undefined
  pushed: boolean
}

interface PhoneBody {
  code?: string
  to?: string
  text?: string
  online?: boolean
  network?: string | null
}

const json = (status: number, body: unknown): PortResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  text: body === undefined ? '' : JSON.stringify(body),
})

/**
 * Just enough of the public contract to test a client and a script runner against: one payer's phone with an
 * Approvals menu, MTN's provisioning, request to pay and accounts, a frozen clock. It keeps every request it got.
 */
export class TinySimulator implements Port {
  readonly seen: PortRequest[] = []
  readonly refused = new Map<string, PortResponse>()
  readonly messages: Array<Record<string, unknown>> = []
  readonly texts: Array<{ id: number; to: string; text: string; sentAt: string }> = []
  readonly sinks: string[] = []
  readonly settings = new TinySettings()
  prompts: 'push' | 'none' = 'push'
  now = Date.parse('2026-01-05T09:00:00.000Z')
  tokens = 0
  closed = 0
  readonly #leaving: Array<() => void> = []
  readonly #requests = new Map<string, TinyRequest>()
  readonly #listeners = new Map<string, (request: ReceivedRequest) => { status: number }>()
  readonly #tokenEnds = new Map<string, number>()
  #sessions = 0
  readonly accounts = new TinyAccounts(
    (url, method, body) => this.#callBack(url, method, body),
    (text) => this.sms(text),
  )
  readonly ama: TinyPhone = {
    msisdn: '+46733000001',
    pin: '1234',
    online: true,
    network: '99999',
    balance: 100_000,
    wrongPins: 0,
    screen: null,
    step: 'menu',
    shown: undefined,
    pushed: false,
  }

  fetch(request: PortRequest): Promise<PortResponse> {
    this.seen.push(request)
    const url = new URL(request.path, 'http://tiny')
    const key = `${request.method} ${decodeURIComponent(url.pathname)}`
    return Promise.resolve(this.refused.get(key) ?? this.#answer(key, url, request))
  }

  listen(receive: (request: ReceivedRequest) => { status: number }, wish: { name?: string } = {}) {
    const hostname = wish.name ?? `sink-${this.#listeners.size + 1}.tiny`
    this.#listeners.set(hostname, receive)
    this.sinks.push(hostname)
    const close = () => {
      this.closed += 1
      return Promise.resolve()
    }
    return Promise.resolve({ url: `http://${hostname}`, hostname, close })
  }

  paths(): string[] {
    return this.seen.map(({ method, path }) => `${method} ${decodeURIComponent(path)}`)
  }

  sms(text: string): void {
    const code = /code\D*(\d{4,8})/.exec(text)?.[1] ?? null
    this.messages.push({
      id: this.messages.length + 1,
      from: 'MoMo',
      text,
      code,
      receivedAt: new Date(this.now).toISOString(),
    })
  }

  push(): void {
    if (!this.ama.online || this.ama.screen?.status === 'open') return
    const pending = this.#pending()
    if (!pending[0]) return
    this.ama.shown = pending[0]
    this.ama.step = 'detail'
    this.#open(this.#detail(), `push-${++this.#sessions}`)
  }

  #answer(key: string, url: URL, request: PortRequest): PortResponse {
    const body = request.body ? JSON.parse(request.body) : {}
    const phone = /\/_sim\/phones\/(\+\d+)(?:\/(\w+))?$/.exec(key)
    if (phone) return this.#phone(phone[2] ?? request.method, url, body)
    const setting = this.settings.answer(key, body)
    if (setting) return setting
    if (key.startsWith('GET /_sim/world')) return json(200, this.#world())
    if (key.startsWith('GET /_sim/health')) return json(200, { status: 'ok', version: '0', now: this.now })
    if (key.endsWith('/_sim/reset')) return json(204, undefined)
    if (key.startsWith('GET /_sim/ledger/audit')) return json(200, { ok: true, problems: [] })
    if (key.startsWith('GET /_sim/timeline')) return json(200, [{ id: 1, kind: 'ussd.hop' }])
    if (key.startsWith('GET /_sim/callbacks')) return json(200, [])
    if (key.includes('/_sim/clock')) return this.#clock(key, body)
    return this.#momo(key, request, body)
  }

  #world() {
    const { msisdn, pin, balance } = this.ama
    const balances = [{ currency: 'EUR', amount: (balance / 100).toFixed(2) }]
    return {
      phones: [{ msisdn, name: 'Ama', pin, language: 'en', environment: 'sandbox', balances }],
      momo: {
        subscriptionKeys: { collection: 'c-key', disbursement: 'd-key', remittance: 'r-key' },
        apiUsers: [
          { id: 'u1', apiKey: 'k1', providerCallbackHost: 'shop.example', targetEnvironment: 'mtnghana' },
        ],
      },
      network: { username: 'sandbox', apiKey: 'at-key', serviceCodes: [] },
    }
  }

  #clock(key: string, body: { by?: string }): PortResponse {
    if (key.endsWith('/advance')) {
      const [, minutes, seconds] = /^PT(?:(\d+)M)?(?:(\d+)S)?$/.exec(body.by ?? '') ?? []
      this.now += (Number(minutes ?? 0) * 60 + Number(seconds ?? 0)) * 1000
      for (const request of this.#pending()) if (request.due <= this.now) this.#finish(request, 'EXPIRED')
      this.accounts.elapse(this.now)
      // As the real one: the clock answers when what was due has been attempted.
      this.#deliver()
    }
    return json(200, { mode: 'frozen', now: this.now })
  }

  #phone(verb: string, url: URL, body: PhoneBody): PortResponse {
    const { ama } = this
    if (verb === 'messages') return body.to === undefined ? json(200, this.#inbox(url)) : this.#text(body)
    if (verb === 'threads') return json(200, this.#threads())
    if (verb === 'dial') {
      ama.step = 'menu'
      return json(200, this.#open(this.#menu(), `dial-${++this.#sessions}`))
    }
    if (verb === 'PATCH') {
      ama.online = body.online ?? ama.online
      ama.network = body.network === null ? '99999' : (body.network ?? ama.network)
    }
    if (verb === 'GET' || verb === 'PATCH') return json(200, this.#view())
    if (ama.screen?.status !== 'open') {
      return json(409, { title: 'Conflict', status: 409, detail: 'No session waits for an answer.' })
    }
    if (verb === 'cancel') ama.screen = { ...ama.screen, status: 'cancelled' }
    else this.#reply(body.text ?? '')
    return json(200, ama.screen)
  }

  #view(): PhoneView {
    const { msisdn, network, online, screen } = this.ama
    return { msisdn, name: 'Ama', network, online, screen }
  }

  #inbox(url: URL) {
    const after = Number(url.searchParams.get('after') ?? 0)
    const contains = url.searchParams.get('contains') ?? ''
    return this.messages.filter(({ id, text }) => Number(id) > after && String(text).includes(contains))
  }

  #text({ to = '', text = '' }: PhoneBody): PortResponse {
    if (!/^\d{3,8}$/.test(to)) return json(400, { detail: `"${to}" is no short code.` })
    const sentAt = new Date(this.now).toISOString()
    const sent = { id: this.texts.length + 1, to, text, sentAt }
    this.texts.push(sent)
    return json(201, sent)
  }

  #threads() {
    return this.texts.map(({ id, to, text, sentAt }) => {
      return { with: to, messages: [{ direction: 'sent', id, text, at: sentAt }] }
    })
  }

  #open(text: string, sessionId = this.ama.screen?.sessionId ?? null): Screen {
    const screen: Screen = { sessionId, status: 'open', text, hops: 1, error: null, warnings: [] }
    this.ama.screen = screen
    return screen
  }

  #end(text: string): void {
    this.#open(text).status = 'ended'
  }

  #pending(): TinyRequest[] {
    return [...this.#requests.values()].filter(({ status }) => status === 'PENDING')
  }

  #menu(): string {
    return `MoMo\n1 Approvals (${this.#pending().length})\n2 Balance`
  }

  #detail(): string {
    return `Pay ${this.ama.shown?.amount} EUR to shop\n1 Approve\n2 Reject`
  }

  #reply(text: string): void {
    const { ama } = this
    if (ama.step === 'menu' && text === '1') {
      ama.step = 'list'
      const items = this.#pending().map(({ amount, currency }, at) => `${at + 1} shop ${amount} ${currency}`)
      this.#open(['Approvals', ...items, '0 Back'].join('\n'))
    } else if (ama.step === 'list') {
      ama.shown = this.#pending()[Number(text) - 1]
      ama.step = 'detail'
      this.#open(this.#detail())
    } else if (ama.step === 'detail' && ama.shown) {
      if (text === '1') {
        ama.step = 'pin'
        this.#open('Enter your PIN')
      } else {
        this.#finish(ama.shown, 'APPROVAL_REJECTED')
        this.#end('You rejected the request.')
      }
    } else if (ama.step === 'pin') this.#pin(text)
    else this.#open(this.#menu())
  }

  #pin(text: string): void {
    const { ama } = this
    const asked = ama.shown
    if (asked?.status !== 'PENDING') this.#end('This request has expired.')
    else if (text !== ama.pin) {
      ama.wrongPins += 1
      if (ama.wrongPins === 3) this.#end('Your wallet is locked.')
      else this.#open(`Wrong PIN. ${3 - ama.wrongPins} tries left.\nEnter your PIN`)
    } else if (Number(asked.amount) * 100 > ama.balance) {
      this.#finish(asked, 'NOT_ENOUGH_FUNDS')
      this.#end('You do not have enough money.')
    } else {
      ama.balance -= Number(asked.amount) * 100
      this.#finish(asked)
      this.#end('Approved.')
      this.sms(`You paid ${asked.amount} EUR.`)
    }
  }

  #finish(request: TinyRequest, reason?: string): void {
    request.status = reason ? 'FAILED' : 'SUCCESSFUL'
    if (reason) request.reason = reason
    this.#callBack(request.callbackUrl, 'POST', request)
  }

  #callBack(url: string | undefined, method: string, body: unknown): void {
    if (url === undefined) return
    const { hostname, pathname } = new URL(url)
    const callback = { method, path: pathname, headers: {}, body: JSON.stringify(body) }
    this.#leaving.push(() => this.#listeners.get(hostname)?.(callback))
    setImmediate(() => this.#deliver())
  }

  #deliver(): void {
    for (const leave of this.#leaving.splice(0)) leave()
  }

  #momo(key: string, { path, headers = {} }: PortRequest, body: Record<string, string>): PortResponse {
    const [, verb = '', product = '', below = ''] = /^(\w+) \/(\w+)(\/.*)$/.exec(key) ?? []
    const wanted = { disbursement: 'd-key', remittance: 'r-key' }[product] ?? 'c-key'
    if (headers['Ocp-Apim-Subscription-Key'] !== wanted) return json(401, { statusCode: 401, message: 'key' })
    if (key === 'POST /v1_0/apiuser') return json(201, undefined)
    if (key.endsWith('/apikey')) return json(201, { apiKey: 'secret-api-key' })
    if (verb === 'POST' && below === '/token/') {
      const token = `token-${++this.tokens}`
      this.#tokenEnds.set(token, this.now + 3_600_000)
      return json(200, { access_token: token, token_type: 'access_token', expires_in: 3600 })
    }
    const end = this.#tokenEnds.get((headers.Authorization ?? '').replace('Bearer ', '')) ?? 0
    if (end <= this.now) return json(401, { statusCode: 401, message: 'Unauthorized' })
    const answer = this.accounts.answer({ product, key: `${verb} ${below}`, headers, body }, this.now)
    if (answer) return answer
    if (key.endsWith('/account/balance')) return json(200, { availableBalance: '50', currency: 'GHS' })
    if (key.startsWith('POST')) return this.#requestToPay(headers, body)
    const found = this.#requests.get(path.split('/').pop() ?? '')
    const { status, reason, amount, currency } = found ?? {}
    return found
      ? json(200, { amount, currency, status, reason })
      : json(404, { message: 'none', code: 'RESOURCE_NOT_FOUND' })
  }

  #requestToPay(
    headers: Record<string, string>,
    { amount = '', currency = '' }: Record<string, string>,
  ): PortResponse {
    if (currency === 'XXX') return json(500, { message: 'Currency not supported.', code: 'INVALID_CURRENCY' })
    const id = headers['X-Reference-Id'] ?? ''
    const callbackUrl = headers['X-Callback-Url']
    const due = this.now + 300_000
    this.#requests.set(id, { id, amount, currency, callbackUrl, status: 'PENDING', due })
    if (this.prompts === 'push') this.push()
    return json(202, undefined)
  }
}
