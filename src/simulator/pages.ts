import express, { type Express } from 'express'
import type { ControlAccess } from '../control/index.ts'
import { docsRoutes, pageRoutes } from '../control/pages.ts'
import { type Kernel, problemHandlers } from '../kernel/index.ts'

export interface PagesParts {
  access: ControlAccess
  kernel: Kernel
  /** The modules of providers from outside, by their names. */
  panels: ReadonlyMap<string, URL>
}

export function pagesApp({ access, kernel: { logger }, panels }: PagesParts): Express {
  const app = express()
  app.disable('etag')
  app.disable('x-powered-by')
  app.use(pageRoutes(access, { panels }))
  app.use(docsRoutes(access))
  const { notFound, failed } = problemHandlers(logger)
  app.use(notFound)
  app.use(failed)
  return app
}
