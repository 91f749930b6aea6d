import type { Command } from 'commander'

/** What payersim's own providers add to the command line. */
export async function providerCommands(): Promise<Command[]> {
  const { builtInProviders } = await import('../providers/built-in.ts')
  const ofEach = await Promise.all(builtInProviders.map(async ({ commands }) => (await commands?.()) ?? []))
  return ofEach.flat()
}
