import anyAscii from 'any-ascii'
import type { OnePipeQuirks } from '../quirks.ts'
import { Refusal } from './refusal.ts'
import { services } from './services.ts'

/** `a, b and c`. */
const listed = (words: readonly string[]) => words.join(', ').replace(/, (?=[^,]*$)/, ' and ')

type Status = 'Successful' | 'Failed' | 'WaitingForOTP' | 'PendingValidation'

/** The answer of OnePipe, and of a provider to OnePipe, without `client_info`. */
export interface Envelope {
  status: Status
  message: string | null
  data: {
    provider_response_code: string | null
    provider: string | null
    errors: ErrorItem[] | null
    error: ErrorItem | null
    provider_response: object | null
  }
}

export interface ErrorItem {
  code: string
  message: string
}

/**
 * Codes of the PaywithAccount table (https://docs.paywithaccount.com) where it has one that fits; 55, 75 and 92 are
 * those of ISO 8583, on which that table is based: OnePipe publishes none for a wrong OTP.
 */
const codes = {
  unreadableSecure: '01',
  statusUnknown: '01',
  unknownApp: '03',
  notYourTransaction: '05',
  closedSource: '06',
  unknownSource: '07',
  pin: '09',
  unknownTransaction: '12',
  wrongBank: '16',
  wrongOperation: '18',
  noAction: '21',
  duplicate: '26',
  wrongShape: '30',
  wrongSignature: '34',
  wrongAnswer: '55',
  tooManyFailures: '65',
  late: '68',
  locked: '75',
  providerDown: '91',
  notDelivered: '92',
  openTransaction: '94',
  badField: '96',
  providerSlow: '97',
} as const

/** OnePipe's own code for a balance that waits for an OTP: the page Get Balance. */
const otpRequired = '900T0'
const success = '00'

// Refusals of the gateway.
export const unknownApp = (advice: string | null) =>
  new Refusal(
    codes.unknownApp,
    advice ?? 'The bearer token is missing, or is no API key of any app.',
    'unauthorized',
  )
export const wrongSignature = (advice: string | null) =>
  new Refusal(
    codes.wrongSignature,
    advice ?? 'The Signature is not the MD5 of request_ref;client_secret in hexadecimal.',
    'unauthorized',
    advice === null,
  )
export const unreadableSecure = (advice: string | null) =>
  new Refusal(
    codes.unreadableSecure,
    advice ?? 'auth.secure cannot be decrypted.',
    advice === null ? 'malformed' : 'failed',
    advice === null,
  )
export const wrongShape = (rule: string) =>
  new Refusal(codes.wrongShape, `auth.secure was decrypted, but is not ${rule}.`)
export const malformed = (message: string) => new Refusal(codes.badField, message, 'malformed')
export const badField = (message: string) =>
  new Refusal(codes.badField, `Invalid or missing parameters: ${message}`)
export const wrongOperation = (message: string) => new Refusal(codes.wrongOperation, message)
export const unknownRequestType = (type: string) =>
  wrongOperation(`This simulator knows the request_types ${listed(services)}, not ${type}.`)
export const usedRequestRef = (ref: string) =>
  new Refusal(codes.duplicate, `The request_ref ${ref} was used before. Send a new one with every call.`)
export const openTransaction = (ref: string) =>
  new Refusal(codes.openTransaction, `The transaction_ref ${ref} is of a transaction that is still open.`)
export const closedTransaction = (ref: string) =>
  new Refusal(codes.duplicate, `The transaction_ref ${ref} is of an earlier transaction. Send a new one.`)
export const unknownTransaction = (ref: string) =>
  new Refusal(codes.unknownTransaction, `There is no transaction with the transaction_ref ${ref}.`)
export const notYourTransaction = (ref: string) =>
  new Refusal(codes.notYourTransaction, `The transaction ${ref} was begun by another app.`)
export const alreadyOver = (ref: string) =>
  new Refusal(codes.noAction, `The transaction ${ref} is over; there is nothing to do.`)
