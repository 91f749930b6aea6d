import { z } from 'zod'
import type { WorldView } from './world.ts'

const text = z.string()

/** `url`: where the caller knows this world to be; by default the address on which payersim listens. */
export const connectQuery = z.object({
  language: z.enum(['en', 'fr']).default('en'),
  url: z
    .url({ protocol: /^https?$/, error: 'is not an http or https URL' })
    .max(300)
    .optional(),
})

/** A program that makes a first call. */
const programSchema = z.object({
  /** As people call it, such as `Python`. */
  language: text,
  /** The file to put it in. */
  file: text,
  /** The command that runs it. */
  run: text,
  text,
})

/** How a program of one's own reaches a vendor's API in this world. */
export const connectSchema = z.lazy(() =>
  z.object({
    /** That of the provider, such as `momo`. */
    name: text,
    /** As people call it, such as `MTN MoMo`. */
    title: text,
    /** A host of the vendor for which this world stands; null if none is known. */
    host: text.nullable(),
    baseUrl: text,
    /** Whose keys these are. */
    as: text,
    keys: z.array(z.object({ name: text, value: text })),
    /** What comes of each program, in a sentence. */
    outcome: text,
    programs: z.array(programSchema),
    documents: z.array(z.object({ title: text, url: text })),
  }),
)
export type Connect = z.infer<typeof connectSchema>

/** What a provider says of it. */
type Connecting = Omit<Connect, 'name' | 'title' | 'host'>

/** Where a program is to arrive. */
export interface ConnectPlace {
  /** The base URL of the world, without a slash at the end: `http://127.0.0.1:4000/w/suite-1`. */
  url: string
  /** As `GET /_sim/world` tells it. */
  world: WorldView
  /** Of the texts, such as the names of keys; English where a provider has no other. */
  language: 'en' | 'fr'
  /** The command line that leads a command's calls here, although it asks the vendor's own host. */
  led(command: string): string
}

/** What a provider says of how to reach it; undefined where the world has no keys for it. */
export type ConnectPart = (place: ConnectPlace) => Connecting | undefined

/** What `payersim run` asks unless it is told another address. */
const usualServer = /^http:\/\/(?:127\.0\.0\.1|localhost):4000$/

/** The line that leads the calls of a command to the world at this base URL. */
export function runLine(url: string, command: string): string {
  return `npx payersim run${usualServer.test(url) ? '' : ` --url ${url}`} -- ${command}`
}
