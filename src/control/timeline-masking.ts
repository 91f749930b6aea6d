import type { HttpExchange } from '../kernel/index.ts'
import { oneTimeCodes } from '../network/index.ts'

/** What stands in the place of a secret. */
export const hidden = '****'

const secretHeaders =
  /^(proxy-authorization|cookie|set-cookie|signature|api-?key|x-api-key|authtoken|ocp-apim-subscription-key)$/i
const secretName =
  /^(?:access_token|refresh_token|token|api_?key|secret|client_secret|password|pin|otp|secure|auth_req_id|primaryKey)$/i
const inJson = /("([A-Za-z_]{3,20})"\s{0,99}:\s{0,99})(?:"(?:[^"\\]|\\.)*(?:"|$)|[0-9.]+)/g
const inForm = /((?:^|[?&])([A-Za-z_]{3,20})=)[^&#\s]*/g
/** The paths of callbacks that nobody can guess: whoever knows one may call it. */
const secretPath = /(\/(?:ussd|ussd\/events|sms\/delivery)\/)[0-9a-f]{32}\b/g

export function maskHeader(name: string, value: string): string {
  if (/^authorization$/i.test(name)) return `${/^\S+\s(?=\s*\S)/.exec(value)?.[0] ?? ''}${hidden}`
  return secretHeaders.test(name) ? hidden : value
}

export function maskUrl(url: string): string {
  return url.replace(inForm, hideValue).replace(secretPath, `$1${hidden}`)
}

/** A body fit to be shown: keys, tokens, `auth.secure` and one-time codes are hidden, the rest stays byte by byte. */
export function maskBody(body: string): string {
  const safe = body
    .replace(inJson, (found, before: string, name: string) =>
      secretName.test(name) ? `${before}"${hidden}"` : found,
    )
    .replace(inForm, hideValue)
  return maskCodes(safe)
}

function hideValue(found: string, before: string, name: string): string {
  return secretName.test(name) ? `${before}${hidden}` : found
}

/** The code of an SMS, wherever its text is: in JSON, in XML or in a form. */
function maskCodes(body: string): string {
  const codes = new Set([body, ...formValues(body)].flatMap((text) => [...oneTimeCodes(text)]))
  return codes.size === 0 ? body : withoutNumbers(body, codes)
}

function formValues(body: string): string[] {
  return /^[^={}<>\s]+=/.test(body) ? [...new URLSearchParams(body).values()] : []
}

const hopLabel = 'at-ussd-hop-metadata'
/** Of so many sessions the secrets are known; later hops tell all answers again. */
const mostSessions = 2_000

/**
 * What users typed where a screen asked for a PIN. The hop that brings it says so, and every later hop of the session
 * has it among its answers.
 */
export class HopSecrets {
  readonly #ofSessions = new Map<string, Set<string>>()

  /** Looks whether a hop brings a secret. */
  notice(exchange: HttpExchange): void {
    if (exchange.header(hopLabel)?.toLowerCase() !== 'pin') return
    const form = new URLSearchParams(exchange.body)
    const answer = form.get('text')?.split('*').at(-1)
    if (!answer) return
    const session = form.get('sessionId') ?? ''
    const secrets = this.#ofSessions.get(session) ?? new Set()
    secrets.add(answer)
    this.#ofSessions.delete(session)
    this.#ofSessions.set(session, secrets)
    for (const oldest of this.#ofSessions.keys()) {
      if (this.#ofSessions.size <= mostSessions) break
      this.#ofSessions.delete(oldest)
    }
  }

  /**
   * A hop's form, or an end-of-session event's, and its answer. Whatever is four or more digits is hidden too: dialled
   * in advance it may be a PIN, and no label tells.
   */
  mask(form: string, answer: string): { form: string; answer: string } {
    const fields = new URLSearchParams(form)
    const typed = (fields.get('text') ?? fields.get('input') ?? '').split('*')
    const known = this.#ofSessions.get(fields.get('sessionId') ?? '') ?? new Set()
    const secrets = typed.filter((each) => known.has(each) || /^\d{4,}$/.test(each))
    const echoes = secrets.filter((each) => each.length >= 3)
    const withoutEchoes = (text: string) => echoes.reduce(without, text)
    return {
      form: form
        .replace(
          /((?:^|&)(?:text|input)=)([^&]*)/g,
          (_, name, answers) => name + withoutAnswers(answers, secrets),
        )
        .replace(/((?:^|&)lastAppResponse=)([^&]*)/, (_, name, text) => name + withoutEchoes(text)),
      answer: withoutEchoes(answer),
    }
  }
}

/** Encoded answers, the stars between them as they came. */
function withoutAnswers(encoded: string, secrets: readonly string[]): string {
  const plain = (piece: string) => new URLSearchParams(`piece=${piece}`).get('piece') ?? ''
  return encoded
    .split(/(\*|%2A)/i)
    .map((piece) => (secrets.includes(plain(piece)) ? hidden : piece))
    .join('')
}

/** Digits only where they are a number of their own: a PIN is not looked for within phone numbers. */
function without(text: string, secret: string): string {
  if (!/^\d+$/.test(secret)) return text.replaceAll(secret, hidden)
  return withoutNumbers(text, new Set([secret]))
}

function withoutNumbers(text: string, secrets: ReadonlySet<string>): string {
  return text.replace(/(?<![0-9])[0-9]+/g, (digits) => (secrets.has(digits) ? hidden : digits))
}
