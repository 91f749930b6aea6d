import { fileURLToPath } from 'node:url'
import express, { type RequestHandler } from 'express'
import { exampleUuid, sendProblem } from '../kernel/index.ts'
import { type ControlAccess, guardOf, localOnly } from './guard.ts'
import { languageOf } from './language-of.ts'
import { placeOf } from './place.ts'
import { escaped, problemsPage } from './problems-page.ts'
import { routesUnder } from './routes-under.ts'

/** Swagger UI, copied here by the build. */
const assets = fileURLToPath(new URL('../../dist/docs/', import.meta.url))

/** @param base the path of its world: `/w/suite-1`, or empty */
const pageAt = (base: string) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>payersim: API</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="${base}/docs/swagger-ui.css">
  </head>
  <body>
    <div id="api"></div>
    <script src="${base}/docs/swagger-ui-bundle.js"></script>
    <script src="${base}/docs/start.js"></script>
  </body>
</html>
`
// No request leaves this machine: by default Swagger UI loads a validator badge from the network. It passes the document
// through `responseInterceptor`, and fills in the example of a parameter, but not those of its schema.
const start = `const newId = crypto.randomUUID()
// Below the path of a world its documents, and what is tried, are that world's.
const base = new URL(document.currentScript.src).pathname.replace('/docs/start.js', '')
function withExamples(text) {
  const api = JSON.parse(text.replaceAll('${exampleUuid}', newId))
  for (const methods of Object.values(api.paths))
    for (const { parameters = [] } of Object.values(methods))
      for (const parameter of parameters) parameter.example ??= parameter.schema?.examples?.[0]
  // By whichever host name the page was opened: its policy lets it ask no other.
  api.servers = [{ url: location.origin + base }]
  return JSON.stringify(api)
}
SwaggerUIBundle({
  url: base + '/openapi.json', dom_id: '#api', deepLinking: true, docExpansion: 'none', filter: true, tryItOutEnabled: true,
  persistAuthorization: true, displayRequestDuration: true, defaultModelsExpandDepth: -1, validatorUrl: null,
  responseInterceptor(answer) {
    const isDocument = new URL(answer.url, location.href).pathname === base + '/openapi.json'
    if (isDocument && answer.status === 200) answer.text = withExamples(answer.text)
    return answer
  },
})
`
const policy: RequestHandler = (_, response, next) => {
  const own = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:"
  response.setHeader(
    'Content-Security-Policy',
    `${own}; style-src 'self' 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'`,
  )
  next()
}

/** A browser sends no token when it opens a page, so it is told how the documents are reached. */
const refusalAt = (base: string, status: number, detail: string) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>payersim: API</title>
    <link rel="icon" href="data:,">
    <style>
      body { max-width: 640px; margin: 48px auto; padding: 0 16px; font: 16px/1.5 system-ui, sans-serif; color-scheme: light dark; }
      pre { padding: 12px; border: 1px solid; border-radius: 9px; overflow-x: auto; }
    </style>
  </head>
  <body>
    <h1>The documents are not open here</h1>
    <p>${status}: ${escaped(detail)}</p>
    <p>A browser cannot send the token to open this page. Do one of these:</p>
    <p>Get the OpenAPI document with the token, and open it in any tool that reads OpenAPI:</p>
    <pre>curl -H "Authorization: Bearer $TOKEN" "$PAYERSIM${base}/openapi.json" -o openapi.json</pre>
    <p>Or bring the port to your own machine, where payersim is behind no proxy, and open <code>http://127.0.0.1:4000${base}/docs</code>:</p>
    <pre>ssh -L 4000:127.0.0.1:4000 HOST</pre>
    <p>The phones page asks for the token: <a href="${base}/">open it</a>.</p>
  </body>
</html>
`

/** The same as for control routes; a browser gets a page that says what to do. */
function documentsFor(access: ControlAccess): RequestHandler {
  const refuse = guardOf(access)
  return (request, response, next) => {
    const { headers, rawHeaders, originalUrl: url, socket: peer } = request
    const refusal = refuse({ headers, rawHeaders, url, peer })
    if (refusal === undefined) return next()
    if (request.accepts(['json', 'html']) !== 'html') return sendProblem(response, refusal)
    const { status, detail } = refusal
    response
      .status(status)
      .type('html')
      .send(refusalAt(placeOf(request).base, status, detail))
  }
}

/** `/docs`, to read `/openapi.json` and try it, and `/docs/problems`, what its errors mean. Only for this machine, as all routes that no vendor has. */
export function docsRoutes(access: ControlAccess): RequestHandler {
  const local = localOnly(access)
  const documents = documentsFor(access)
  return routesUnder(['docs'], (routes) => {
    routes.get('/docs/start.js', local, policy, (_, response) => void response.type('js').send(start))
    routes.get('/docs', policy, documents, (request, response) => {
      response.type('html').send(pageAt(placeOf(request).base))
    })
    routes.get('/docs/problems', policy, documents, (request, response) => {
      response
        .vary('Accept-Language')
        .type('html')
        .send(problemsPage(languageOf(request.headers)))
    })
    routes.use('/docs', local, policy, express.static(assets, { index: false }))
  })
}
