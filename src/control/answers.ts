import type { HttpAnswer } from '../kernel/index.ts'

/** An answer of JSON; `Shape` is what clients are told of it. */
export const json = <Shape = never>(value: NoInfer<Shape>, status = 200) => ({ json: value, status })

/** Done, and nothing to tell. */
export const noContent: HttpAnswer = { status: 204, headers: {}, body: '' }
