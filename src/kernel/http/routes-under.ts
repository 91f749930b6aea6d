import { type RequestHandler, Router } from 'express'

/**
 * Routes whose paths begin with one of these segments, laid out at the first request to one of them: Express compiles
 * each path and each handler as it is laid out, and a short session asks for few.
 *
 * @param segments in lower case; `''` is that of `/`
 */
export function routesUnder(segments: readonly string[], layOut: (routes: Router) => void): RequestHandler {
  let routes: Router | undefined
  return (request, response, next) => {
    const [, segment = ''] = request.path.split('/', 2)
    if (!segments.includes(segment.toLowerCase())) return next()
    if (!routes) {
      routes = Router()
      layOut(routes)
    }
    routes(request, response, next)
  }
}
