import type { z } from 'zod'

/** So often a value is read by a schema before it is worth what zod's compiling costs: a millisecond for each object in it. */
const worthCompiling = 50

const reads = new WeakMap<z.ZodType, number>()

/**
 * An option for `parse` and `safeParse`: zod compiles a schema's objects to JavaScript when it reads its first value, which a
 * short session never earns back. With this it compiles those that are read often.
 */
export function untilHot(schema: z.ZodType): { jitless: boolean } {
  const before = reads.get(schema) ?? 0
  if (before >= worthCompiling) return { jitless: false }
  reads.set(schema, before + 1)
  return { jitless: true }
}

/** The same for a schema that reads one value. */
export const readsOnce = { jitless: true } as const
