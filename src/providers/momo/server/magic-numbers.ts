import type { Told } from '../../../terms/index.ts'
import type { Party, Scripted } from '../../../wallet/index.ts'
import type { MomoQuirks } from '../quirks.ts'
import { type MomoReason, refusalFor } from './wording.ts'

/** How an order of a test number ends. `failed`: a failure for which MTN gives no cause. */
type OrderMeaning = MomoReason | 'failed' | 'ongoing' | 'delayed'

/** The orders of which MTN has test numbers. */
type OrderOperation = 'request-to-pay' | 'withdrawal' | 'invoice' | 'pre-approval' | 'transfer' | 'deposit'

/** How account holder operations answer for a test number. */
type HolderMeaning =
  | 'not-found'
  | 'not-active'
  | 'not-allowed'
  | 'not-allowed-target-environment'
  | 'internal-error'
  | 'service-unavailable'

interface Meanings {
  'request-to-pay': OrderMeaning
  withdrawal: OrderMeaning
  invoice: OrderMeaning
  'pre-approval': OrderMeaning
  transfer: OrderMeaning
  deposit: OrderMeaning
  'account-holder': HolderMeaning
  'pre-approvals': 'none-approved'
}

/** An operation, or several, that share test numbers. */
export type TestNumbers = keyof Meanings

/** The only environment that has test numbers. */
export const sandbox = 'sandbox'

/** Of requests to pay, withdrawals and deposits. */
const payments = {
  '46733123450': 'failed',
  '46733123451': 'approval-rejected',
  '46733123452': 'expired',
  '46733123453': 'ongoing',
  '46733123454': 'delayed',
  '46733123455': 'payer-not-found',
  '46733123456': 'payee-not-allowed-to-receive',
  '46733123457': 'not-allowed',
  '46733123458': 'not-allowed-target-environment',
  '46733123459': 'invalid-callback-url-host',
  '46733123460': 'invalid-currency',
  '46733123461': 'internal-error',
  '46733123462': 'service-unavailable',
  '46733123463': 'could-not-perform-transaction',
  '46733123464': 'transfer-type-unknown',
} as const satisfies Readonly<Record<string, OrderMeaning>>

/**
 * MTN's test numbers by operation: https://momodeveloper.mtn.com/content/html_widgets/l4KRt.html. Any other number is
 * an ordinary payer, who answers on the phone.
 */
export const magicNumbers: { readonly [Name in keyof Meanings]: Readonly<Record<string, Meanings[Name]>> } = {
  'request-to-pay': payments,
  withdrawal: payments,
  // Of the sandbox notebook's table for invoices, whose numbers but one are these.
  invoice: {
    '46733123450': 'failed',
    '46733123451': 'approval-rejected',
    '46733123452': 'expired',
    '46733123454': 'delayed',
  },
  'pre-approval': {
    '46733123450': 'failed',
    '46733123451': 'approval-rejected',
    '46733123452': 'expired',
    '46733123453': 'ongoing',
    '46733123454': 'delayed',
    '46733123455': 'payer-not-found',
    '46733123456': 'not-allowed',
    '46733123457': 'not-allowed-target-environment',
    '46733123458': 'invalid-callback-url-host',
    '46733123459': 'invalid-currency',
    '46733123460': 'internal-error',
    '46733123461': 'service-unavailable',
  },
  transfer: {
    '46733123450': 'failed',
    '46733123451': 'approval-rejected',
    '46733123452': 'expired',
    '46733123453': 'ongoing',
    '46733123454': 'delayed',
    '46733123455': 'not-enough-funds',
    '46733123456': 'payer-limit-reached',
    '46733123457': 'payee-not-found',
    '46733123458': 'not-allowed',
    '46733123459': 'not-allowed-target-environment',
    '46733123460': 'invalid-callback-url-host',
    '46733123461': 'invalid-currency',
    '46733123462': 'internal-error',
    '46733123463': 'service-unavailable',
    '46733123464': 'transfer-type-unknown',
  },
  deposit: payments,
  'account-holder': {
    '46733123450': 'not-found',
    '46733123451': 'not-active',
    '46733123452': 'not-allowed',
    '46733123453': 'not-allowed-target-environment',
    '46733123454': 'internal-error',
    '46733123455': 'service-unavailable',
    'notfound@email.com': 'not-found',
    'notactive@email.com': 'not-active',
    'notallowed@email.com': 'not-allowed',
    'notallowedtargetenvironment@email.com': 'not-allowed-target-environment',
    'internalprocessingerror@email.com': 'internal-error',
    'serviceunavailable@email.com': 'service-unavailable',
    '5cecb5a7-8bd0-4f49-87b1-8eb9ecc7b7bc': 'not-found',
    'b0040b3c-b426-4a90-af6e-673e65861cd7': 'not-active',
    '4d5f500f-c385-4901-9be5-25b6d36ad220': 'not-allowed',
    'd2265f9b-0c22-496d-908f-79a65ad66266': 'not-allowed-target-environment',
    '8f548a78-ceb8-4d12-a243-5640b91e91a4': 'internal-error',
    '585c07a4-2c80-42f7-9e73-e586b36dee68': 'service-unavailable',
  },
  'pre-approvals': { '46733123469': 'none-approved' },
}

