import { z } from 'zod'
import type { HeldRequest, Hold } from '../client/index.ts'
import { holdBody } from '../terms/sim/hold.ts'
import type { Kind } from './scene.ts'
import { StepFailure } from './step-failure.ts'
import { filled } from './steps/filled.ts'
import { action, type StepsPart } from './steps-part.ts'
import { name, written } from './values.ts'

/** Holds, by the names that steps gave them. */
const holds: Kind<Hold> = { idOf: ({ id }) => id }

/** The holds of callbacks alone: a step waits for the answer of its own call, so that one could never be let go. */
const holdSchema = z
  .strictObject({
    as: name,
    point: z
      .string()
      .refine(
        (point) => point === 'callback',
        'is not callback, which alone can be held in a script: a step ends when its own call was answered',
      )
      .meta({ enum: ['callback'] }),
    match: z
      .strictObject({
        merchant: written.optional(),
        phone: written.optional(),
        host: written.optional(),
      })
      .optional(),
    first: z.int().min(1).max(1_000_000).optional(),
  })
  .transform(({ as, ...hold }, context) => {
    const { success, data, error } = holdBody.safeParse(hold)
    if (success) return { as, ...data }
    for (const { path, message } of error.issues) context.addIssue({ code: 'custom', path, message })
    return z.NEVER
  })

const letGoSchema = z
  .strictObject({
    hold: name,
    change: z
      .strictObject({
        headers: z.record(z.string(), z.string().nullable()).optional(),
        body: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
      })
      .optional(),
    drop: z.literal(true).optional(),
  })
  .superRefine(({ change, drop }, context) => {
    if (change === undefined || drop === undefined) return
    context.addIssue({ code: 'custom', path: ['drop'], message: 'stands with "change"; keep one of the two' })
  })

/** The words for callbacks that wait until the script lets them go. */
export const holdSteps = {
  provider: 'payersim',
  actions: {
    hold: action({
      schema: holdSchema,
      makes: holds,
      async perform(scene, { as, ...hold }) {
        const { match = {}, first } = hold
        const which = Object.entries({ ...match, first }).flatMap(([word, value]) =>
          value === undefined ? [] : [`${word} ${value}`],
        )
        const text = `${as}: from now on, callbacks are held${which.length > 0 ? ` (${which.join(', ')})` : ''}`
        scene.say({ kind: 'did', text })
        scene.make(holds, as, await scene.client.holds.add(hold))
      },
    }),
    'let-go': action({
      schema: letGoSchema,
      refers: [{ path: ['hold'], to: ['hold'] }],
      async perform(scene, { hold: named, change, drop }) {
        const held = await nextOf(scene.made(holds, named), named)
        const how = drop ? 'dropped' : change ? 'changed, and let go' : 'let go'
        scene.say({ kind: 'did', text: `${named}: the callback to ${hostOf(held.call.url)} is ${how}` })
        if (drop) return held.drop()
        if (change === undefined) return held.release()
        const { headers, body } = (await filled(scene, change)) as NonNullable<typeof change>
        await held.change({
          ...(headers && { headers }),
          ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        })
      },
    }),
  },
} satisfies StepsPart

/** All that the steps before have caused has come by now: nothing has to be waited for. */
async function nextOf(hold: Hold, named: string): Promise<HeldRequest> {
  try {
    return await hold.next({ waitMs: 0 })
  } catch {
    throw new StepFailure({
      path: ['hold'],
      expected: `a callback that "${named}" holds`,
      seen: 'it holds none',
      hint: 'The step before it has to bring a callback about, and it has to match.',
    })
  }
}

const hostOf = (url: string) => new URL(url).host
