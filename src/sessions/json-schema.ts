import { z } from 'zod'
import { scriptSchema } from './schema.ts'

/**
 * The JSON Schema (draft 2020-12) of session scripts, for editors. It cannot express some rules, such as that a name
 * is made before it is used; only reading the script checks them.
 */
export function sessionJsonSchema(): Record<string, unknown> {
  return { title: 'payersim session script', ...z.toJSONSchema(scriptSchema, { io: 'input' }) }
}
