import { language, t } from '../words/words.ts'
import { pathHere } from './base.ts'

const tokenKey = 'payersim.admin-token'

export function adminToken(): string | null {
  return sessionStorage.getItem(tokenKey)
}

export function rememberAdminToken(token: string): void {
  sessionStorage.setItem(tokenKey, token)
}

/** Whether this page was opened by a link with the admin token: the server then gives it to the page, once. */
export async function openedByLink(): Promise<boolean> {
  const { status, answer } = await exchange({ method: 'POST', path: '/page/login', headers: {}, body: null })
  if (status !== 200) return false
  rememberAdminToken((jsonOf(answer) as { token: string }).token)
  return true
}

/** One request and its response, as on the wire. */
export interface Exchange {
  method: string
  /** Within the world of this page. */
  path: string
  headers: Record<string, string>
  body: string | null
  status: number
  answer: string
  answerHeaders: Array<[string, string]>
}

/** A refusal with the server's message. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

/** @throws TypeError if the server cannot be reached; a DOMException if the signal ends it */
export async function exchange(
  of: Pick<Exchange, 'method' | 'path' | 'headers' | 'body'>,
  signal: AbortSignal | null = null,
): Promise<Exchange> {
  const { method, headers, body } = of
  const response = await fetch(pathHere(of.path), { method, headers, body, signal })
  return {
    ...of,
    status: response.status,
    answer: await response.text(),
    answerHeaders: [...response.headers.entries()],
  }
}

export function controlHeaders(): Record<string, string> {
  const token = adminToken()
  return token === null ? {} : { Authorization: `Bearer ${token}` }
}

/** A control request. @throws Refusal with the detail of the problem; TypeError if the server cannot be reached */
export async function control<Answer>(method: string, path: string, body?: object): Promise<Answer> {
  return (await ask(method, `/_sim${path}`, body)) as Answer
}

/** A server that has said nothing for so long does not answer any more. */
const silenceMs = 30_000

/**
 * What a view is drawn from: an object or a list, and null of a route that has nothing to tell so.
 *
 * @throws Refusal and TypeError as {@link control}, and Refusal for an answer that is neither; a DOMException if none came
 */
export async function read(path: string, orNull = false): Promise<object | null> {
  const answer = await ask('GET', `/_sim${path}`, undefined, AbortSignal.timeout(silenceMs))
  if (typeof answer === 'object' && (orNull || answer !== null)) return answer
  throw unreadable(path)
}

/**
 * A request with JSON to any path of the simulator.
 *
 * @throws Refusal and TypeError as {@link control}, and Refusal for an answer that is no JSON
 */
export async function ask(
  method: string,
  path: string,
  body?: object,
  signal: AbortSignal | null = null,
): Promise<unknown> {
  // The admin token is for the control routes alone; a vendor's API has tokens of its own.
  const headers = {
    ...(path.startsWith('/_sim/') ? { ...controlHeaders(), 'Accept-Language': language } : {}),
    ...(body ? { 'Content-Type': 'application/json' } : {}),
  }
  const { status, answer } = await exchange(
    { method, path, headers, body: body ? JSON.stringify(body) : null },
    signal,
  )
  if (status < 200 || status >= 300) throw refusalOf(status, answer)
  const read = jsonOf(answer)
  if (read === undefined && answer !== '') throw unreadable(path.replace(/^\/_sim/, ''))
  return read
}

/** An answer of a control route that is not what was asked for: as from a gateway, it may be better the next time. */
export const unreadable = (path: string) =>
  new Refusal(502, t('The answer of {path} cannot be read.', { path: path.replace(/\?.*/s, '') }))

/** A control response that is not JSON, unchanged. @throws Refusal and TypeError as {@link control} */
export async function controlText(path: string): Promise<string> {
  const headers = controlHeaders()
  const { status, answer } = await exchange({ method: 'GET', path: `/_sim${path}`, headers, body: null })
  if (status >= 200 && status < 300) return answer
  throw refusalOf(status, answer)
}

/** Whether it would be refused again: by a rule of the server, and not since something is broken. */
export function isRule(error: unknown): boolean {
  return error instanceof Refusal && error.status >= 400 && error.status < 500
}

/** The refusal of an answer that is a problem. */
export function refusalOf(status: number, answer: string): Refusal {
  const { detail, title } = (jsonOf(answer) ?? {}) as { detail?: string; title?: string }
  return new Refusal(status, detail ?? title ?? t('The server answered {status}.', { status }))
}

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function wordsOf(error: unknown): string {
  if (error instanceof Refusal) return error.message
  return t('The server does not answer.')
}
