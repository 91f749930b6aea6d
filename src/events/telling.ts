// The second face of this room: entries of the timeline, and how they are told in people's words.
export {
  type Entry,
  type EventEntry,
  type Family,
  familyOf,
  type HttpEntry,
  isHttp,
  isOf,
} from './entries.ts'
export { english } from './sentences/en.ts'
export { french } from './sentences/fr.ts'
export { Teller, type Telling } from './sentences/sentence.ts'
