import type { Request, Response, Router } from 'express'
import { routesUnder } from '../kernel/index.ts'
import type { ControlRoute } from '../providers/index.ts'
import { parse } from './schema.ts'

/** Serves the routes that a provider has below `/_sim`; they are laid out when one of them is first asked. */
export function mountProviderRoutes(routes: Router, control: readonly ControlRoute[]): void {
  const segments = [...new Set(control.map(({ path }) => path.split('/')[1] ?? ''))]
  const layOut = (own: Router) => {
    for (const route of control) {
      const method = route.method.toLowerCase() as 'get' | 'post' | 'put' | 'delete'
      own[method](route.path.replace(/\{(\w+)\}/g, ':$1'), (request, response) =>
        answer(route, request, response),
      )
    }
  }
  if (segments.length > 0) routes.use(routesUnder(segments, layOut))
}

async function answer(route: ControlRoute, request: Request, response: Response): Promise<void> {
  const answered = await route.answer({
    params: request.params as Record<string, string>,
    query: route.query && parse(route.query, request.query, 'query'),
    body: route.body && parse(route.body, request.body, 'body'),
    prefersCsv: request.accepts(['json', 'csv']) === 'csv',
  })
  if ('json' in answered) response.json(answered.json)
  else {
    response.attachment(answered.file).type('text/csv; charset=utf-8; header=present')
    response.send(answered.csv)
  }
}
