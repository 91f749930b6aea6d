import {
  answeredTooLate,
  decodeBody,
  messageInOf,
  messageOf,
  type Outbound,
  OutboundError,
  type OutboundRequest,
  type OutboundResponse,
} from '../kernel/index.ts'
import { type InOtherLanguages, type Told, told } from '../terms/index.ts'
import type { Dialect } from './dialect.ts'
import type { NetworkQuirks } from './quirks.ts'
import { diagnose, type Refused } from './refused-answer.ts'
import { noAnswerMeaning } from './refused-status.ts'
import { lintScreen, type ScreenWarning, warning } from './screen-lint.ts'
import type { SessionRow } from './tables.ts'
import { ussdWording } from './wording.ts'

/** The largest answer that the gateway reads. */
const maxAnswerBytes = 16 * 1024
const labelHeader = 'at-ussd-hop-metadata'

/** The result of a hop: an open screen, a last screen, a failure, or a dropped session. */
export interface AppAnswer {
  status: 'open' | 'ended' | 'failed' | 'cancelled'
  /** The text on the phone. */
  screen: string
  error: string | null
  /** The same in other languages, where it is payersim's own. An answer that an older version held has none. */
  errorIn?: InOtherLanguages
  /** After a failure: the refused answer and its diagnosis, if there is one. */
  refused: Refused | null
  /** The body as received; null if none was received. */
  body: string | null
  label: string | null
  warnings: ScreenWarning[]
  /** How often the app was called. */
  asked: number
}

/**
 * A form as Africa's Talking encodes it: percent-encodes all but letters, digits and `-_.~`; the quirk `at-spaces` says
 * how spaces are encoded.
 */
export function encodeForm(
  fields: ReadonlyArray<readonly [string, string]>,
  spaces: NetworkQuirks['at-spaces'],
): string {
  const strict = (value: string) =>
    // Most values need nothing, which is soon seen.
    /^[\w.~-]*$/.test(value)
      ? value
      : encodeURIComponent(value).replace(
          /[!'()*]/g,
          (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
        )
  const form = fields.map(([name, value]) => `${name}=${strict(value)}`).join('&')
  return spaces === 'plus' ? form.replaceAll('%20', '+') : form
}

export const gatewayHeaders = {
  'User-Agent': 'at-ussd-api/1.0',
  'Content-Type': 'application/x-www-form-urlencoded',
}

/** The request of one hop. Its fields are in the captured order, not in the documented one. */
export function hopRequest(
  session: SessionRow,
  text: string,
  { timeoutMs, spaces }: { timeoutMs: number; spaces: NetworkQuirks['at-spaces'] },
): OutboundRequest {
  const fields: Array<[string, string]> = [
    ['phoneNumber', session.msisdn],
    ['serviceCode', session.service_code],
    ['text', text],
    ['sessionId', session.id],
    ['networkCode', session.network_code],
  ]
  return {
    method: 'POST',
    url: session.callback_url,
    headers: session.label === null ? gatewayHeaders : { ...gatewayHeaders, [labelHeader]: session.label },
    body: encodeForm(fields, spaces),
    timeoutMs,
    maxBytes: maxAnswerBytes,
    purpose: 'hop',
    trace: session.trace,
    phone: session.msisdn,
  }
}

/** What {@link readAnswer} needs to know of the hop. */
export interface HopContext {
  dialect: Dialect
  /** The callback URL. */
  url: string
  /** Hides secrets that the user typed, since an app may repeat them. */
  mask: (text: string) => string
}

/**
 * Calls the app. Never throws: every error is an answer with status `failed`. `lateMs` is added to the measured time.
 */
export async function askApp(
  outbound: Outbound,
  request: OutboundRequest,
  { lateMs, ...hop }: Omit<HopContext, 'url'> & { lateMs: number },
): Promise<AppAnswer> {
  const started = performance.now()
  const context = { ...hop, url: request.url }
  try {
    const response = await withinTime(outbound.send(request), request)
    return readAnswer(response, performance.now() - started + lateMs, context)
  } catch (error) {
    const errorIn = messageInOf(error)
    const failed = failedAnswer(messageOf(error), null, noAnswerDiagnosis(error, context))
    return { ...failed, ...(errorIn && { errorIn }), asked: 1 }
  }
}

/** In-process apps are called without a socket, so the socket's time-out does not apply. */
async function withinTime(
  sending: Promise<OutboundResponse>,
  { url, timeoutMs }: OutboundRequest,
): Promise<OutboundResponse> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new OutboundError('timeout', answeredTooLate(new URL(url).host, timeoutMs / 1000), { url }))
    }, timeoutMs)
  })
  try {
    return await Promise.race([sending, late])
  } finally {
    clearTimeout(timer)
  }
}

