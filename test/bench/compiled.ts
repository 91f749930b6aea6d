import type * as payersim from '../../src/index.ts'
import type * as sessions from '../../src/sessions/index.ts'

/** As users have it: compiled, without what the loader of these benches adds to every function. */
export const compiledPayersim = () => compiled('index.js') as Promise<typeof payersim>
export const compiledSessions = () => compiled('sessions/index.js') as Promise<typeof sessions>

function compiled(path: string): Promise<unknown> {
  return import(new URL(`../../dist/${path}`, import.meta.url).href)
}
