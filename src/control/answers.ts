import type { HttpAnswer } from '../kernel/index.ts'
import type { LanguageTag } from '../terms/index.ts'

/** An answer of JSON; `Shape` is what clients are told of it. */
export const json = <Shape = never>(value: NoInfer<Shape>, status = 200) => ({ json: value, status })

/** The same, with sentences in the language that the header `Accept-Language` asks for. */
export const inLanguage = <Shape = never>(language: LanguageTag, value: NoInfer<Shape>) => ({
  json: value,
  headers: { 'Content-Language': language, Vary: 'Accept-Language' },
})

/** Done, and nothing to tell. */
export const noContent: HttpAnswer = { status: 204, headers: {}, body: '' }