export const alreadyUsed = (ref: string) =>
  new Refusal(codes.noAction, `The transaction ${ref} is complete: its OTP was used.`)
export const statusUnknown = (ref: string) =>
  new Refusal(codes.statusUnknown, `What became of the transaction ${ref} is not known.`)
export const providerDown = (why: string) =>
  new Refusal(codes.providerDown, `The provider gave no answer that can be used: ${why}`)
export const providerSlow = (seconds: number) =>
  new Refusal(codes.providerSlow, `The provider did not answer within ${seconds} seconds.`)

// Refusals of the provider.
/** For a user's own gateway: ours forwards no other form. */
export const notInClear = (rule: string) =>
  new Refusal(codes.wrongShape, `auth.secure is not ${rule} in clear, as a gateway sends it to a provider.`)
export const unknownSource = () =>
  new Refusal(codes.unknownSource, 'No such account, card, wallet or phone at this provider.')
export const wrongBank = () =>
  new Refusal(codes.wrongBank, 'The account is known, but not at the bank or provider of this code.')
export const closedSource = () => new Refusal(codes.closedSource, 'The account is closed.')
export const noAccount = () =>
  new Refusal(codes.unknownSource, 'No account in naira belongs to the phone of this source.')
export const tooManyFailures = () =>
  new Refusal(codes.tooManyFailures, 'Too many wrong answers for this source. Try again in a day.')
export const wrongAnswer = (what: 'OTP' | 'PIN', triesLeft: number) =>
  new Refusal(
    codes.wrongAnswer,
    `The ${what} is wrong. ${triesLeft === 1 ? '1 try is' : `${triesLeft} tries are`} left.`,
  )
export const wrongCardPin = () => new Refusal(codes.wrongAnswer, 'The PIN of the card is wrong.')
export const late = () => new Refusal(codes.late, 'The time to answer is over. Begin a new transaction.')
export const locked = () =>
  new Refusal(codes.locked, 'Too many wrong answers: the transaction is locked. Begin a new one.')
export const reversed = () => new Refusal(codes.noAction, 'The transaction was reversed.')
export const notDelivered = () =>
  new Refusal(codes.notDelivered, 'The OTP could not be sent to the owner of this source.')
export const unreadableChallenge = () =>
  new Refusal(
    codes.unknownTransaction,
    'The transaction was begun by another version of this provider. Begin a new one.',
  )
export const wrongProviderKey = () =>
  new Refusal(
    codes.providerDown,
    'The bearer token is not the key of this provider; see providerKey in the world file.',
    'unauthorized',
  )
export const internalFailure = () =>
  new Refusal(codes.badField, 'payersim failed; its log has the reason.', 'malformed')
/** The disk or the data file is at fault: the message says which, and what to do. */
export const outOfOrder = ({ message }: Error) => new Refusal(codes.badField, message, 'malformed')

export function failedEnvelope({ code, message }: ErrorItem, provider: string | null): Envelope {
  const error = { code, message }
  return {
    status: 'Failed',
    message,
    data: {
      provider_response_code: provider === null ? null : code,
      provider,
      errors: [error],
      error,
      provider_response: null,
    },
  }
}

/** Repeats a stored failure; a user's own provider may have given no code. */
export function failedAs(
  { code, message }: { code: string | null; message: string | null },
  provider: string,
): Envelope {
  if (code !== null) return failedEnvelope({ code, message: message ?? '' }, provider)
  const data = { provider_response_code: null, provider, errors: null, error: null, provider_response: null }
  return { status: 'Failed', message, data }
}

/** The captured answer of the real gateway to a request that it cannot use, with its misspelt field. */
export const opaqueFailure = {
  status: 'Failed',
  message: null,
  data: {
    provider_responde_code: '',
    charge_status: null,
    provider: '',
    errors: [{ code: '01', message: 'Error occurred while processing request' }],
    error: { code: '01', message: 'Error occurred while processing request' },
  },
}

