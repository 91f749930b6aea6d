import type { z } from 'zod'

/** The schema of a body by its media type; a schema alone is one of JSON. */
export type Content = z.ZodType | Readonly<Record<string, z.ZodType>>

/** What documents say of a call. Everything may be left out. */
interface CallDescription {
  /** One line, without a full stop. */
  summary?: string | undefined
  /** More of it, in Markdown. */
  description?: string | undefined
  /** The section of the page; the name of the API by default. */
  section?: string | undefined
  /** By their names. */
  headers?: Readonly<Record<string, z.ZodType>> | undefined
  body?: Content | undefined
  /** A body may be left out. */
  bodyIsOptional?: boolean | undefined
  /** A body that the page fills in at first. */
  example?: unknown
  /** What is answered, by HTTP status; null: an empty body. */
  responses?: Readonly<Record<number, Content | null>> | undefined
  /** What each HTTP status means; by default its usual meaning. */
  meanings?: Readonly<Record<number, string>> | undefined
}

/** What documents say of an operation at one path. The names of parameters in the path are found in the path. */
export interface RouteDescription extends CallDescription {
  /** Unique in the document; by default the names of API and operation, such as `bank.createOrder`. */
  id?: string | undefined
  /** Each line is one way to be let in: the names of security schemes, all of which it needs; none: without any. */
  security?: ReadonlyArray<readonly string[]> | undefined
  query?: z.ZodObject | undefined
  /** Of what stands in the path, by its names; a text by default. */
  params?: Readonly<Record<string, z.ZodType>> | undefined
}

/** What documents say of a call that the vendor makes. */
export interface WebhookDescription extends CallDescription {
  method: string
}

export type SecurityScheme = { description?: string } & (
  | { type: 'http'; scheme: 'basic' | 'bearer' }
  | { type: 'apiKey'; in: 'header' | 'query'; name: string }
)

/** What documents say of a whole API. */
export interface ApiDescription {
  /** In the order of the page. */
  sections?: ReadonlyArray<{ name: string; description?: string }>
  /** By the names that `security` has. */
  securitySchemes?: Readonly<Record<string, SecurityScheme>>
  /** The calls that the vendor makes to its users, by their names. */
  webhooks?: Readonly<Record<string, WebhookDescription>>
}

/**
 * The UUID of examples where each call needs a new one. The document is the same each time; the page at `/docs` puts a
 * new UUID in its place when it is loaded.
 */
export const exampleUuid = '6f1c2b1e-5a3d-4c7e-9b60-0d1f2e3a4b5c'
