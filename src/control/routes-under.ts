import { type RequestHandler, Router } from 'express'

/**
 * Routes whose paths begin with one of these segments, built at the first request to one of them: Express compiles each
 * path when it is added, and a short session uses few.
 *
 * @param beginnings in lower case, such as `clock` or `collection/token`; `''` for `/`
 */
export function routesUnder(beginnings: readonly string[], layOut: (routes: Router) => void): RequestHandler {
  let routes: Router | undefined
  return (request, response, next) => {
    const { path } = request
    if (!beginnings.some((beginning) => isUnder(path, beginning))) return next()
    if (!routes) {
      routes = Router()
      layOut(routes)
    }
    routes(request, response, next)
  }
}

function isUnder(path: string, beginning: string): boolean {
  const end = beginning.length + 1
  if (path.length > end && path[end] !== '/') return false
  return path.slice(1, end).toLowerCase() === beginning
}
