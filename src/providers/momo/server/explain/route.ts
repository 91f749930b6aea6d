import { nearest, type Told } from '../../../../terms/index.ts'
import { operationList } from '../operations.ts'

interface Route {
  method: string
  path: string
}

const routes: readonly Route[] = operationList.flatMap(([, { method, at }]) =>
  at.map(({ path }) => ({ method, path })),
)

/** Why this path has no operation, with the operation that was probably meant. */
export function explainRoute(method: string, path: string): Told {
  const shown = path.length > 120 ? `${path.slice(0, 117)}...` : path
  if (method === 'OPTIONS') {
    return {
      en:
        `OPTIONS ${shown} is no operation of MTN's. A browser asks so before it calls another origin; the API is to be ` +
        'called from a server, where keys stay secret.',
      fr:
        `OPTIONS ${shown} n’est pas une opération de MTN. Un navigateur demande ainsi avant d’appeler une autre origine ; ` +
        'l’API s’appelle depuis un serveur, où les clés restent secrètes.',
    }
  }
  const here = routes.filter(
    (route) => filled(route.path, path).toLowerCase() === trimmed(path).toLowerCase(),
  )
  if (here.length > 0) {
    const methods = [...new Set(here.map((route) => route.method))]
    return {
      en: `${method} ${shown} is no operation of MTN's: that path has ${methods.join(' and ')}.`,
      fr: `${method} ${shown} n’est pas une opération de MTN : ce chemin a ${methods.join(' et ')}.`,
    }
  }
  const ofMethod = routes.filter((route) => route.method === method)
  const near = nearestRoute(ofMethod.length > 0 ? ofMethod : routes, path)
  return {
    en: `${method} ${shown} is no operation of MTN's. The nearest is ${near.method} ${near.path}.`,
    fr: `${method} ${shown} n’est pas une opération de MTN. La plus proche est ${near.method} ${near.path}.`,
  }
}

function nearestRoute(candidates: readonly Route[], path: string): Route {
  const texts = candidates.map((route) => filled(route.path, path))
  const best = texts.indexOf(nearest(trimmed(path), texts) ?? '')
  return candidates[best] ?? { method: 'POST', path: '/collection/v1_0/requesttopay' }
}

const trimmed = (path: string) => path.replace(/(?<!\/)\/+$/, '')

/** A path of the table with the sent values as its parameters, so that parameters do not count as differences. */
function filled(template: string, path: string): string {
  const sent = trimmed(path).split('/')
  return trimmed(template)
    .split('/')
    .map((segment, at) => (segment.startsWith('{') ? (sent[at] ?? '') : segment))
    .join('/')
}
