import { isUtf8 } from 'node:buffer'
import type { HttpRequest } from '../../../../kernel/index.ts'

/** The fields of a form, each by its first value; an empty value is as none. Undefined where the body is not UTF-8. */
export function formOf(request: Pick<HttpRequest, 'body'>): Readonly<Record<string, string>> | undefined {
  const { body } = request
  if (!isUtf8(body)) return undefined
  const fields: Record<string, string> = {}
  for (const [name, value] of new URLSearchParams(body.toString().trim())) {
    if (value !== '' && !Object.hasOwn(fields, name)) fields[name] = value
  }
  return fields
}
