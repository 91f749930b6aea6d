import type { Kernel, Outbound, Rx } from '../kernel/index.ts'
import type { SmsFailure } from '../messaging/index.ts'
import type { BalanceView, HolderView } from '../wallet/index.ts'
import type { AuthType } from './plaintext.ts'
import type { OnePipeQuirks } from './quirks.ts'
import type { ServicePrice } from './statement.ts'

/** An app that calls OnePipe. */
export interface OnePipeApp {
  /** Shown in the SMS. */
  name: string
  /** The bearer token. */
  apiKey: string
  /** Signs requests, and is the key of `auth.secure`. */
  secret: string
  /** Balances without an OTP, as the provider's settings for this app say; never what a request says. */
  otpOverride: boolean
}

/** What a balance can be asked of: an account, card, wallet or phone, tied to the phone of its owner. */
export interface OnePipeSource {
  type: AuthType
  /** As an app encrypts it, such as `6200000766;058`. */
  plaintext: string
  /** `+` and digits: gets the OTP, and its NGN account has the balance. */
  phone: string
  /** Of its owner, who may get the OTP there. */
  email?: string | undefined
  /** Instead of what the world says. */
  sendOtpBy?: readonly OtpChannel[] | undefined
  /** Asked for by `PendingValidation`; a card has its own in the plaintext. */
  pin?: string | undefined
  status: 'open' | 'closed'
}

/** Who sends the OTP: Africa's Talking, or a service that takes OnePipe's `send_sms`. */
export type SmsHandler =
  | { kind: 'africastalking' }
  | { kind: 'onepipe'; url: string; apiKey: string; secret: string; senderId: string }

/** How an OTP is sent. */
export const otpChannels = ['sms', 'email'] as const
export type OtpChannel = (typeof otpChannels)[number]

/** Who sends the OTP by e-mail: the mailboxes here, or a service that takes OnePipe's `send_email`. */
type EmailHandler =
  | { kind: 'mailbox' }
  | {
      kind: 'onepipe'
      url: string
      apiKey: string
      secret: string
      senderName: string
      senderEmail: string
      templateId: string
    }

/** What the world file says about OnePipe. */
export interface OnePipeConfig {
  apps: readonly OnePipeApp[]
  sources: readonly OnePipeSource[]
  /** Where the gateway finds the provider; {@link ownProvider} by default. */
  providerUrl: string
  /** The bearer token between the two. */
  providerKey: string
  /** Real milliseconds that the provider may take. */
  providerTimeoutMs: number
  /** Whose NGN accounts are read. */
  environment: string
  smsHandler: SmsHandler
  emailHandler: EmailHandler
  /** A source may say otherwise; one without an address gets an SMS where `sms` is among them. */
  sendOtpBy: readonly OtpChannel[]
  /** By service; what is not named costs nothing that is known. */
  prices: Readonly<Record<string, ServicePrice>>
  otp: OtpRules
  quirks: OnePipeQuirks
}

/** Seconds are of the business clock. */
export interface OtpRules {
  lifeSeconds: number
  /** Wrong answers to one transaction; the last one locks it. */
  tries: number
  /** Wrong answers to one source over all its transactions, within a day of the first. */
  triesOfSource: number
  /** How soon, and how often, a code may be sent again. */
  resendSeconds: number
  resends: number
}

export const otpRules: OtpRules = {
  lifeSeconds: 300,
  tries: 3,
  triesOfSource: 9,
  resendSeconds: 30,
  resends: 3,
}

/** What OnePipe needs of the wallet. */
export interface BalancePort {
  holderByPhone(rx: Rx, phone: string): Promise<HolderView | undefined>
  balances(rx: Rx, holderId: number): Promise<BalanceView[]>
}

/** What became of an SMS; `unknown` may have been accepted. */
export type SmsOutcome = { ok: true } | Pick<SmsFailure, 'ok' | 'kind' | 'reason'>

/** What OnePipe needs to put an e-mail into a mailbox. */
export interface MailPort {
  /** `id` tells a second delivery of the same message. */
  deliver(email: { id: string; from: string; to: string; subject: string; text: string }): Promise<SmsOutcome>
}

/** What OnePipe needs to send an SMS. */
export interface SmsPort {
  /** @param sms `from` is a sender id; the handler's own where left out */
  send(sms: { to: string; text: string; from?: string }): Promise<SmsOutcome>
}

/** What the gateway and the provider work with. */
export interface OnePipeContext {
  readonly kernel: Kernel
  readonly wallet: BalancePort
  readonly messaging: SmsPort
  readonly mail: MailPort
  readonly outbound: Outbound
  readonly config: OnePipeConfig
}

/** The operations of `/v2/transact`; the first has no name on the wire. */
export type GatewayOperation = 'transact' | 'validate' | 'query' | 'reverse' | 'options' | 'fulfil'
