// SMS from apps: checks each recipient, charges the account, and delivers or refuses each message.
import { canBePhone, type Kernel, type Rx, type Tx } from '../kernel/index.ts'
import { shortCodePattern } from '../terms/index.ts'
import { isSandbox, pricesOf } from './accounts.ts'
import type { NetworkConfig } from './config.ts'
import { findOrMakeHandset, handsetRow } from './handset.ts'
import { recipientMsisdn } from './msisdn.ts'
import { quirksOf } from './quirks.ts'
import { isShortCode } from './short-codes.ts'
import { balanceLeft, charge } from './sms-account.ts'
import { type AcceptedSms, arrive, delay, fail, lose } from './sms-arrival.ts'
import { priceOf } from './sms-cost.ts'
import { hasOptedOut } from './sms-opt-out.ts'
import { maxParts, smsParts } from './sms-parts.ts'
import {
  absent,
  accepted,
  type FailureReason,
  failureReasons,
  type Recipient,
  type Refusal,
  refusals,
  refused,
  type SentMessage,
  smsWording,
} from './sms-wording.ts'

const defaultSender = 'AFRICASTKNG'
/** Longest sender, and longest list of recipients, in an event; the rest is cut off. */
const longestShown = 200
const hourMilliseconds = 3_600_000

/** A request of an app, from either of Africa's Talking's routes. */
export interface SendRequest {
  /** Empty for the default sender. */
  from: string
  to: readonly string[]
  message: string
  premium: boolean
  enqueue: boolean
  /** Hours until a premium message expires. */
  retryHours: number | undefined
  /** A masked number: only the telco knows the real one. */
  maskedNumber?: string | undefined
}

export interface Sending {
  config: NetworkConfig
  faults: Kernel['faults']
  /** The account that sends; the world's own by default. */
  username?: string
}

/** Sends one SMS to each recipient. The answer lists accepted and refused recipients in the order of the request. */
export async function sendSms(
  tx: Tx,
  request: SendRequest,
  { config, faults, username = config.username }: Sending,
): Promise<SentMessage> {
  const from = request.from === '' ? defaultSender : request.from
  if (!(await isAllowedSender(tx, from, config))) {
    await announceRefusal(tx, { from, to: request.to.join(','), reason: 'InvalidSenderId' })
    return smsWording.invalidSenderId
  }
  const { premium, enqueue, message } = request
  const parts = smsParts(message)
  const { smsCost, holdHours } = pricesOf(config, config.username)
  const cost = premium ? '0' : priceOf(smsCost, parts)
  const { accountCost: price } = pricesOf(config, username)
  const form = isSandbox(username) ? 'sandbox' : quirksOf(config)['at-live-status']
  const each = premium ? 0 : price.amount * parts
  const expiresAt = tx.now + (request.retryHours ?? holdHours) * hourMilliseconds
  let left = each === 0 ? 0 : await balanceLeft(tx, config, username)
  let count = 0
  const refuse = async (number: string, reason: Refusal): Promise<Recipient> => {
    await announceRefusal(tx, { from, to: number, reason })
    return refused(number, reason)
  }
  const sendOne = async (typed: string): Promise<Recipient> => {
    const to = recipientMsisdn(typed)
    if (to === undefined || !(canBePhone(to) || (await handsetRow(tx, to))))
      return refuse(typed.trim(), 'InvalidPhoneNumber')
    // Africa's Talking's own limit and its error for it are not published; this is the limit of every network.
    if (parts > maxParts) return refuse(to, 'RejectedByGateway')
    if (!premium && (await hasOptedOut(tx, from, to))) return refuse(to, 'UserInBlacklist')
    if (each > left) return refuse(to, 'InsufficientBalance')
    const messageId = `ATXid_${tx.random.hex(32)}`
    const { trace } = tx
    const sms = { messageId, from, to, text: message, premium, acceptedAt: tx.now, expiresAt, trace }
    const refusal = await deliver(tx, sms, { config, faults })
    if (refusal) return refuse(to, refusal)
    left -= each
    count++
    return accepted({ cost, messageId, messageParts: parts, number: to, form, enqueue })
  }
  const recipients: Recipient[] = []
  for (const typed of request.to) if (typed.trim() !== '') recipients.push(await sendOne(typed))
  if (request.maskedNumber !== undefined) {
    recipients.push(await refuse(request.maskedNumber, 'UnsupportedNumberType'))
  }
  if (each * count > 0) await charge(tx, config, { username, amount: each * count })
  const total = count === 0 ? '0' : priceOf(price, parts * count)
  return {
    Message: smsWording.sent({ accepted: count, recipients: recipients.length, total, parts, premium, form }),
    Recipients: recipients,
  }
}

/** Delivers a message, or does what a fault says. Returns the reason if the message is refused. */
async function deliver(tx: Tx, sms: AcceptedSms, { config, faults }: Sending): Promise<Refusal | undefined> {
  const fault = await faults.next(tx, { point: 'sms', phone: sms.to, code: sms.from })
  const reason = fault?.do === 'rejected' ? (fault.reason ?? 'RejectedByGateway') : undefined
  if (isRefusal(reason)) return reason
  const handset = await findOrMakeHandset(tx, sms.to, config.openPhones)
  if (!handset) await fail(tx, sms, { status: 'Failed', failureReason: 'UserDoesNotExist' })
  else if (reason === absent) await fail(tx, sms, { status: absent })
  else if (reason !== undefined) await fail(tx, sms, { status: 'Rejected', failureReason: failureOf(reason) })
  else if (fault?.do === 'lost') await lose(tx, sms)
  else if (fault?.do === 'delayed') await delay(tx, sms, tx.now + fault.delayMs)
  else await arrive(tx, sms, { online: handset.online === 1 })
  return undefined
}

/** Every refusal is on the timeline too, not only in the answer to the app. */
async function announceRefusal(
  tx: Tx,
  { from, to, reason }: { from: string; to: string; reason: Refusal },
): Promise<void> {
  const phone = recipientMsisdn(to)
  await tx.emit({
    kind: 'sms.refused',
    ...(phone === undefined ? {} : { phone }),
    data: { from: from.slice(0, longestShown), to: to.slice(0, longestShown), reason },
  })
}

function isRefusal(reason: string | undefined): reason is Refusal {
  return reason !== undefined && Object.hasOwn(refusals, reason)
}

/** A reason that Africa's Talking does not have is reported as `DeliveryFailure`. */
function failureOf(reason: string): FailureReason {
  return failureReasons.find((known) => known === reason) ?? 'DeliveryFailure'
}

/**
 * A name that Africa's Talking may register for anybody: it says only "alphanumeric". Others, such as `Joe's Shop`, a world
 * must name.
 */
const commonSenderId = /^[A-Za-z0-9 .&_+-]{1,11}$/

/** A sender id must be registered: in the world's `senderIds`, or with callback URLs of its own. */
async function isAllowedSender(rx: Rx, from: string, { senderIds }: NetworkConfig): Promise<boolean> {
  if (from === defaultSender || shortCodePattern.test(from) || senderIds.includes(from)) return true
  if (senderIds.includes('*') && commonSenderId.test(from)) return true
  return from !== '*' && (await isShortCode(rx, from))
}
