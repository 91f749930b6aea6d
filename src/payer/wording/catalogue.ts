import type { en } from './en.ts'

export type WordingKey = keyof typeof en
/** Every language has every text. */
export type Catalogue = Record<WordingKey, string>
