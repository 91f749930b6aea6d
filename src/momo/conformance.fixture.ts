import { expect } from 'vitest'
import { type Operation, type OperationName, operationList } from './operations.ts'
import type { MomoQuirks } from './quirks.ts'

/** The operation that a request calls, however it spells the path; undefined for what MTN does not have. */
export function operationOf(method: string, url: string): [OperationName, Operation] | undefined {
  const path = url.split('?')[0] ?? ''
  return operationList.find(
    ([, operation]) =>
      operation.method === method && operation.at.some((place) => pattern(place.path).test(path)),
  )
}

/**
 * Fails where a body is not what MTN's schema of that operation and status says. One quirk leaves that schema on
 * purpose.
 */
export function checkAnswer(
  method: string,
  url: string,
  { status, text }: { status: number; text: string },
  quirks: MomoQuirks,
): void {
  const found = operationOf(method, url)
  if (!found) return
  const [name, { responses }] = found
  if (text === '' && recordedEmpty(status, quirks)) return
  expect(Object.keys(responses), `${name} answers ${status} ${text}`).toContain(String(status))
  const schema = responses[status]
  if (!schema) {
    expect(text, `${name} ${status}`).toBe('')
    return
  }
  const leaves = quirks['reason-form'] === 'object'
  const { success, error } = schema.safeParse(JSON.parse(text))
  if (!success && !(leaves && status === 200)) {
    expect.fail(`${name} ${status} ${text}: ${error.issues.map((issue) => JSON.stringify(issue)).join(' ')}`)
  }
}

/** The export has no word for what recordings show: some refusals have no body. */
function recordedEmpty(status: number, quirks: MomoQuirks): boolean {
  if (status === 401) return quirks['bearer-failure'] === 'empty'
  return (status === 400 || status === 500) && quirks['bad-request-body'] === 'empty'
}

function pattern(template: string): RegExp {
  const source = template.replace(/\{\w+\}/g, '[^/]+').replace(/\/$/, '')
  return new RegExp(`^${source}/?$`, 'i')
}
