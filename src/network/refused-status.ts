import { OutboundError } from '../kernel/index.ts'
import { type Told, told } from '../terms/index.ts'
import { htmlMeaning, phpMessage, type RefusedResponse } from './refused-pages.ts'

/** What a status other than 200 means. */
export function statusMeaning(response: RefusedResponse): Told {
  const { status, text } = response
  if (status >= 300 && status < 400) return redirectMeaning(response)
  const right = /^(?:CON|END)[ \r\n]/.test(text) ? [rightText] : []
  if (status > 200 && status < 300) {
    const taken = { en: `Only 200 is taken, and not ${status}.`, fr: `Seul 200 est pris, et non ${status}.` }
    return told([taken, ...right])
  }
  const page = phpMessage(response) ?? htmlMeaning(response)
  return told([errorMeaning(response), ...(page ? [page] : right)])
}

const rightText = {
  en: 'The text itself would be right: send it with status 200.',
  fr: 'Le texte lui-même serait juste : envoyez-le avec le statut 200.',
}

function errorMeaning(response: RefusedResponse): Told {
  const { status } = response
  if (status === 502 || status === 503 || status === 504) {
    return {
      en: 'A proxy or a tunnel answers in the place of the app, which is down, restarting or too slow.',
      fr: 'Un proxy ou un tunnel répond à la place de l’application, qui est arrêtée, redémarre ou est trop lente.',
    }
  }
  if (status >= 500) {
    return {
      en: 'The app failed while it made the answer: look into its log.',
      fr: 'L’application a échoué en faisant la réponse : lisez son journal.',
    }
  }
  return (
    clientErrors[status]?.(response) ?? {
      en: 'The app refuses the request of the gateway.',
      fr: 'L’application refuse la requête de la passerelle.',
    }
  )
}

const login = /log-?in|sign-?in|\bauth|sso|session/i

const clientErrors: Record<number, (response: RefusedResponse) => Told> = {
  400: () => notAForm,
  401: () => protectedRoute,
  403: ({ text }) =>
    /csrf/i.test(text)
      ? {
          en: 'The framework asks for a CSRF token, which the gateway has not: take this route out of that check.',
          fr: 'Le framework demande un jeton CSRF, que la passerelle n’a pas : retirez cette route de ce contrôle.',
        }
      : protectedRoute,
  404: ({ url }) => ({
    en: `No route of the app answers POST ${pathOf(url)}: check the URL of the service code.`,
    fr: `Aucune route de l’application ne répond à POST ${pathOf(url)} : vérifiez l’URL du code de service.`,
  }),
  405: ({ url, headers: { allow } }) => ({
    en: `The route ${pathOf(url)} does not take POST${allow ? ` but ${allow}` : ''}: the gateway sends POST.`,
    fr: `La route ${pathOf(url)} ne prend pas POST${allow ? ` mais ${allow}` : ''} : la passerelle envoie POST.`,
  }),
  411: () => notAForm,
  415: () => notAForm,
  419: () => ({
    en: 'Laravel asks for a CSRF token (419), which the gateway has not: take this route out of that check.',
    fr: 'Laravel demande un jeton CSRF (419), que la passerelle n’a pas : retirez cette route de ce contrôle.',
  }),
  422: () => notAForm,
  429: () => ({
    en: 'A rate limit stands before the app: let the gateway pass.',
    fr: 'Une limite de débit est devant l’application : laissez passer la passerelle.',
  }),
}

const notAForm = {
  en: 'The app does not take what the gateway sends: a form (application/x-www-form-urlencoded) with sessionId, serviceCode, phoneNumber, networkCode and text.',
  fr: 'L’application ne prend pas ce que la passerelle envoie : un formulaire (application/x-www-form-urlencoded) avec sessionId, serviceCode, phoneNumber, networkCode et text.',
}
const protectedRoute = {
  en: 'The route asks for a login or a key, and the gateway has none: let this route pass without.',
  fr: 'La route demande une connexion ou une clé, et la passerelle n’en a pas : laissez passer cette route sans.',
}

