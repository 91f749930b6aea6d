import { isIP } from 'node:net'
import { type Told, told } from '../../../terms/index.ts'
import type { MomoQuirks } from '../quirks.ts'
import type { ApiUserRow } from './tables.ts'
import { badRequest, walletRefusal } from './wording.ts'

/** The host name of a `providerCallbackHost`, which many clients give as a URL; undefined where it has none. */
export function hostnameOf(host: string): string | undefined {
  const text = host.trim()
  const url = parse(text.includes('://') ? text : `http://${text}`)
  return url && url.hostname !== '' ? url.hostname : undefined
}

/**
 * Checks an `X-Callback-Url`: its host name must be the API user's, in any case and with any port.
 *
 * @throws Refusal 400 where it is empty, no URL, or of a scheme that is not allowed; INVALID_CALLBACK_URL_HOST
 */
export function checkCallbackUrl(
  header: string,
  { id, provider_callback_host: host }: Pick<ApiUserRow, 'id' | 'provider_callback_host'>,
  quirks: MomoQuirks,
): string {
  const text = header.trim()
  if (text === '')
    throw badRequest({
      en: 'X-Callback-Url is empty; leave it out, or give a URL.',
      fr: 'X-Callback-Url est vide ; retirez-le, ou donnez une URL.',
    })
  const url = parse(text)
  if (!url || !schemes[quirks['callback-scheme']].includes(url.protocol)) {
    const allowed = schemes[quirks['callback-scheme']].map((scheme) => `${scheme}//`)
    // The value is left out: a URL may contain the merchant's secret, and refusals are logged.
    throw badRequest({
      en: `X-Callback-Url must be a URL that begins with ${allowed.join(' or ')}.`,
      fr: `X-Callback-Url doit être une URL qui commence par ${allowed.join(' ou ')}.`,
    })
  }
  if (url.hostname !== hostnameOf(host)) {
    throw walletRefusal('INVALID_CALLBACK_URL_HOST').explained(explainHost(url.hostname, { id, host }))
  }
  if (!addressAllowed(url.hostname, quirks)) {
    throw walletRefusal('INVALID_CALLBACK_URL_HOST').explained({
      en:
        `X-Callback-Url names ${url.hostname}, an IP address, and MTN calls host names alone. Use a name; or set the quirk ` +
        `callback-ip: any, which is ${quirks['callback-ip']} here.`,
      fr:
        `X-Callback-Url nomme ${url.hostname}, une adresse IP, et MTN n’appelle que des noms d’hôtes. Prenez un nom ; ou réglez ` +
        `la particularité callback-ip: any, qui est ici ${quirks['callback-ip']}.`,
    })
  }
  return text
}

/** Explains the host that was sent, the API user's host, and what to change. */
function explainHost(sent: string, { id, host }: { id: string; host: string }): Told {
  const wanted = hostnameOf(host) ?? host
  const names = ['localhost', '127.0.0.1', '[::1]']
  const alike =
    names.includes(sent) && names.includes(wanted)
      ? [
          {
            en: 'To MTN they are two hosts, though both are this machine.',
            fr: 'Pour MTN ce sont deux hôtes, bien que tous deux soient cette machine.',
          },
        ]
      : []
  return told([
    {
      en: `X-Callback-Url names the host ${sent}, and API user ${id} has providerCallbackHost ${wanted}.`,
      fr: `X-Callback-Url nomme l’hôte ${sent}, et l’utilisateur d’API ${id} a providerCallbackHost ${wanted}.`,
    },
    ...alike,
    {
      en:
        `Send a URL on ${wanted}; or set providerCallbackHost to ${sent}, in the world file under momo.apiUsers (payersim serve ` +
        '--world FILE), or in the POST /v1_0/apiuser that makes the API user.',
      fr:
        `Envoyez une URL sur ${wanted} ; ou mettez providerCallbackHost à ${sent}, dans le fichier de monde sous momo.apiUsers ` +
        '(payersim serve --world FILE), ou dans le POST /v1_0/apiuser qui crée l’utilisateur d’API.',
    },
  ])
}

const schemes: Record<MomoQuirks['callback-scheme'], readonly string[]> = {
  any: ['http:', 'https:'],
  'https-only': ['https:'],
  'http-only': ['http:'],
}

function addressAllowed(hostname: string, quirks: MomoQuirks): boolean {
  const address = hostname.replace(/^\[|\]$/g, '')
  if (isIP(address) === 0 || quirks['callback-ip'] === 'any') return true
  return quirks['callback-ip'] === 'loopback' && (/^127\./.test(address) || address === '::1')
}

function parse(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined
}
