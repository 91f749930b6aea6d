import type { Told } from '../terms/index.ts'

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
export function htmlMeaning({ text, headers }: Pick<RefusedResponse, 'text' | 'headers'>): Told | undefined {
  const page = /^\s*<(?:!doctype html|html|head|body)\b/i.test(text)
  const fragment = /^\s*<(?:p|pre|div|span|h[1-6]|br|table)\b[^>]{0,200}>/i.test(text)
  if (!page && !fragment) return undefined
  if (!page && /^\s*(?:<[^>]{0,200}>\s*)+(?:CON|END)\b/i.test(text)) {
    return {
      en: 'HTML stands around the text: send it without any tag.',
      fr: 'Du HTML entoure le texte : envoyez-le sans aucune balise.',
    }
  }
  const title = /<title[^<>]{0,200}>([^<]{0,200})/i.exec(text)?.[1]?.replace(/\s+/g, ' ').trim()
  const called = title
    ? { en: `the page ${JSON.stringify(title)}`, fr: `la page ${JSON.stringify(title)}` }
    : { en: 'an HTML page', fr: 'une page HTML' }
  const kind = kindOf(text, title, headers)
  return { en: `The answer is ${called.en}: ${kind.en}`, fr: `La réponse est ${called.fr} : ${kind.fr}` }
}

function kindOf(text: string, title: string | undefined, headers: Record<string, string>): Told {
  if (
    /ngrok|localtunnel|loca\.lt|cloudflare|trycloudflare/i.test(
      `${text.slice(0, 4_000)} ${headers.server ?? ''}`,
    )
  ) {
    return {
      en: 'it comes from a tunnel or a proxy before the app, not from the app. Open the URL and see what it says.',
      fr: 'elle vient d’un tunnel ou d’un proxy devant l’application, et non de l’application. Ouvrez l’URL et voyez ce qu’elle dit.',
    }
  }
  if (/type=["']?password/i.test(text) || /log ?in|sign ?in/i.test(title ?? '')) {
    return {
      en: 'a login stands before the route. Let this route pass without a session, and check who calls by other means.',
      fr: 'une connexion est demandée devant la route. Laissez passer cette route sans session, et vérifiez autrement qui appelle.',
    }
  }
  if (/csrf|page expired/i.test(text.slice(0, 4_000))) {
    return {
      en: 'the framework asks for a CSRF token, which the gateway has not. Take this route out of that check.',
      fr: 'le framework demande un jeton CSRF, que la passerelle n’a pas. Retirez cette route de ce contrôle.',
    }
  }
  if (/error|exception|not found|traceback|whoops|debug/i.test(title ?? '')) {
    return {
      en: 'the app failed and its framework answered. Look into its log, and answer END in such cases.',
      fr: 'l’application a échoué et son framework a répondu. Lisez son journal, et répondez END dans ces cas.',
    }
  }
  return {
    en: 'another route, or a server before the app, answered. Check the URL of the service code.',
    fr: 'une autre route, ou un serveur devant l’application, a répondu. Vérifiez l’URL du code de service.',
  }
}

/** The message that PHP printed before or instead of the answer; undefined if there is none. */
export function phpMessage({ text }: Pick<RefusedResponse, 'text'>): Told | undefined {
  const found =
    /^\s*(?:<br \/>\s*)?(?:<b>)?(?:PHP )?(Warning|Notice|Deprecated|Fatal error|Parse error|Strict Standards)(?:<\/b>)?:\s+([^\n]{0,300})/.exec(
      text,
    )
  if (!found) return undefined
  const [, kind = '', marked = ''] = found
  const words = marked.replace(/<[^<>]{0,20}>/g, '').trim()
  return {
    en: `PHP printed a message before the answer (${kind}: ${words}). Mend what it says, and set display_errors=Off so that messages go to the log.`,
    fr: `PHP a écrit un message avant la réponse (${kind}: ${words}). Corrigez ce qu’il dit, et mettez display_errors=Off pour que les messages aillent au journal.`,
  }
}
