import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import express, { type RequestHandler } from 'express'
import { type ControlAccess, localOnly } from './guard.ts'
import { pageFolder } from './page-build.ts'
import { PageLogin } from './page-login.ts'
import { placeOf } from './place.ts'
import { routesUnder } from './routes-under.ts'

const policy: RequestHandler = (_, response, next) => {
  response.setHeader(
    'Content-Security-Policy',
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
      "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  )
  response.setHeader('X-Content-Type-Options', 'nosniff')
  response.setHeader('Referrer-Policy', 'no-referrer')
  next()
}

/**
 * The phones page at `/`, its files at `/page/…`, `/page/login` (see {@link PageLogin}), and `/page/callback`, which
 * answers 204 to the callbacks of its merchants; the panels of providers from outside are at `/page/panels/NAME.js`. Its
 * files contain no data of the world, so they need no admin token; the page asks for the token before it shows anything.
 *
 * All its URLs are relative, so that the page of a world asks that world. `<html data-world>` has the world's name, which
 * the page cannot tell from a host name.
 */
export function pageRoutes(
  control: ControlAccess,
  { folder = pageFolder, panels = new Map() }: { folder?: string; panels?: ReadonlyMap<string, URL> } = {},
): RequestHandler {
  const access: RequestHandler =
    control.adminToken === undefined ? localOnly(control) : (_, __, next) => next()
  return routesUnder(['', 'page'], (routes) => {
    if (control.adminToken !== undefined) {
      const login = new PageLogin(control.adminToken)
      routes.get('/', login.byLink)
      routes.post('/page/login', login.turnIn)
    }
    routes.get('/', access, policy, async (request, response) => {
      const { world, base, isBare } = placeOf(request)
      response.setHeader('Cache-Control', 'no-cache')
      if (isBare) {
        const query = request.url.replace(/^[^?]*/, '')
        return void response.status(307).location(`${base}/${query}`).end()
      }
      const page = await readFile(join(folder, 'index.html'), 'utf8')
      const named = world === undefined ? page : page.replace('<html ', `<html data-world="${world}" `)
      response.type('html').send(named)
    })
    // The simulator's own calls: they bear no token, and change nothing here.
    const ownCalls = localOnly({ ...control, behindProxy: false })
    routes.all('/page/callback', ownCalls, (_, response) => void response.status(204).end())
    routes.get('/page/panels/:name.js', access, policy, ({ params: { name } }, response, next) => {
      const panel = panels.get(String(name))
      if (!panel) return next()
      response.type('text/javascript').setHeader('Cache-Control', 'no-cache')
      const options = { cacheControl: false, dotfiles: 'allow' } as const
      response.sendFile(fileURLToPath(panel), options, (error?: Error) => {
        // Also called on success, and if the reader disconnects.
        if (error && !response.headersSent) next(error)
      })
    })
    // Their names contain a hash of their content.
    const files = express.static(join(folder, 'page'), { index: false, immutable: true, maxAge: '1y' })
    routes.use('/page', access, policy, files)
  })
}
