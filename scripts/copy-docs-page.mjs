// Copies what the page at /docs needs into dist/docs, so that an installed payersim has it without its package.
import { copyFileSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeLicences } from './licences.mjs'

const from = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
const to = fileURLToPath(new URL('../dist/docs/', import.meta.url))
mkdirSync(to, { recursive: true })
const files = ['swagger-ui-bundle.js', 'swagger-ui.css', 'LICENSE', 'NOTICE']
for (const name of files) copyFileSync(join(from, name), join(to, name))
writeLicences(
  'The page at /docs is this package.',
  files.map((name) => join(from, name)),
)