function redirectMeaning({ status, url, headers }: RefusedResponse): Told {
  const to = headers.location
  if (!to) {
    return {
      en: `The gateway follows no redirect, and this one (${status}) names no place.`,
      fr: `La passerelle ne suit aucune redirection, et celle-ci (${status}) ne nomme aucun lieu.`,
    }
  }
  let target: URL
  try {
    target = new URL(to, url)
  } catch {
    return {
      en: `The gateway follows no redirect, and this one (${status}) leads to no URL.`,
      fr: `La passerelle ne suit aucune redirection, et celle-ci (${status}) ne mène à aucune URL.`,
    }
  }
  const from = new URL(url)
  // Without the query, which may contain tokens.
  const place = `${target.origin}${target.pathname}`
  const redirected = {
    en: `The app redirects to ${place}, and the gateway follows no redirect.`,
    fr: `L’application redirige vers ${place}, et la passerelle ne suit aucune redirection.`,
  }
  return told([redirected, redirectAdvice(target, from)])
}

function redirectAdvice(target: URL, from: URL): Told {
  if (login.test(target.pathname) || login.test(target.hostname)) {
    return {
      en: 'That looks like a login: let this route pass without a session.',
      fr: 'Cela ressemble à une connexion : laissez passer cette route sans session.',
    }
  }
  if (target.host === from.host && target.protocol !== from.protocol) {
    return {
      en: `Give the service code the URL with ${target.protocol}//.`,
      fr: `Donnez au code de service l’URL avec ${target.protocol}//.`,
    }
  }
  if (target.host === from.host && withoutSlash(target.pathname) === withoutSlash(from.pathname)) {
    return {
      en: 'Only the slash at the end differs: give the service code that URL.',
      fr: 'Seule la barre oblique à la fin diffère : donnez cette URL au code de service.',
    }
  }
  return {
    en: 'Give the service code the URL where the app really answers.',
    fr: 'Donnez au code de service l’URL où l’application répond vraiment.',
  }
}

const withoutSlash = (path: string) => path.replace(/\/$/, '')

function pathOf(url: string): string {
  return new URL(url).pathname
}

/** Why no answer came; undefined if the error already says it. */
export function noAnswerMeaning(error: unknown): Told | undefined {
  if (!(error instanceof OutboundError)) return undefined
  if (error.reason === 'timeout') {
    return {
      en: 'The app took too long, or never ended its answer. Answer first, and do slow work afterwards.',
      fr: 'L’application a pris trop de temps, ou n’a jamais fini sa réponse. Répondez d’abord, et faites ensuite ce qui est lent.',
    }
  }
  const { cause } = error
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return causes.find(([pattern]) => pattern.test(code))?.[1]
}

const causes: ReadonlyArray<readonly [RegExp, Told]> = [
  [
    /^ECONNREFUSED$/,
    {
      en: 'Nothing listens there: start the app, or correct the URL of the service code.',
      fr: 'Rien n’écoute là : démarrez l’application, ou corrigez l’URL du code de service.',
    },
  ],
  [
    /^(?:ENOTFOUND|EAI_AGAIN)$/,
    {
      en: 'The name of its host is not known here: correct the URL of the service code.',
      fr: 'Le nom de son hôte n’est pas connu ici : corrigez l’URL du code de service.',
    },
  ],
  [
    /^(?:EPROTO|ERR_SSL_)/,
    {
      en: 'It does not speak TLS there: try http:// in the URL of the service code.',
      fr: 'On n’y parle pas TLS : essayez http:// dans l’URL du code de service.',
    },
  ],
  [
    /CERT|SELF_SIGNED|UNABLE_TO_/,
    {
      en: 'Its certificate is not trusted here.',
      fr: 'Son certificat n’est pas reconnu ici.',
    },
  ],
  [
    /^HPE_/,
    {
      en: 'What answers there does not speak HTTP, or speaks it with TLS: try https:// in the URL of the service code.',
      fr: 'Ce qui répond là ne parle pas HTTP, ou le parle avec TLS : essayez https:// dans l’URL du code de service.',
    },
  ],
  [
    /^(?:ECONNRESET|EPIPE)$/,
    {
      en: 'The connection was closed before the answer was whole: the app may have crashed.',
      fr: 'La connexion a été fermée avant que la réponse soit entière : l’application s’est peut-être arrêtée.',
    },
  ],
]
