/** What the control routes answer, as far as the page shows it. */

export interface Screen {
  sessionId: string | null
  status: 'open' | 'ended' | 'cancelled' | 'timed-out' | 'failed'
  text: string
  hops: number
  error: string | null
  answer?: string
  diagnosis?: string
  warnings: Array<{ code: string; message: string }>
}

export interface Phone {
  msisdn: string
  name: string | null
  network: string
  online: boolean
  screen: Screen | null
}

export interface Dialect {
  networkCode: string
  name: string
  screenSeptets: number
  inputCharacters: number
}

export interface Thread {
  with: string
  messages: Array<{ direction: 'received' | 'sent'; id: number; text: string; at: string }>
}

export interface Message {
  id: number
  code: string | null
  warnings?: Array<{ code: string; message: string }>
}

export interface Mailbox {
  address: string
  messages: number
}

export interface Email {
  id: number
  from: string
  subject: string
  text: string
  code: string | null
  receivedAt: string
}

export interface ApiUser {
  id: string
  name: string
  apiKey: string
  providerCallbackHost: string
  targetEnvironment: string
}

export type Product = 'collection' | 'disbursement' | 'remittance'

export interface World {
  phones: Array<{
    msisdn: string
    name: string | null
    pin: string | null
    environment: string | null
    balances: Array<{ currency: string; amount: string }>
  }>
  momo: { subscriptionKeys: Record<Product, string>; apiUsers: ApiUser[] }
  onepipe: {
    apps: Array<{ name: string; apiKey: string; secret: string; otpOverride: boolean }>
    sources: Array<{
      type: string
      plaintext: string
      phone: string
      email?: string
      /** Of a source with an address. */
      sendOtpBy?: Array<'sms' | 'email'>
    }>
  }
  network: { serviceCodes: Array<{ code: string; callbackUrl: string }> }
}

export interface Clock {
  mode: 'running' | 'frozen'
  now: string
}

/** An entry of the timeline: an event, a movement of the ledger, or an HTTP exchange. */
export interface TimelineEntry {
  id: string
  /** Entries stand in this order. An event's is a whole number. */
  place: number
  kind: string
  phone: string | null
  at: string
  data: Record<string, unknown>
}

export interface Callback {
  id: number
  kind: string
  status: 'waiting' | 'pending' | 'attempting' | 'done' | 'failed' | 'lost'
  attempts: number
  url: string
  method: string
  body: string
  result: {
    status?: number
    error?: string
    headers?: Record<string, string>
    answer?: { headers: Record<string, string>; body: string }
  } | null
  createdAt: string
  attemptedAt: string | null
}

export interface Account {
  id: number
  kind: 'person' | 'merchant' | 'system'
  name: string
  phone: string | null
  environment: string
  currency: string
  product: string
  balance: string
}

export interface Entry {
  id: number
  transfer: number
  kind: string
  amount: string
  currency: string
  at: string
}

export interface FaultPlan {
  id?: string
  point: string
  do: string
  match?: Record<string, string>
  when?: Record<string, number | string>
  args?: Record<string, string>
  met?: number
  injected?: number
}
