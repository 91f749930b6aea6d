import type { CallToolResult, McpServer, StandardSchemaWithJSON } from '@modelcontextprotocol/server'
import { z } from 'zod'
import type { Desk, Place } from './desk.ts'
import { messageOf } from './errors.ts'

/** What a tool tells: for people and models as text, for programs as JSON. */
interface Answer {
  text: string
  data: Record<string, unknown>
}

interface Definition<Shape extends z.ZodRawShape> {
  name: string
  title: string
  description: string
  input: Shape
  /** `reads` changes nothing; `removes` may take away what cannot be had back. */
  does: 'reads' | 'changes' | 'removes'
  /** @throws an error whose message says what to do */
  run(args: z.output<z.ZodObject<Shape>>, place: Place, desk: Desk): Promise<Answer>
}

export interface Tool {
  readonly name: string
  register(server: McpServer, desk: Desk): void
}

/** Real milliseconds; a control route waits for at most a minute. */
export const waitSeconds = (usual: number) =>
  z.number().min(0).max(60).default(usual).describe('How long to wait, in seconds of real time')

export const phoneNumber = z.string().describe('In international form, such as +46733000001')

const world = z
  .string()
  .optional()
  .describe('A world by its name, as open_world opened it; by default the one that this server is for')

/** A tool in whichever world it is asked for. An argument that it does not have is refused. */
export function tool<Shape extends z.ZodRawShape>(definition: Definition<Shape>): Tool {
  const { name, title, description, does, run } = definition
  const inputSchema = z.strictObject({ ...definition.input, world })
  const annotations = {
    title,
    readOnlyHint: does === 'reads',
    destructiveHint: does === 'removes',
    // It reaches nothing but the simulator.
    openWorldHint: false,
  }
  return {
    name,
    register(server, desk) {
      const schema: StandardSchemaWithJSON = inputSchema
      server.registerTool(name, { title, description, inputSchema: schema, annotations }, async (given) => {
        const { world: wanted, ...args } = given as { world?: string }
        try {
          const { text, data } = await run(args as z.output<z.ZodObject<Shape>>, desk.place(wanted), desk)
          return { content: [{ type: 'text', text }], structuredContent: data }
        } catch (error) {
          return refused(messageOf(error))
        }
      })
    },
  }
}

const refused = (text: string): CallToolResult => ({ content: [{ type: 'text', text }], isError: true })
