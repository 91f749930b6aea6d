import type * as simulators from '../../src/commands/script-simulator.ts'
import type * as worlds from '../../src/commands/script-world.ts'
import type * as threads from '../../src/commands/test-threads.ts'
import type * as payersim from '../../src/index.ts'
import type * as sessions from '../../src/sessions/index.ts'

/** As users have it: compiled, without what the loader of these benches adds to every function. */
export const compiledPayersim = () => compiled('index.js') as Promise<typeof payersim>
export const compiledSessions = () => compiled('sessions/index.js') as Promise<typeof sessions>
export const compiledSimulators = () => compiled('commands/script-simulator.js') as Promise<typeof simulators>
export const compiledThreads = () => compiled('commands/test-threads.js') as Promise<typeof threads>
export const compiledWorlds = () => compiled('commands/script-world.js') as Promise<typeof worlds>

function compiled(path: string): Promise<unknown> {
  return import(new URL(`../../dist/${path}`, import.meta.url).href)
}
