import type { z } from 'zod'

// Published with the type of a world, so no type of the server is named here.

/** What is wrong between parts of a world, and where. */
export interface Conflict {
  path: PropertyKey[]
  message: string
}

/** A country's wallet platform, as a world file has it. */
export interface WorldEnvironment {
  currencies: string[]
  /** ISO 3166 alpha-2 */
  country: string | null
  language: 'en' | 'fr'
  /** Quirks of this environment alone. */
  quirks?: Readonly<Record<string, string>> | undefined
  /** What providers add to it: see `WorldPart.environment`. */
  [field: string]: unknown
}

/** What a provider may see of the rest of its world. */
export interface WorldAround {
  environments: Readonly<Record<string, WorldEnvironment>>
}

/** What a provider adds to a world file, under its name. */
export interface WorldPart<Part extends object> {
  schema: z.ZodType<Part>
  /** Of the built-in world; what a world file does not set. */
  builtIn: unknown
  /** Fields of its own in each environment. */
  environment?: Readonly<Record<string, z.ZodType>>
  /** What the schema cannot see: the paths begin at the root of the world file. */
  conflicts?(part: Part, around: WorldAround): Conflict[]
}

/** A provider, as far as world files know it. */
export interface WithWorld<Name extends string = string, Part extends object = object> {
  /** In small letters, such as `momo`: the key of its part of a world file, and the first word of its operations. */
  name: Name
  world?: WorldPart<Part>
}