/** The diagnosis if no complete answer came. */
function noAnswerDiagnosis(error: unknown, { url, mask }: HopContext): Refused | null {
  if (error instanceof OutboundError && error.begun) return tooLarge(error.begun, url, mask)
  const diagnosis = noAnswerMeaning(error)
  return diagnosis === undefined ? null : { answer: null, diagnosis }
}

function tooLarge(response: OutboundResponse, url: string, mask: (text: string) => string): Refused {
  const { answer, diagnosis } = diagnose(response, { url, mask })
  const large = {
    en: `The gateway reads no more than ${maxAnswerBytes} bytes.`,
    fr: `La passerelle ne lit pas plus de ${maxAnswerBytes} octets.`,
  }
  // If the answer begins right, only its length is wrong.
  const right = response.status === 200 && /^(?:CON|END)[ \r\n]/.test(response.body.toString('latin1', 0, 4))
  return { answer, diagnosis: right ? large : told([large, diagnosis]) }
}

/** Checks an answer: status 200, `CON` or `END` from the first byte, then a space or a line break. */
export function readAnswer(response: OutboundResponse, tookMs: number, context: HopContext): AppAnswer {
  return { ...checkAnswer(response, tookMs, context), asked: 1 }
}

function checkAnswer(response: OutboundResponse, tookMs: number, of: HopContext): AppAnswer {
  const { dialect, url, mask } = of
  if (response.body.length > maxAnswerBytes) {
    const error = {
      en: `The app answered with more than ${maxAnswerBytes} bytes.`,
      fr: `L’application a répondu par plus de ${maxAnswerBytes} octets.`,
    }
    return failedAnswer(error, null, tooLarge(response, url, mask))
  }
  const contentType = response.headers['content-type']
  const { text: body, trouble, charset } = decodeBody(contentType, response.body)
  const { label, warnings: labelWarnings } = readLabel(response.headers[labelHeader])
  const refused = () => diagnose(response, { url, mask })
  if (response.status !== 200)
    return failedAnswer(ussdWording.unexpectedStatus(response.status), body, refused())
  const prefix = /^(CON|END)(?: |\r?\n)/.exec(body)
  if (!prefix) return failedAnswer(ussdWording.badPrefix, body, refused())
  const screen = body.slice(prefix[0].length)
  const encoding = trouble && { trouble, charset, body: response.body }
  const linted = lintScreen({ text: screen, contentType, encoding, tookMs, dialect })
  return {
    status: prefix[1] === 'CON' ? 'open' : 'ended',
    screen,
    error: null,
    refused: null,
    body,
    label,
    warnings: [...linted, ...labelWarnings],
    asked: 1,
  }
}

/** A label has at most 99 characters and no `|`, the separator of labels in the end-of-session event. */
function readLabel(header: string | undefined): { label: string | null; warnings: ScreenWarning[] } {
  if (!header) return { label: null, warnings: [] }
  if (/^[\x20-\x7b\x7d\x7e\xa0-\xff]{1,99}$/.test(header)) return { label: header, warnings: [] }
  const words = {
    en: `The header ${labelHeader} was ignored: a label has at most 99 characters and no |.`,
    fr: `L’en-tête ${labelHeader} a été ignoré : un libellé a au plus 99 caractères et aucun |.`,
  }
  return { label: null, warnings: [warning('hop-label', words)] }
}

/** A failed hop; `body` is the received body, if any. An error of Africa's Talking's has its words alone. */
export function failedAnswer(
  error: string | Told,
  body: string | null,
  refused: Refused | null = null,
): AppAnswer {
  const screen = ussdWording.broken
  const why = typeof error === 'string' ? { error } : { error: error.en, errorIn: { fr: error.fr } }
  return { status: 'failed', screen, ...why, refused, body, label: null, warnings: [], asked: 0 }
}
