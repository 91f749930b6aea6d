import { expect } from 'vitest'
import { z } from 'zod'
import type { OutboundRequest } from '../../../kernel/index.ts'
import type { MomoQuirks } from '../quirks.ts'
import { type Operation, type OperationName, operationList, webhooks } from './operations.ts'

/** The operation that a request calls, in any spelling of the path; undefined where MTN has none. */
export function operationOf(method: string, url: string): [OperationName, Operation] | undefined {
  const path = url.split('?')[0] ?? ''
  return operationList.find(
    ([, operation]) =>
      operation.method === method && operation.at.some((endpoint) => pattern(endpoint.path).test(path)),
  )
}

/**
 * Fails where a body does not fit MTN's schema of that operation and status. One quirk differs from that schema on
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

function webhookOf(json: object): keyof typeof webhooks {
  if ('orginatingCountry' in json) return 'cashTransferCallback'
  if ('payee' in json) return 'transferCallback'
  if ('referenceId' in json) return 'paymentCallback'
  return 'amount' in json ? 'requestToPayCallback' : 'preApprovalCallback'
}

/** A deposit and a refund look as a transfer does; made by version 2 they are told by PUT. */
function methodsOf(name: keyof typeof webhooks): string[] {
  return name === 'transferCallback' ? ['POST', 'PUT'] : [webhooks[name].method]
}

/** How a callback differs from its webhook of the table; undefined where it fits. One quirk differs on purpose. */
export function callbackMisfit({ method, body }: OutboundRequest, quirks: MomoQuirks): string | undefined {
  const json = JSON.parse(String(body)) as object
  const name = webhookOf(json)
  const webhook = webhooks[name]
  const quirk = quirks['callback-method']
  const methods: string[] = quirk === 'by-kind' ? methodsOf(name) : [quirk]
  if (!methods.includes(method)) return `${name} has the method ${method}`
  const { error } = webhook.body.safeParse(json)
  if (!error || quirks['reason-form'] === 'object') return undefined
  return `${name} ${String(body)}: ${z.prettifyError(error)}`
}

/** Recordings show refusals without a body, which the export does not describe. */
function recordedEmpty(status: number, quirks: MomoQuirks): boolean {
  if (status === 401) return quirks['bearer-failure'] === 'empty'
  return (status === 400 || status === 500) && quirks['bad-request-body'] === 'empty'
}

function pattern(template: string): RegExp {
  const source = template.replace(/\{\w+\}/g, '[^/]+').replace(/\/$/, '')
  return new RegExp(`^${source}/?$`, 'i')
}
