import { z } from 'zod'
import { builtInGrammar } from './schema.ts'

/**
 * The JSON Schema (draft 2020-12) of session scripts, for editors. It cannot express some rules, such as that a name
 * is made before it is used; only reading the script checks them.
 */
export function sessionJsonSchema(grammar = builtInGrammar): Record<string, unknown> {
  return { title: 'payersim session script', ...z.toJSONSchema(grammar.script, { io: 'input' }) }
}
