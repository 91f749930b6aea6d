import type { Port, PortRequest, PortResponse, ReceivedRequest } from '../client/index.ts'
import type { Audit } from '../terms/sim/audit.ts'
import type { Health } from '../terms/sim/health.ts'
import type { TimelineEvent } from '../terms/sim/timeline.ts'
import type { WorldView as World } from '../terms/sim/world.ts'
import { TinyAccounts } from './tiny-accounts.fixture.ts'
import { TinyPhone } from './tiny-phone.fixture.ts'
import { TinyRequests } from './tiny-requests.fixture.ts'
import { empty, json } from './tiny-response.fixture.ts'
import { TinySettings } from './tiny-settings.fixture.ts'

const audit: Audit = { ok: true, accounts: 0, transfers: 0, problems: [] }

/**
 * The part of the public contract that tests of a client and a script runner need: one payer's phone with an
 * Approvals menu, MTN's provisioning, request to pay and accounts, a frozen clock. It records every request.
 */
export class TinySimulator implements Port {
  readonly seen: PortRequest[] = []
  readonly refused = new Map<string, PortResponse>()
  readonly sinks: string[] = []
  readonly settings = new TinySettings()
  now = Date.parse('2026-01-05T09:00:00.000Z')
  tokens = 0
  closed = 0
  readonly #leaving: Array<() => void> = []
  readonly #listeners = new Map<string, (request: ReceivedRequest) => { status: number }>()
  readonly #tokenEnds = new Map<string, number>()
  readonly #requests = new TinyRequests((url, method, body) => this.#callBack(url, method, body))
  readonly ama = new TinyPhone(this.#requests, this)
  readonly messages = this.ama.messages
  readonly texts = this.ama.texts
  readonly accounts = new TinyAccounts(
    (url, method, body) => this.#callBack(url, method, body),
    (text) => this.sms(text),
  )

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
    this.ama.sms(text)
  }

  #answer(key: string, url: URL, request: PortRequest): PortResponse {
    const body = request.body ? JSON.parse(request.body) : {}
    const phone = /\/_sim\/phones\/(\+\d+)(?:\/(\w+))?$/.exec(key)
    if (phone) return this.ama.answer(phone[2] ?? request.method, url, body)
    const setting = this.settings.answer(key, body)
    if (setting) return setting
    if (key.startsWith('GET /_sim/world')) return json(200, this.#world())
    if (key.startsWith('GET /_sim/health')) return json(200, this.#health())
    if (key.endsWith('/_sim/reset')) return empty(204)
    if (key.startsWith('GET /_sim/ledger/audit')) return json(200, audit)
    if (key.startsWith('GET /_sim/timeline')) return json(200, [this.#hop()])
    if (key.startsWith('GET /_sim/callbacks')) return json(200, [])
    if (key.includes('/_sim/clock')) return this.#clock(key, body)
    return this.#momo(key, request, body)
  }

  #time(): string {
    return new Date(this.now).toISOString()
  }

  #health(): Health {
    return { status: 'ok', version: '0', store: 'memory', now: this.#time() }
  }

  #hop(): TimelineEvent {
    return { id: 1, kind: 'ussd.hop', phone: this.ama.msisdn, at: this.#time(), data: {} }
  }

  #world(): World {
    const { msisdn, pin, balance, network } = this.ama
    const balances = [{ currency: 'EUR', amount: (balance / 100).toFixed(2) }]
    return {
      phones: [{ msisdn, name: 'Ama', pin, language: 'en', environment: 'sandbox', network, balances }],
      momo: {
        subscriptionKeys: { collection: 'c-key', disbursement: 'd-key', remittance: 'r-key' },
        apiUsers: [
          {
            id: 'u1',
            name: 'Shop',
            apiKey: 'k1',
            providerCallbackHost: 'shop.example',
            targetEnvironment: 'mtnghana',
          },
        ],
      },
      onepipe: { apps: [], sources: [] },
      network: {
        username: 'sandbox',
        apiKey: 'at-key',
        accounts: [],
        networkCode: '99999',
        senderIds: [],
        serviceCodes: [],
        shortCodes: [],
      },
    }
  }

  #clock(key: string, body: { by?: string }): PortResponse {
    if (key.endsWith('/advance')) {
      const [, minutes, seconds] = /^PT(?:(\d+)M)?(?:(\d+)S)?$/.exec(body.by ?? '') ?? []
      this.now += (Number(minutes ?? 0) * 60 + Number(seconds ?? 0)) * 1000
      this.#requests.elapse(this.now)
      this.accounts.elapse(this.now)
      // Like the real one, the clock answers when what is due has been attempted.
      this.#deliver()
    }
    return json(200, { mode: 'frozen', now: this.#time() })
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
    if (key === 'POST /v1_0/apiuser') return empty(201)
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
    if (verb !== 'POST') return this.#requests.read(path.split('/').pop() ?? '')
    const asked = this.#requests.ask(headers, body, this.now)
    if (asked.status === 202) this.ama.push()
    return asked
  }
}
