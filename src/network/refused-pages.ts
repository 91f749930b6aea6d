/** The refused answer, as the rules read it. */
export interface RefusedResponse {
  status: number
  /** Names in lower case. */
  headers: Record<string, string>
  body: Buffer
  /** The body as text, with the secrets of the session masked. */
  text: string
  /** The callback URL. */
  url: string
}

/** What kind of page an HTML answer is; undefined if it is no HTML. */
export function htmlMeaning({
  text,
  headers,
}: Pick<RefusedResponse, 'text' | 'headers'>): string | undefined {
  const page = /^\s*<(?:!doctype html|html|head|body)\b/i.test(text)
  const fragment = /^\s*<(?:p|pre|div|span|h[1-6]|br|table)\b[^>]{0,200}>/i.test(text)
  if (!page && !fragment) return undefined
  if (!page && /^\s*(?:<[^>]{0,200}>\s*)+(?:CON|END)\b/i.test(text)) {
    return 'HTML stands around the text: send it without any tag.'
  }
  const title = /<title[^<>]{0,200}>([^<]{0,200})/i.exec(text)?.[1]?.replace(/\s+/g, ' ').trim()
  const called = title ? `the page ${JSON.stringify(title)}` : 'an HTML page'
  return `The answer is ${called}: ${kindOf(text, title, headers)}`
}

function kindOf(text: string, title: string | undefined, headers: Record<string, string>): string {
  if (
    /ngrok|localtunnel|loca\.lt|cloudflare|trycloudflare/i.test(
      `${text.slice(0, 4_000)} ${headers.server ?? ''}`,
    )
  ) {
    return 'it comes from a tunnel or a proxy before the app, not from the app. Open the URL and see what it says.'
  }
  if (/type=["']?password/i.test(text) || /log ?in|sign ?in/i.test(title ?? '')) {
    return 'a login stands before the route. Let this route pass without a session, and check who calls by other means.'
  }
  if (/csrf|page expired/i.test(text.slice(0, 4_000))) {
    return 'the framework asks for a CSRF token, which the gateway has not. Take this route out of that check.'
  }
  if (/error|exception|not found|traceback|whoops|debug/i.test(title ?? '')) {
    return 'the app failed and its framework answered. Look into its log, and answer END in such cases.'
  }
  return 'another route, or a server before the app, answered. Check the URL of the service code.'
}

/** The message that PHP printed before or instead of the answer; undefined if there is none. */
export function phpMessage({ text }: Pick<RefusedResponse, 'text'>): string | undefined {
  const found =
    /^\s*(?:<br \/>\s*)?(?:<b>)?(?:PHP )?(Warning|Notice|Deprecated|Fatal error|Parse error|Strict Standards)(?:<\/b>)?:\s+([^\n]{0,300})/.exec(
      text,
    )
  if (!found) return undefined
  const [, kind = '', marked = ''] = found
  const words = marked.replace(/<[^<>]{0,20}>/g, '').trim()
  return `PHP printed a message before the answer (${kind}: ${words}). Mend what it says, and set display_errors=Off so that messages go to the log.`
}
