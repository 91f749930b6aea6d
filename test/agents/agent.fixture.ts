import { type CallToolResult, Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'

/** An agent's connection, and the words of what it is told. */
export interface Agent {
  client: Client
  /** The text that a tool answers. @throws where it answers an error */
  call(tool: string, args?: Record<string, unknown>): Promise<string>
  /** The text of an error. @throws where there is none */
  refused(tool: string, args?: Record<string, unknown>): Promise<string>
  /** What a tool answers for programs. */
  data(tool: string, args?: Record<string, unknown>): Promise<Record<string, unknown>>
  read(uri: string): Promise<string>
  close(): Promise<void>
}

type Transport = Parameters<Client['connect']>[0]

/** An agent by the SDK's own client: of the protocol of 2026, or of that before, which most agents speak yet. */
export async function agentOn(transport: Transport, { modern = true } = {}): Promise<Agent> {
  const client = new Client(
    { name: 'an agent', version: '1.0.0' },
    modern ? { versionNegotiation: { mode: 'auto' } } : {},
  )
  await client.connect(transport)
  const answer = (name: string, args: Record<string, unknown> = {}) =>
    client.callTool({ name, arguments: args }) as Promise<CallToolResult>
  const textOf = ({ content }: CallToolResult) =>
    content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n')
  return {
    client,
    async call(tool, args) {
      const told = await answer(tool, args)
      if (told.isError) throw new Error(`${tool}: ${textOf(told)}`)
      return textOf(told)
    },
    async refused(tool, args) {
      const told = await answer(tool, args)
      if (!told.isError) throw new Error(`${tool} was not refused: ${textOf(told)}`)
      return textOf(told)
    },
    async data(tool, args) {
      return (await answer(tool, args)).structuredContent as Record<string, unknown>
    },
    async read(uri) {
      const [content] = (await client.readResource({ uri })).contents
      return content && 'text' in content ? content.text : ''
    },
    close: () => client.close(),
  }
}

/** An agent over HTTP. */
export const agentAt = (
  url: string,
  headers: Record<string, string> = {},
  options: { modern?: boolean } = {},
) => agentOn(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }), options)
