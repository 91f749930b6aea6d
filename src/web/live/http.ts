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

/** @throws TypeError if the server cannot be reached */
export async function exchange(
  of: Pick<Exchange, 'method' | 'path' | 'headers' | 'body'>,
): Promise<Exchange> {
  const response = await fetch(pathHere(of.path), { method: of.method, headers: of.headers, body: of.body })
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

/** A request with JSON to any path of the simulator. @throws Refusal and TypeError as {@link control} */
export async function ask(method: string, path: string, body?: object): Promise<unknown> {
  // The admin token is for the control routes alone; a vendor's API has tokens of its own.
  const headers = {
    ...(path.startsWith('/_sim/') ? { ...controlHeaders(), 'Accept-Language': language } : {}),
    ...(body ? { 'Content-Type': 'application/json' } : {}),
  }
  const { status, answer } = await exchange({
    method,
    path,
    headers,
    body: body ? JSON.stringify(body) : null,
  })
  if (status >= 200 && status < 300) return jsonOf(answer)
  throw refusalOf(status, answer)
}

/** A control response that is not JSON, unchanged. @throws Refusal and TypeError as {@link control} */
export async function controlText(path: string): Promise<string> {
  const headers = controlHeaders()
  const { status, answer } = await exchange({ method: 'GET', path: `/_sim${path}`, headers, body: null })
  if (status >= 200 && status < 300) return answer
  throw refusalOf(status, answer)
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
