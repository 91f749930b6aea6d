import { McpServer } from '@modelcontextprotocol/server'
import type { Desk } from './desk.ts'
import { registerResources } from './resources.ts'
import type { Tool } from './tool.ts'
import { balanceTools } from './tools/balances.ts'
import { explainTools } from './tools/explain.ts'
import { orderTools } from './tools/orders.ts'
import { phoneTools } from './tools/phones.ts'
import { scriptTools } from './tools/scripts.ts'
import { timeAndFaultTools } from './tools/time-and-faults.ts'
import { worldTools } from './tools/worlds.ts'

const tools: readonly Tool[] = [
  ...phoneTools,
  ...orderTools,
  ...balanceTools,
  ...explainTools,
  ...timeAndFaultTools,
  ...worldTools,
  ...scriptTools,
]

const instructions = [
  'payersim is a payer’s real phone for payment tests: MTN MoMo, OnePipe and Africa’s Talking, simulated on this machine.',
  'Read the resource payersim://world for the base URL and the keys, and have the program under test call that URL as it would call the vendor.',
  'A payment rings the payer’s phone: wait_for_prompt, choose "approve", reply "{{pin}}". get_payment says how it stands and why; explain_error says why a call was refused.',
  'Money and people are made up. Other people may use the same server: open_world gives you a world of your own.',
].join('\n')

/** A server of the Model Context Protocol over what an agent works on. Cheap: one is made for each request over HTTP. */
export function newMcpServer(desk: Desk): McpServer {
  const server = new McpServer(
    { name: 'payersim', title: 'payersim', version: desk.version },
    { instructions, capabilities: { tools: {}, resources: {} } },
  )
  for (const tool of tools) tool.register(server, desk)
  registerResources(server, desk)
  return server
}
