/// <reference path="./negotiator.d.ts" />
import type { IncomingHttpHeaders } from 'node:http'
import Negotiator from 'negotiator'
import { type LanguageTag, languageTags } from '../terms/index.ts'

/** The language that the header `Accept-Language` asks for; English where it asks for none that there is. */
export function languageOf(headers: IncomingHttpHeaders): LanguageTag {
  if (headers['accept-language'] === undefined) return 'en'
  return (new Negotiator({ headers }).language([...languageTags]) as LanguageTag | undefined) ?? 'en'
}
