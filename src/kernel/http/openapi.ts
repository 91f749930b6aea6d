import { STATUS_CODES } from 'node:http'
import { z } from 'zod'
import type {
  ZodOpenApiContentObject,
  ZodOpenApiObject,
  ZodOpenApiOperationObject,
  ZodOpenApiPathsObject,
  ZodOpenApiResponsesObject,
} from 'zod-openapi'
import type {
  ApiDescription,
  Content,
  RouteDescription,
  SecurityScheme,
  WebhookDescription,
} from './description.ts'
import type { Api, Route } from './front-door.ts'
import { inOpenApi30, withNames } from './openapi-30.ts'

interface DocumentOptions {
  title: string
  version: string
  description: string
  /** The URL of the server. */
  baseUrl: string
  /** 3.1 if left out. */
  openapi?: OpenApiVersion | undefined
}

/** The versions that documents are made in. 3.0 is for generators, and has no webhooks, since that version knows none. */
export const openApiVersions = ['3.0', '3.1'] as const
export type OpenApiVersion = (typeof openApiVersions)[number]

/**
 * OpenAPI of all operations of these APIs, made from their routes and the schemas that these name. Where two APIs name a
 * security scheme alike, that of the second has the name of its API before it.
 */
export async function openApiOf(
  apis: readonly DescribedApi[],
  { title, version, description, baseUrl, openapi = '3.1' }: DocumentOptions,
): Promise<object> {
  // Loaded here: few runs need a document.
  const { createDocument } = await import('zod-openapi')
  const parts = await Promise.all(apis.map(partOf))
  const schemes = new Map<string, SecurityScheme>()
  const [paths, webhooks]: [Entry[], Entry[]] = [[], []]
  for (const part of parts) {
    const nameOf = (name: string) => (schemes.has(name) ? `${part.name}.${name}` : name)
    const names = new Map(part.schemes.map(([name]) => [name, nameOf(name)]))
    // A copy: what makes the document takes the same object under a second name for the first.
    for (const [name, scheme] of part.schemes) schemes.set(names.get(name) ?? name, { ...scheme })
    paths.push(...part.routes.map(([route, said]) => operationOf(route, said, names)))
    webhooks.push(...part.webhooks.map(([name, said]) => webhookOf(name, said)))
  }
  const sections = new Map(parts.flatMap((part) => part.sections).map((one) => [one.name, one]))
  const isOld = openapi === '3.0'
  const document: ZodOpenApiObject = {
    openapi: isOld ? '3.0.3' : '3.1.0',
    info: { title, version, description },
    servers: [{ url: baseUrl }],
    tags: [...sections.values()],
    paths: joined(paths),
    ...(webhooks.length > 0 && !isOld && { webhooks: joined(webhooks) }),
    components: { securitySchemes: Object.fromEntries(schemes) },
  }
  const made = createDocument(document, {
    override: ({ jsonSchema }) => {
      // That TypeScript must not change an array says nothing of who may send it.
      delete jsonSchema.readOnly
      if (isOld) inOpenApi30(jsonSchema)
    },
  })
  return isOld ? withNames(made) : made
}

/** What documents need to know of an API. */
export type DescribedApi = Pick<Api, 'name' | 'describe'> & {
  routes: ReadonlyArray<Pick<Route, 'operation' | 'method' | 'path' | 'describe'>>
}

/** One method at one path. */
type Entry = [path: string, method: string, operation: ZodOpenApiOperationObject]

function joined(entries: readonly Entry[]): ZodOpenApiPathsObject {
  const paths: ZodOpenApiPathsObject = {}
  for (const [path, method, operation] of entries) paths[path] = { ...paths[path], [method]: operation }
  return paths
}

/** What one API says of itself, with the defaults of ids and sections. */
async function partOf(api: DescribedApi) {
  const { name: section } = api
  const about: ApiDescription = (await api.describe?.()) ?? {}
  const routes: Array<[DescribedApi['routes'][number], RouteDescription]> = []
  const seen = new Map<string, number>()
  for (const route of api.routes) {
    const said = route.describe ? await route.describe() : {}
    if (said === null) continue
    const count = (seen.get(route.operation) ?? 0) + 1
    seen.set(route.operation, count)
    // Several paths may serve one operation.
    const id = `${api.name}.${route.operation}${count > 1 ? count : ''}`
    routes.push([route, { id, section, ...said }])
  }
  const webhooks = Object.entries(about.webhooks ?? {})
  return {
    name: api.name,
    sections: about.sections ?? [{ name: section }],
    schemes: Object.entries(about.securitySchemes ?? {}),
    routes,
    webhooks: webhooks.map(([name, said]) => [`${api.name}.${name}`, { section, ...said }] as const),
  }
}

function operationOf(
  { path, method }: DescribedApi['routes'][number],
  { id, security, query, params = {}, headers = {}, ...said }: RouteDescription,
  schemes: ReadonlyMap<string, string>,
): Entry {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, params[name] ?? z.string()])
  const needs = security?.map((names) => names.map((name) => [schemes.get(name) ?? name, []]))
  const operation = {
    ...(id !== undefined && { operationId: id }),
    ...callOf(said),
    ...(needs && { security: needs.map((way) => Object.fromEntries(way)) }),
    requestParams: {
      path: z.object(Object.fromEntries(inPath)),
      header: z.object(headers),
      ...(query && { query }),
    },
  }
  return [path, method.toLowerCase(), operation]
}

function webhookOf(name: string, { method, headers = {}, ...said }: WebhookDescription): Entry {
  return [name, method.toLowerCase(), { ...callOf(said), requestParams: { header: z.object(headers) } }]
}

/** What is said of a call in either direction. */
function callOf(
  said: Omit<RouteDescription, 'id' | 'security' | 'query' | 'params' | 'headers'>,
): ZodOpenApiOperationObject {
  const { summary, description, section, body, bodyIsOptional, example, responses = {}, meanings = {} } = said
  return {
    ...(summary !== undefined && { summary }),
    ...(description !== undefined && { description }),
    ...(section !== undefined && { tags: [section] }),
    ...(body && { requestBody: { required: bodyIsOptional !== true, content: contentOf(body, example) } }),
    responses: responsesOf(responses, meanings),
  }
}

function responsesOf(
  responses: NonNullable<RouteDescription['responses']>,
  meanings: NonNullable<RouteDescription['meanings']>,
): ZodOpenApiResponsesObject {
  const known = Object.entries(responses)
  if (known.length === 0) return { default: { description: 'Not described' } }
  return Object.fromEntries(
    known.map(([status, content]) => [
      status,
      {
        description: meanings[Number(status)] ?? STATUS_CODES[status] ?? status,
        ...(content && { content: contentOf(content) }),
      },
    ]),
  )
}

function contentOf(content: Content, example?: unknown): ZodOpenApiContentObject {
  const byType = isSchema(content) ? { 'application/json': content } : content
  return Object.fromEntries(
    Object.entries(byType).map(([type, schema]) => [
      type,
      { schema, ...(example !== undefined && { example }) },
    ]),
  )
}

const isSchema = (content: Content): content is z.ZodType => content instanceof z.ZodType
