import type { z } from 'zod'
import type { oas31 } from 'zod-openapi'

/** Says of a schema what zod leaves as OpenAPI 3.1 has it, and takes out what generators stumble over. */
export function inOpenApi30(schema: z.core.JSONSchema.BaseSchema): void {
  const [example] = schema.examples ?? []
  if (example !== undefined) schema.example = example
  delete schema.examples
  // Go's expressions cannot look ahead, and openapi-generator writes some for Ruby and C# wrong.
  delete schema.pattern
  // Its client for Ruby takes them for texts.
  if (schema.type === 'boolean') delete schema.enum
  // It refuses it for an object, nullable or not.
  if (schema.default === null) delete schema.default
}

/**
 * Gives a name to each body, and to each object that is one of several or in a list: `SimOpenWorldRequest` is what `sim.openWorld`
 * takes, `SimGetClock400Response` an answer. openapi-generator 7 names them so by itself. Older ones count them, so that names would
 * change with each operation that is added, and oapi-codegen begins names with the status, which Go refuses. What is alike shares
 * the name of the first, but for what is sent.
 */
export function withNames(document: oas31.OpenAPIObject): oas31.OpenAPIObject {
  const schemas: Record<string, Schema> = { ...document.components?.schemas }
  const names = new Map(Object.entries(schemas).map(([name, schema]) => [JSON.stringify(schema), name]))
  for (const [name, schema] of Object.entries(schemas)) nameParts(schema, name)
  for (const { get, put, post, patch, delete: remove } of Object.values(document.paths ?? {}))
    for (const operation of [get, put, post, patch, remove]) {
      if (operation?.operationId === undefined) continue
      const base = operation.operationId.split('.').map(capitalized).join('')
      for (const content of contentsOf(operation.requestBody))
        if (isObject(content.schema)) content.schema = added(content.schema, `${base}Request`)
        else nameParts(content.schema, `${base}Request`)
      for (const [status, response] of Object.entries(operation.responses ?? {}))
        for (const content of contentsOf(response))
          content.schema = named(content.schema, `${base}${status}Response`)
    }
  return { ...document, components: { ...document.components, schemas } }

  /** The reference to a schema, if it is that of an object, and the schema itself else. */
  function named(schema: Schema, name: string): Schema {
    if (isObject(schema)) {
      const known = names.get(JSON.stringify(schema))
      return known === undefined ? added(schema, name) : referenceTo(known)
    }
    nameParts(schema, name)
    return schema
  }

  function added(schema: Schema, wanted: string): Schema {
    let name = wanted
    for (let count = 1; name in schemas; count += 1) name = `${wanted}${count}`
    schemas[name] = schema
    names.set(JSON.stringify(schema), name)
    nameParts(schema, name)
    return referenceTo(name)
  }

  function nameParts(schema: Schema, base: string): void {
    if ('$ref' in schema) return
    if (schema.anyOf) schema.anyOf = schema.anyOf.map((option) => named(option, `${base}AnyOf`))
    if (schema.items) schema.items = named(schema.items, `${base}Inner`)
    for (const [key, property] of Object.entries(schema.properties ?? {}))
      nameParts(property, base + word(key))
  }
}

type Schema = oas31.SchemaObject | oas31.ReferenceObject
type Described = oas31.MediaTypeObject & { schema: Schema }

/** Those of a body that have a schema, but for forms, which generators take apart. */
function contentsOf(
  body: { content?: oas31.ContentObject } | oas31.ReferenceObject | undefined,
): Described[] {
  const all = Object.entries((body && 'content' in body && body.content) || {})
  return all
    .filter(([type]) => type !== 'application/x-www-form-urlencoded')
    .map(([, content]) => content)
    .filter((content): content is Described => content.schema !== undefined)
}

const isObject = (schema: Schema) =>
  !('$ref' in schema) && (schema.type === 'object' || schema.anyOf !== undefined)
const referenceTo = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
const word = (key: string) =>
  key
    .split(/[^A-Za-z0-9]/)
    .map(capitalized)
    .join('')