/** The meaning of a test number in this operation; undefined for any other party. */
export function magicMeaning<Name extends keyof Meanings>(
  operation: Name,
  { party, environment }: { party: Party; environment: string },
  quirks: MomoQuirks,
): Meanings[Name] | undefined {
  if (environment !== sandbox || quirks['magic-numbers'] === 'off') return undefined
  const id = party.type === 'MSISDN' ? party.id.replace(/^\+|^00/, '') : party.id.toLowerCase()
  const known = magicNumbers[operation]
  return Object.hasOwn(known, id) ? known[id] : undefined
}

/**
 * How the wallet settles an order without a person; undefined where the payer answers it.
 *
 * @throws Refusal where the quirk `magic-refusals` is synchronous
 */
export function scriptFor(
  operation: OrderOperation,
  of: { party: Party; environment: string },
  quirks: MomoQuirks,
): Scripted | undefined {
  const meaning = magicMeaning(operation, of, quirks)
  if (meaning === undefined) return undefined
  if (meaning === 'ongoing' || meaning === 'delayed') {
    const scripted = unhurried[quirks['ongoing-numbers']][meaning]
    const ofPayee = operation === 'transfer' && scripted.reason === 'payer-delayed'
    return ofPayee ? { ...scripted, reason: 'payee-delayed' } : scripted
  }
  const reason = meaning === 'failed' ? 'internal-error' : meaning
  if (quirks['magic-refusals'] === 'synchronous' && refusals.has(reason)) {
    throw refusalFor(reason).explained(explainMagic(of.party, reason))
  }
  return { reason, afterSeconds: 0 }
}

/** Explains the refusal of a test number, for a user who took it for an ordinary phone. */
export function explainMagic({ id }: Party, meaning: string): Told {
  return {
    en:
      `${id} is a test number of MTN's sandbox that stands for ${meaning}. The quirk magic-numbers: off makes it a phone ` +
      'like any other.',
    fr:
      `${id} est un numéro de test du bac à sable de MTN, qui veut dire ${meaning}. La particularité magic-numbers: off en ` +
      'fait un téléphone comme un autre.',
  }
}

/** Whether a pending order shows `CREATED`. */
export function showsCreated(
  operation: OrderOperation,
  of: { party: Party; environment: string },
  quirks: MomoQuirks,
): boolean {
  if (quirks['created-status'] === 'never') return false
  const meaning = magicMeaning(operation, of, quirks)
  return meaning === 'delayed' || (meaning === 'ongoing' && operation === 'pre-approval')
}

const never: Scripted = { reason: null, afterSeconds: null }

const unhurried: Record<MomoQuirks['ongoing-numbers'], Record<'ongoing' | 'delayed', Scripted>> = {
  measured: { ongoing: never, delayed: { reason: null, afterSeconds: 25 } },
  '2018': { ongoing: { reason: null, afterSeconds: 30 }, delayed: never },
  failed: {
    ongoing: { reason: 'ongoing', afterSeconds: 0 },
    delayed: { reason: 'payer-delayed', afterSeconds: 0 },
  },
}

/** Failures that the API otherwise answers at once, before it creates an order. */
const refusals: ReadonlySet<MomoReason> = new Set<MomoReason>([
  'not-allowed',
  'not-allowed-target-environment',
  'invalid-callback-url-host',
  'invalid-currency',
  'service-unavailable',
])
