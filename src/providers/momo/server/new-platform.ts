import type { HttpRequest } from '../../../kernel/index.ts'
import type { Told } from '../../../terms/index.ts'
import { type MomoConfig, platformOf, quirksIn } from './config.ts'
import { listed } from './explain/listed.ts'
import { Refusal } from './refusal.ts'
import type { ApiUserRow } from './tables.ts'
import { gatewayFailure } from './wording.ts'

// MTN's platform of 2026 at momoapi.momo.africa, as one author measured it: https://github.com/DALIHILLARY/momo-openapi
// (README, 2026-10). Everything that README does not mention is as on the classic platform.

/** The 403 page of its gateway. */
const forbiddenPage = [
  '<html>',
  '<head><title>403 Forbidden</title></head>',
  '<body>',
  '<center><h1>403 Forbidden</h1></center>',
  '<hr><center>Microsoft-Azure-Application-Gateway/v2</center>',
  '</body>',
  '</html>',
  '',
].join('\r\n')

/** @throws Refusal 403 for a User-Agent that the gateway of the environment refuses */
export function checkUserAgent(
  config: MomoConfig,
  request: HttpRequest,
  environment: string | undefined,
): void {
  const wanted = quirksIn(config, environment)['user-agents']
  const strict =
    wanted === 'no-python-requests' || (wanted === 'by-platform' && platformOf(config, environment) === 'new')
  const agent = request.get('User-Agent') ?? ''
  if (!strict || !agent.includes('python-requests')) return
  const said = JSON.stringify(agent.slice(0, 80))
  throw new Refusal(403, forbiddenPage, 'The User-Agent contains python-requests.', {
    Server: 'Microsoft-Azure-Application-Gateway/v2',
    'Content-Type': 'text/html',
  }).explained({
    en:
      `The User-Agent is ${said}. The gateway of MTN's new platform refuses every one that ` +
      'contains python-requests: give the session a User-Agent of your own. (Quirk user-agents.)',
    fr:
      `Le User-Agent est ${said}. La passerelle de la nouvelle plateforme de MTN refuse tous ceux qui contiennent ` +
      'python-requests : donnez à la session un User-Agent à vous. (Particularité user-agents.)',
  })
}

/**
 * The environment of a token request with neither a known API user nor `X-Target-Environment`: the first one, where
 * every environment is on the new platform. Undefined elsewhere: such a request is answered as on the classic platform.
 */
export function newPlatformEverywhere(config: MomoConfig, names: readonly string[]): string | undefined {
  return names.every((name) => platformOf(config, name) === 'new') ? names[0] : undefined
}

/** @throws Refusal 400 where a token request names no environment, or another API user's */
export function checkTokenTarget(
  { environments = {} }: MomoConfig,
  apiUser: ApiUserRow | undefined,
  target: string | undefined,
): void {
  const known = Object.keys(environments).filter((name) => environments[name]?.platform === 'new')
  const own = apiUser?.target_environment
  if (target !== undefined && known.includes(target) && (own === undefined || own === target)) return
  const body = { error: 'Invalid or missing X-Target-Environment header' }
  const said = target === undefined ? undefined : JSON.stringify(target.slice(0, 60))
  const all = listed(known, 20)
  throw new Refusal(400, body, body.error).explained({
    en:
      `X-Target-Environment ${said === undefined ? 'was not sent' : `says ${said}`}. MTN's new platform wants it on the ` +
      `token operation too: send ${own ?? `one of ${all.en}`}.`,
    fr:
      `X-Target-Environment ${said === undefined ? 'n’a pas été envoyé' : `dit ${said}`}. La nouvelle plateforme de MTN le veut ` +
      `aussi pour demander un jeton : envoyez ${own ?? `l’un de ${all.fr}`}.`,
  })
}

/** The refusal of wrong credentials; a pair that was percent-encoded before base64 gets the gateway's failure. */
export function invalidClient(
  credentials: { user: string; key: string } | undefined,
  { explanation, activityId }: { explanation: Told; activityId: string },
): Refusal {
  if (credentials && /%[0-9a-f]{2}/i.test(credentials.user)) {
    return gatewayFailure(activityId).explained({
      en: "The API user of the Basic header is percent-encoded. MTN's new platform wants base64 of id:token exactly as they are.",
      fr: 'L’utilisateur d’API de l’en-tête Basic est encodé en pourcent. La nouvelle plateforme de MTN veut le base64 de id:token tels quels.',
    })
  }
  return new Refusal(401, { error: 'invalid_client' }, 'invalid_client').explained(explanation)
}
