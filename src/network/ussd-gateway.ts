import { messageOf, type Outbound, type OutboundRequest, type OutboundResponse } from '../kernel/index.ts'
import type { Dialect } from './dialect.ts'
import { lintScreen, type ScreenWarning } from './screen-lint.ts'
import type { SessionRow } from './tables.ts'
import { ussdWording } from './wording.ts'

/** The largest answer that the gateway reads. */
const maxAnswerBytes = 16 * 1024
const labelHeader = 'at-ussd-hop-metadata'

/** What a hop brought: a next screen, a last one, a failure, or a session that the network dropped. */
export interface AppAnswer {
  status: 'open' | 'ended' | 'failed' | 'cancelled'
  /** What the phone shows. */
  screen: string
  error: string | null
  /** The body as it came, or null where none came. */
  body: string | null
  label: string | null
  warnings: ScreenWarning[]
  /** How often the app was asked. */
  asked: number
}

/** Form encoding as the gateway does it: everything but letters, digits and `-_.~` in percent, a space as `%20`. */
export function encodeForm(fields: ReadonlyArray<readonly [string, string]>): string {
  const strict = (value: string) =>
    encodeURIComponent(value).replace(
      /[!'()*]/g,
      (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
    )
  return fields.map(([name, value]) => `${name}=${strict(value)}`).join('&')
}

export const gatewayHeaders = {
  'User-Agent': 'at-ussd-api/1.0',
  'Content-Type': 'application/x-www-form-urlencoded',
}

/** The request for one hop, its fields in the order of the wire rather than of the documentation. */
export function hopRequest(session: SessionRow, text: string, timeoutMs: number): OutboundRequest {
  return {
    method: 'POST',
    url: session.callback_url,
    headers: session.label === null ? gatewayHeaders : { ...gatewayHeaders, [labelHeader]: session.label },
    body: encodeForm([
      ['phoneNumber', session.msisdn],
      ['serviceCode', session.service_code],
      ['text', text],
      ['sessionId', session.id],
      ['networkCode', session.network_code],
    ]),
    timeoutMs,
    maxBytes: maxAnswerBytes,
  }
}

/**
 * Calls the app. Whatever goes wrong is an answer of status `failed`, never a throw. `lateMs` is to be added to the
 * time it took.
 */
export async function askApp(
  outbound: Outbound,
  request: OutboundRequest,
  { dialect, lateMs }: { dialect: Dialect; lateMs: number },
): Promise<AppAnswer> {
  const started = performance.now()
  try {
    const response = await withinTime(outbound.send(request), request)
    return readAnswer(response, performance.now() - started + lateMs, dialect)
  } catch (error) {
    return { ...failedAnswer(messageOf(error), null), asked: 1 }
  }
}

/** Apps in this process are reached without a socket, and so without the socket's time-out. */
async function withinTime(
  sending: Promise<OutboundResponse>,
  { url, timeoutMs }: OutboundRequest,
): Promise<OutboundResponse> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(ussdWording.noAnswer(url, timeoutMs / 1000)))
    }, timeoutMs)
  })
  try {
    return await Promise.race([sending, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Judges an answer: status 200, `CON` or `END` at the first byte, and a space or a line break behind it. */
export function readAnswer(response: OutboundResponse, tookMs: number, dialect: Dialect): AppAnswer {
  return { ...judged(response, tookMs, dialect), asked: 1 }
}

function judged(response: OutboundResponse, tookMs: number, dialect: Dialect): AppAnswer {
  if (response.body.length > maxAnswerBytes) {
    return failedAnswer(`The app answered with more than ${maxAnswerBytes} bytes.`, null)
  }
  const body = response.body.toString('utf8')
  const { label, warnings: labelWarnings } = readLabel(response.headers[labelHeader])
  if (response.status !== 200) return failedAnswer(ussdWording.unexpectedStatus(response.status), body)
  const prefix = /^(CON|END)(?: |\r?\n)/.exec(body)
  if (!prefix) return failedAnswer(ussdWording.badPrefix, body)
  const screen = body.slice(prefix[0].length)
  const linted = lintScreen({ text: screen, contentType: response.headers['content-type'], tookMs, dialect })
  return {
    status: prefix[1] === 'CON' ? 'open' : 'ended',
    screen,
    error: null,
    body,
    label,
    warnings: [...linted, ...labelWarnings],
    asked: 1,
  }
}

/** A label has at most 99 characters and no `|`, which separates labels in the end-of-session event. */
function readLabel(header: string | undefined): { label: string | null; warnings: ScreenWarning[] } {
  if (!header) return { label: null, warnings: [] }
  if (/^[\x20-\x7b\x7d\x7e\xa0-\xff]{1,99}$/.test(header)) return { label: header, warnings: [] }
  const message = `The header ${labelHeader} was ignored: a label has at most 99 characters and no |.`
  return { label: null, warnings: [{ code: 'hop-label', message }] }
}

/** A failure on the network's side of the app; `body` is what came, if anything. */
export function failedAnswer(error: string, body: string | null): AppAnswer {
  return { status: 'failed', screen: ussdWording.broken, error, body, label: null, warnings: [], asked: 0 }
}
