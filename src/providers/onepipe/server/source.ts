import { timingSafeEqual } from 'node:crypto'
import type { Kernel, Rx, Tx } from '../../../kernel/index.ts'
import type { OnePipeConfig, OnePipeSource } from './config.ts'
import { type AuthType, detailsOf, hasShape, shapeRule } from './plaintext.ts'
import { countFailure, failuresOf, forgetFailures } from './tables.ts'
import { closedSource, notInClear, tooManyFailures, unknownSource, wrongBank } from './wording.ts'

/** A source that was found, and what its owner must still enter. */
export interface FoundSource {
  source: OnePipeSource
  /** The keyed hash by which it is stored. */
  key: string
  /** The PIN to ask for; null where none is needed, or the request had it. */
  pin: string | null
  /** The request had a wrong PIN. */
  wrongPin: boolean
}

const day = 24 * 60 * 60_000

/** @throws Refusal where it has not the form of its type, is unknown or closed */
export function findSource(
  kernel: Kernel,
  { sources }: OnePipeConfig,
  { type, plaintext }: { type: AuthType; plaintext: string },
): FoundSource {
  if (!hasShape(type, plaintext)) throw notInClear(shapeRule(type))
  const given = detailsOf(type, plaintext)
  const same = sources
    .filter((source) => source.type === type)
    .map((source) => ({ source, details: detailsOf(type, source.plaintext) }))
    .filter(({ details }) => details.number === given.number)
  // The operator of a phone may be left out.
  const agrees = (rest: string) =>
    rest === given.rest || (type === 'msisdn' && (rest === '' || given.rest === ''))
  const found = same.find(({ details }) => agrees(details.rest))
  if (!found) throw same.length > 0 && type !== 'card' ? wrongBank() : unknownSource()
  const { source, details } = found
  if (source.status === 'closed') throw closedSource()
  const pin = source.pin ?? details.pin
  return {
    source,
    key: kernel.hmac('onepipe source', `${type} ${details.number} ${details.rest}`),
    pin: given.pin === null ? pin : null,
    wrongPin: given.pin !== null && pin !== null && !sameText(kernel, given.pin, pin),
  }
}

/** Where a code is sent: phone, e-mail, or both. */
export interface Receivers {
  phone: string | null
  email: string | null
}

/** Where the owner of a source gets an OTP; the world file ensures at least one. */
export function receivers(
  { phone, email, sendOtpBy }: OnePipeSource,
  config: Pick<OnePipeConfig, 'sendOtpBy'>,
): Receivers {
  const channels = sendOtpBy ?? config.sendOtpBy
  return {
    phone: channels.includes('sms') ? phone : null,
    email: channels.includes('email') ? (email ?? null) : null,
  }
}

/**
 * The source for a request in inspect mode that names none: its customer's, by account, card, wallet or phone number,
 * else the first of the world; only of `type`, where the request has one.
 *
 * @throws Refusal where the world has no open source
 */
export function sourceToInspect(
  { sources }: Pick<OnePipeConfig, 'sources'>,
  {
    customer,
    type: wanted,
  }: {
    customer: { customer_ref?: unknown; mobile_no?: unknown } | null | undefined
    type: AuthType | null
  },
): OnePipeSource {
  const open = sources.filter(({ status, type }) => status === 'open' && (wanted === null || type === wanted))
  const named = [customer?.customer_ref, customer?.mobile_no]
    .filter((given) => typeof given === 'string')
    .map((given) => given.trim().replace(/^\+/, ''))
  const found =
    open.find(({ type, plaintext }) => named.includes(detailsOf(type, plaintext).number)) ??
    open.find(({ phone }) => named.includes(phone.slice(1))) ??
    open[0]
  if (!found) throw unknownSource()
  return found
}

/** Compares in constant time, for any lengths. */
function sameText(kernel: Kernel, one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => Buffer.from(kernel.hmac('onepipe pin', text)))
  return a !== undefined && b !== undefined && timingSafeEqual(a, b)
}

/** Whether the source has reached the limit of wrong answers within a day. */
export async function isBlocked(rx: Rx, { otp }: OnePipeConfig, key: string): Promise<boolean> {
  const counted = await rx.first(failuresOf, { source: key, after: rx.now - day })
  return (counted?.failures ?? 0) >= otp.triesOfSource
}

/** @throws Refusal where it is blocked */
export async function refuseBlocked(rx: Rx, config: OnePipeConfig, key: string): Promise<void> {
  if (await isBlocked(rx, config, key)) throw tooManyFailures()
}

/** Counts a wrong answer over all transactions of the source; after a day the count starts again. */
export async function countWrongAnswer(tx: Tx, key: string): Promise<void> {
  if (!(await tx.first(failuresOf, { source: key, after: tx.now - day }))) {
    await tx.change(forgetFailures, { source: key })
  }
  await tx.change(countFailure, { source: key, now: tx.now })
}

export async function forgetWrongAnswers(tx: Tx, key: string): Promise<void> {
  await tx.change(forgetFailures, { source: key })
}
