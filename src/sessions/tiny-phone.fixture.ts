import type { PhoneView, PortResponse, Screen } from '../client/index.ts'
import type { TinyRequest, TinyRequests } from './tiny-requests.fixture.ts'
import { json } from './tiny-response.fixture.ts'

interface PhoneBody {
  code?: string
  to?: string
  text?: string
  online?: boolean
  network?: string | null
}

/** One payer's phone and wallet, with an Approvals menu. */
export class TinyPhone {
  readonly msisdn = '+46733000001'
  readonly pin = '1234'
  online = true
  network = '99999'
  /** Hundredths of a euro. */
  balance = 100_000
  readonly messages: Array<Record<string, unknown>> = []
  readonly texts: Array<{ id: number; to: string; text: string; sentAt: string }> = []
  readonly #requests: TinyRequests
  readonly #clock: { readonly now: number }
  #wrongPins = 0
  #screen: Screen | null = null
  #step: 'menu' | 'list' | 'detail' | 'pin' = 'menu'
  #shown: TinyRequest | undefined
  #sessions = 0

  constructor(requests: TinyRequests, clock: { readonly now: number }) {
    this.#requests = requests
    this.#clock = clock
  }

  sms(text: string): void {
    const code = /code\D*(\d{4,8})/.exec(text)?.[1] ?? null
    this.messages.push({ id: this.messages.length + 1, from: 'MoMo', text, code, receivedAt: this.#time() })
  }

  /** Shows the oldest waiting request, if no session is open. */
  push(): void {
    if (!this.online || this.#screen?.status === 'open') return
    const [pending] = this.#requests.pending()
    if (!pending) return
    this.#shown = pending
    this.#step = 'detail'
    this.#open(this.#detail(), `push-${++this.#sessions}`)
  }

  answer(verb: string, url: URL, body: PhoneBody): PortResponse {
    if (verb === 'messages') return body.to === undefined ? json(200, this.#inbox(url)) : this.#text(body)
    if (verb === 'threads') return json(200, this.#threads())
    if (verb === 'dial') {
      this.#step = 'menu'
      return json(200, this.#open(this.#menu(), `dial-${++this.#sessions}`))
    }
    if (verb === 'PATCH') {
      this.online = body.online ?? this.online
      this.network = body.network === null ? '99999' : (body.network ?? this.network)
    }
    if (verb === 'GET' || verb === 'PATCH') return json(200, this.#view())
    if (this.#screen?.status !== 'open') {
      return json(409, { title: 'Conflict', status: 409, detail: 'No session waits for an answer.' })
    }
    if (verb === 'cancel') this.#screen = { ...this.#screen, status: 'cancelled' }
    else this.#reply(body.text ?? '')
    return json(200, this.#screen)
  }

  #time(): string {
    return new Date(this.#clock.now).toISOString()
  }

  #view(): PhoneView {
    const { msisdn, network, online } = this
    return { msisdn, name: 'Ama', network, online, screen: this.#screen }
  }

  #inbox(url: URL) {
    const after = Number(url.searchParams.get('after') ?? 0)
    const contains = url.searchParams.get('contains') ?? ''
    return this.messages.filter(({ id, text }) => Number(id) > after && String(text).includes(contains))
  }

  #text({ to = '', text = '' }: PhoneBody): PortResponse {
    if (!/^\d{3,8}$/.test(to)) return json(400, { detail: `"${to}" is no short code.` })
    const sent = { id: this.texts.length + 1, to, text, sentAt: this.#time() }
    this.texts.push(sent)
    return json(201, sent)
  }

  #threads() {
    return this.texts.map(({ id, to, text, sentAt }) => {
      return { with: to, messages: [{ direction: 'sent', id, text, at: sentAt }] }
    })
  }

  #open(text: string, sessionId = this.#screen?.sessionId ?? null): Screen {
    const screen: Screen = { sessionId, status: 'open', text, hops: 1, error: null, warnings: [] }
    this.#screen = screen
    return screen
  }

  #end(text: string): void {
    this.#open(text).status = 'ended'
  }

  #menu(): string {
    return `MoMo\n1 Approvals (${this.#requests.pending().length})\n2 Balance`
  }

  #detail(): string {
    return `Pay ${this.#shown?.amount} EUR to shop\n1 Approve\n2 Reject`
  }

  #reply(text: string): void {
    if (this.#step === 'menu' && text === '1') {
      this.#step = 'list'
      const pending = this.#requests.pending()
      const items = pending.map(({ amount, currency }, at) => `${at + 1} shop ${amount} ${currency}`)
      this.#open(['Approvals', ...items, '0 Back'].join('\n'))
    } else if (this.#step === 'list') {
      this.#shown = this.#requests.pending()[Number(text) - 1]
      this.#step = 'detail'
      this.#open(this.#detail())
    } else if (this.#step === 'detail' && this.#shown) {
      if (text === '1') {
        this.#step = 'pin'
        this.#open('Enter your PIN')
      } else {
        this.#requests.finish(this.#shown, 'APPROVAL_REJECTED')
        this.#end('You rejected the request.')
      }
    } else if (this.#step === 'pin') this.#enter(text)
    else this.#open(this.#menu())
  }

  #enter(pin: string): void {
    const asked = this.#shown
    if (asked?.status !== 'PENDING') this.#end('This request has expired.')
    else if (pin !== this.pin) {
      this.#wrongPins += 1
      if (this.#wrongPins === 3) this.#end('Your wallet is locked.')
      else this.#open(`Wrong PIN. ${3 - this.#wrongPins} tries left.\nEnter your PIN`)
    } else if (Number(asked.amount) * 100 > this.balance) {
      this.#requests.finish(asked, 'NOT_ENOUGH_FUNDS')
      this.#end('You do not have enough money.')
    } else {
      this.balance -= Number(asked.amount) * 100
      this.#requests.finish(asked)
      this.#end('Approved.')
      this.sms(`You paid ${asked.amount} EUR.`)
    }
  }
}