function envelope(
  status: Status,
  message: string,
  { code, provider, response = null }: { code: string; provider: string; response?: object | null },
): Envelope {
  const data = {
    provider_response_code: code,
    provider,
    errors: null,
    error: null,
    provider_response: response,
  }
  return { status, message, data }
}

export function waitingForOtp(
  provider: string,
  { phone, email }: { phone: string | null; email: string | null },
  demoCode: string | null,
): Envelope {
  const hint = demoCode === null ? '' : `, use ${demoCode} as your OTP`
  const receivers = [
    phone === null ? [] : maskedPhone(phone),
    email === null ? [] : maskedEmail(email),
  ].flat()
  const message = `Please enter the OTP sent to ${receivers.join(' and ')}${hint}`
  return envelope('WaitingForOTP', message, { code: otpRequired, provider })
}

export const pendingPin = (provider: string) =>
  envelope('PendingValidation', 'Please enter the PIN of your account', { code: codes.pin, provider })

export const successful = (provider: string, response: object | null) =>
  envelope('Successful', 'Transaction processed successfully', { code: success, provider, response })

/** The answer of Send SMS and Send Email (https://docs.paywithaccount.com). */
export function messageSent(
  provider: string,
  service: 'send_sms' | 'send_email',
  response: object,
): Envelope {
  const message =
    service === 'send_sms' ? 'Message delivered successfully!' : 'Transaction processed successfully'
  return envelope('Successful', message, { code: success, provider, response })
}

export function messageFailed(provider: string, reason: string, response: object): Envelope {
  const error = { code: codes.notDelivered, message: `The message was refused: ${reason}` }
  const failed = failedEnvelope(error, provider)
  return { ...failed, data: { ...failed.data, provider_response: response } }
}

export const reversal = (provider: string) =>
  envelope('Successful', 'The transaction was reversed', { code: success, provider })

/** `2348022****08`: the first seven digits, four stars, the last two. */
export function maskedPhone(phone: string): string {
  const digits = phone.replace(/^\+/, '')
  return `${digits.slice(0, 7)}****${digits.slice(-2)}`
}

/** `ng****@example.com`: at most the first two characters of the name, four stars, the host. */
export function maskedEmail(email: string): string {
  const at = email.lastIndexOf('@')
  const shown = Math.min(2, Math.max(0, at - 2))
  return `${email.slice(0, shown)}****${email.slice(at)}`
}

/** Sixteen keys, nearly all empty, in the answers of the PaywithAccount collection. */
const clientInfo = {
  name: null,
  id: null,
  bank_cbn_code: null,
  bank_name: null,
  console_url: null,
  js_background_image: null,
  css_url: null,
  logo_url: null,
  footer_text: null,
  show_options_icon: false,
  paginate: false,
  paginate_count: 0,
  options: null,
  merchant: null,
  colors: null,
  meta: null,
}

/** Adds the gateway's `client_info` to an answer. */
export function withClientInfo(answer: Envelope, quirks: OnePipeQuirks): object {
  const wanted = quirks['onepipe-client-info']
  if (wanted === 'absent') return answer
  return { ...answer, data: { ...answer.data, client_info: wanted === 'object' ? clientInfo : null } }
}

/** The subject of an OTP by e-mail; without the code, since lists of mail show the subject. */
export const otpSubject = 'Your code to show your account balance'

/** The text for the owner of a source: at most one SMS of 160 septets, for any name of the app. */
export function otpText(code: string, app: string, lifeSeconds: number): string {
  const minutes = Math.max(1, Math.round(lifeSeconds / 60))
  const name = anyAscii(app)
    .replace(/[^\w .,&'-]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 40)
  const life = minutes === 1 ? '1 minute' : `${minutes} minutes`
  return `${code} is your code to show your account balance to ${name || 'an app'}. It works for ${life}. Do not share it.`
}
