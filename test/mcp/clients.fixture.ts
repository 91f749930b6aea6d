import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'

/** An agent over HTTP, by the SDK's own client. */
export async function agentAt(url: string, options: { headers?: Record<string, string>; modern?: boolean } = {}) {
  const { headers = {}, modern = true } = options
  const client = new Client(
    { name: 'an agent', version: '1.0.0' },
    modern ? { versionNegotiation: { mode: 'auto' } } : {},
  )
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }))
  return client
}
