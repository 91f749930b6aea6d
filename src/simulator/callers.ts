import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'
import {
  hasSeveralHosts,
  hostName,
  InputError,
  isLocalName,
  ownHost,
  pathOf,
  problemNamed,
} from '../kernel/index.ts'
import type { VendorHosts } from '../redirect/vendor-hosts.ts'
import { type Told, told } from '../terms/index.ts'
import type { Problem } from '../terms/sim/problem.ts'
import type { ProblemOf } from '../terms/sim/problems.ts'

export interface CallersOptions {
  vendors: VendorHosts
  /** The host names it listens on or is reached at from outside; a text that is no host name is skipped. */
  ownNames: readonly string[]
  /** Additional names; `.example.com` stands for that name and all below it. */
  allowHosts: readonly string[]
  /** Pages that may call the vendors' routes, such as `http://localhost:5173`. */
  allowOrigins: readonly string[]
}

/** Decides about a request; undefined if it is allowed. */
export type Callers = (
  request: {
    url?: string | undefined
    headers: IncomingHttpHeaders
    rawHeaders: readonly string[]
  },
  /** Whether only a vendor's server calls a path, never a page. */
  isForServers: (path: string) => boolean,
) => RefusedCaller | undefined

/** What a caller that is refused gets, and the same words for the timeline. */
interface RefusedCaller {
  problem: Problem
  why: Told
}

/** Control routes, `/mcp` among them, the page and documents, which `localOnly` guards; the list of providers is open to programs. */
const guarded =
  /^\/(?:(?:_sim(?!\/providers\/?(?:[?#]|$))|page|docs)(?:[/?#]|$)|(?:openapi\.json|favicon\.ico|mcp)?(?:[?#]|$))/i

/** The size of the cache of hosts; more hosts than a few are guesses of an attacker. */
const mostHosts = 64

/**
 * Refuses requests that a foreign web page may have sent: its `Origin` or `Sec-Fetch-Site` shows it, or the page lets
 * its own host name resolve to this machine (DNS rebinding), which only `Host` shows. Such a page could
 * approve payments, or have callbacks sent to servers that only this machine reaches.
 */
export function judgeCallers({ vendors, ownNames, allowHosts, allowOrigins }: CallersOptions): Callers {
  const names = [
    ownHost,
    ...ownNames.flatMap((name) => hostName(name) ?? []),
    ...allowHosts.map(readAllowedHost),
  ]
  const origins = new Set(allowOrigins.map((origin) => origin.toLowerCase()))
  const isKnown = (host: string): boolean => {
    const name = hostName(host)
    if (name === undefined) return false
    if (isLocalName(name) || isIP(name) !== 0 || vendors.isVendorHost(name)) return true
    return names.some((one) =>
      one.startsWith('.') ? name === one.slice(1) || name.endsWith(one) : name === one,
    )
  }
  const known = new Map<string, boolean>()
  const isKnownHost = (host: string): boolean => {
    const before = known.get(host)
    if (before !== undefined) return before
    const answer = isKnown(host)
    if (known.size >= mostHosts) known.clear()
    known.set(host, answer)
    return answer
  }
  return (request, isForServers) => {
    const { headers, url = '' } = request
    // Browsers and all HTTP/1.1 clients send a Host.
    const { host, origin } = headers
    if (hasSeveralHosts(request)) return severalHosts
    const site = headers['sec-fetch-site']
    if (origin === undefined && site === undefined && (host === undefined || isKnownHost(host)))
      return undefined
    // A request to a proxy has a whole URL; Express uses only its path.
    const path = url.replace(/^https?:\/\/[^/?#]*/i, '')
    if (guarded.test(path)) return undefined
    if (host !== undefined && !isKnownHost(host)) return unknownHost(host)
    const foreign = foreignPage({ origin, site: String(site ?? 'none') }, host)
    if (foreign === undefined) return undefined
    if (isForServers(pathOf(url)))
      return refused('foreign-page', {
        en: `${foreign.en}, and only a vendor’s server calls this route.`,
        fr: `${foreign.fr}, et seul le serveur d’un fournisseur appelle cette route.`,
      })
    if (origin !== undefined && origins.has(origin.toLowerCase())) return undefined
    const named = origin === undefined ? undefined : JSON.stringify(shown(origin))
    return refused('foreign-page', {
      en: `${foreign.en}. If the page is yours, put ${named ?? 'the origin of the page'} into allowOrigins of the world file.`,
      fr: `${foreign.fr}. Si la page est à vous, mettez ${named ?? 'son origine'} dans allowOrigins du fichier de monde.`,
    })
  }
}

/** Describes the page that sent a request; undefined if no page did, or one of this origin. */
function foreignPage(
  { origin, site }: { origin: string | undefined; site: string },
  host: string | undefined,
): Told | undefined {
  if (origin !== undefined) {
    // A proxy in front may have removed TLS, so only host and port are compared, not the scheme.
    const own = host !== undefined && origin.toLowerCase().replace(/^https?:\/\//, '') === host.toLowerCase()
    const from = `(Origin: ${shown(origin)})`
    if (!own) return { en: `A page sent this request ${from}`, fr: `Une page a envoyé cette requête ${from}` }
  }
  if (site === 'same-origin' || site === 'none') return undefined
  const from = `(Sec-Fetch-Site: ${shown(site)})`
  return {
    en: `A page of another site or port sent this request ${from}`,
    fr: `Une page d’un autre site ou d’un autre port a envoyé cette requête ${from}`,
  }
}

function unknownHost(host: string): RefusedCaller {
  const name = hostName(host)
  const remedy =
    name === undefined
      ? {
          en: 'Send the name and port that you call, and no more.',
          fr: 'Envoyez le nom et le port que vous appelez, et rien de plus.',
        }
      : {
          en:
            `If the name is yours, such as a container’s or a tunnel’s, start payersim with --allow-host ${name}, or put ` +
            'it into allowHosts of the world file.',
          fr:
            `Si le nom est à vous, comme celui d’un conteneur ou d’un tunnel, démarrez payersim avec --allow-host ${name}, ` +
            'ou mettez-le dans allowHosts du fichier de monde.',
        }
  const sent = JSON.stringify(shown(host))
  return refused('unknown-host', {
    en:
      `The request was sent to the name ${sent} (Host), which this simulator does not know; ` +
      `a web page can let a name of its own lead here. ${remedy.en}`,
    fr:
      `La requête a été envoyée au nom ${sent} (Host), que ce simulateur ne connaît pas ; ` +
      `une page web peut faire mener ici un nom à elle. ${remedy.fr}`,
  })
}

const notTheVendor = {
  en: 'This is payersim, not the vendor.',
  fr: 'Ceci est payersim, et non le fournisseur.',
}

function refused(name: ProblemOf<400 | 403>, reason: Told): RefusedCaller {
  const why = told([notTheVendor, reason])
  return { problem: problemNamed(name, why.en), why }
}

const severalHosts = refused('several-hosts', {
  en: 'The request has more than one Host. Send one.',
  fr: 'La requête a plus d’un Host. Envoyez-en un.',
})

function shown(value: string): string {
  return value.length > 100 ? `${value.slice(0, 100)}…` : value
}

/** @throws InputError if it is not a host name */
function readAllowedHost(text: string): string {
  const name = text.trim().toLowerCase().replace(/\.$/, '')
  if (/^\.?[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/.test(name) && name.length <= 253) return name
  throw new InputError(
    `${JSON.stringify(text)} is no name to allow. Give one without scheme and port, such as host.docker.internal, or ` +
      '.example.com for all names below it.',
    { host: text },
  )
}
