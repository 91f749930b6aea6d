import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const control = fileURLToPath(new URL('../src/control/', import.meta.url))

/** The control routes that belong to no provider, as the source has them: `GET /phones/{msisdn}`. */
export function controlRoutes(): string[] {
  const texts = readdirSync(control)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(`${control}${file}`, 'utf8'))
  return (
    texts
      .flatMap((text) =>
        [...text.matchAll(/\bmethod: '([A-Z]+)',\s*path: '(\/[^']+)'/g)].map(
          ([, method, path]) => `${method} ${path}`,
        ),
      )
      // These two stand beside `/_sim`: the document itself, and what agents ask.
      .filter((route) => !/ \/(?:openapi\.json|mcp)$/.test(route))
  )
}
