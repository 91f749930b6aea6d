import type { Kernel, Outbound, Rx } from '../../../kernel/index.ts'
import type { SmsFailure } from '../../../messaging/index.ts'
import type { BalanceView, HolderView } from '../../../wallet/index.ts'
import type { OnePipeQuirks } from '../quirks.ts'
import type { AuthType } from './plaintext.ts'
import type { ServicePrice } from './statement.ts'

/** An app that calls OnePipe. */
export interface OnePipeApp {
  /** Shown in the SMS. */
  name: string
  /** The bearer token. */
  apiKey: string
  /** Signs requests and encrypts `auth.secure`. */
  secret: string
  /** Balances without an OTP: a setting of the provider for this app, never of a request. */
  otpOverride: boolean
}

/** An account, card, wallet or phone with a balance, tied to the phone of its owner. */
export interface OnePipeSource {
  type: AuthType
  /** The text that an app encrypts, such as `6200000766;058`. */
  plaintext: string
  /** `+` and digits: gets the OTP, and its NGN account has the balance. */
  phone: string
  /** The owner's address for the OTP. */
  email?: string | undefined
  /** Replaces the world's setting. */
  sendOtpBy?: readonly OtpChannel[] | undefined
  /** `PendingValidation` asks for it; a card has its PIN in the plaintext. */
  pin?: string | undefined
  status: 'open' | 'closed'
}

/** What sends the OTP by SMS: Africa's Talking, or a service that takes OnePipe's `send_sms`. */
export type SmsHandler =
  | { kind: 'africastalking' }
  | { kind: 'onepipe'; url: string; apiKey: string; secret: string; senderId: string }

/** How an OTP is sent. */
export const otpChannels = ['sms', 'email'] as const
export type OtpChannel = (typeof otpChannels)[number]

/** What sends the OTP by e-mail: the mailboxes here, or a service that takes OnePipe's `send_email`. */
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

/** The settings of OnePipe in the world file. */
export interface OnePipeConfig {
  apps: readonly OnePipeApp[]
  sources: readonly OnePipeSource[]
  /** The provider's URL; {@link ownProvider} by default. */
  providerUrl: string
  /** The bearer token between the two. */
  providerKey: string
  /** Real milliseconds that the provider may take. */
  providerTimeoutMs: number
  /** The environment whose NGN accounts are read. */
  environment: string
  smsHandler: SmsHandler
  emailHandler: EmailHandler
  /** A source may have its own; one without an e-mail address gets an SMS if `sms` is in the list. */
  sendOtpBy: readonly OtpChannel[]
  /** By service; the price of a service not named is unknown. */
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

/** The part of the wallet that OnePipe uses. */
export interface BalancePort {
  readonly holders: {
    byPhone(rx: Rx, phone: string): Promise<HolderView | undefined>
    balances(rx: Rx, holderId: number): Promise<BalanceView[]>
  }
}

/** The outcome of an SMS; an `unknown` one may have been accepted. */
export type SmsOutcome = { ok: true } | Pick<SmsFailure, 'ok' | 'kind' | 'reason' | 'reasonIn'>

/** What OnePipe needs to put an e-mail into a mailbox. */
export interface MailPort {
  /** A repeated delivery of the same message has the same `id`. */
  deliver(email: {
    id: string
    from: string
    to: string
    subject: string
    text: string
    trace: string | null
  }): Promise<SmsOutcome>
}

/** What OnePipe needs to send an SMS. */
export interface SmsPort {
  /** @param sms `from` is a sender id; the handler's own where left out */
  send(sms: { to: string; text: string; from?: string; trace: string | null }): Promise<SmsOutcome>
}

/** What the gateway and the provider need. */
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
