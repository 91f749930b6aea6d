import { expect } from 'vitest'
import { z } from 'zod'
import type { OutboundRequest } from '../../../kernel/index.ts'
import type { MomoQuirks } from '../quirks.ts'
import { exportMisfit, misfits } from './deviations.fixture.ts'
import { type ExportedOperation, exportedOperations, type SchemaName } from './exports.fixture.ts'
import { magicAmounts } from './magic-amounts.ts'
import { magicNumbers } from './magic-numbers.ts'
import { magicReferences } from './magic-references.ts'
import {
  type Operation,
  type OperationName,
  operationList,
  type WebhookName,
  webhooks,
} from './operations.ts'
import { codeOnTheWire, failureReasons } from './wording.ts'

/** The operation that a request calls, in any spelling of the path; undefined where MTN has none. */
export function operationOf(method: string, url: string): [OperationName, Operation] | undefined {
  const path = url.split('?')[0] ?? ''
  return operationList.find(
    ([, operation]) =>
      operation.method === method && operation.at.some((endpoint) => pattern(endpoint.path).test(path)),
  )
}

/** The operation of MTN's exports that a request calls; the API of 2018 has no export. */
export function exportedOperationOf(method: string, url: string): ExportedOperation | undefined {
  const path = url.split('?')[0] ?? ''
  const named = path.replace(/^\/(?:disbursement|remittance)(?=\/.*\/deliverynotification$)/i, '/collection')
  return exportedOperations.find(
    (operation) => operation.method === method && pattern(operation.path).test(named),
  )
}

/**
 * Fails where a body does not fit our schema of that operation and status, or what MTN's export declares. One quirk
 * differs from our schema on purpose.
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
  const exported = exportedOperationOf(method, url)
  const misfit = exported && exportMisfit(exported, { status, text })
  if (misfit !== undefined) expect.fail(misfit)
  const creation = operationList.find(
    ([, one]) => one.callback && one.at.some(({ path }) => pattern(`${path}/{referenceId}`).test(url)),
  )
  if (creation && status === 200) expect(unlistedReason(creation, JSON.parse(text), quirks)).toBeUndefined()
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

/** How a callback differs from every webhook of the table; undefined where it fits one. */
export function callbackMisfit(request: OutboundRequest, quirks: MomoQuirks): string | undefined {
  const differences = (Object.keys(webhooks) as WebhookName[]).map((name) =>
    difference(name, request, quirks),
  )
  return differences.includes(undefined) ? undefined : differences.join('\n')
}

function difference(
  name: WebhookName,
  { method, body }: OutboundRequest,
  quirks: MomoQuirks,
): string | undefined {
  const json = JSON.parse(String(body)) as object
  const creations = operationList.filter(([, { callback }]) => callback === name)
  const ofVersions = creations.flatMap(([, { at }]) =>
    at.flatMap(({ callbackMethod }) => callbackMethod ?? []),
  )
  const quirk = quirks['callback-method']
  const methods = quirk === 'by-kind' ? [webhooks[name].method, ...ofVersions] : [quirk]
  if (!methods.some((known) => known === method)) return `${name} has the method ${method}`
  const result = resultOf(name)
  const strange = result === undefined ? [] : misfits(result, json)
  if (strange.length > 0) return `${name} ${String(body)}: ${strange.join('; ')}`
  const unlisted = creations.map((creation) => unlistedReason(creation, json, quirks))
  if (!unlisted.includes(undefined)) return unlisted.join('\n')
  const { error } = webhooks[name].body.safeParse(json)
  // The quirk differs from our schema on purpose.
  if (!error || quirks['reason-form'] === 'object') return undefined
  return `${name} ${String(body)}: ${z.prettifyError(error)}`
}

/** The reason of a failed order, where the table does not list it for the operation that made the order. */
function unlistedReason(
  [name, { reasons = [], testNumbers, testAmounts, testReferences }]: readonly [OperationName, Operation],
  order: { reason?: unknown },
  quirks: MomoQuirks,
): string | undefined {
  if (order.reason === undefined) return undefined
  const meanings: string[] = testNumbers === undefined ? [] : Object.values(magicNumbers[testNumbers])
  const numbered = failureReasons.filter((reason) => meanings.includes(reason))
  const unhurried = meanings.includes('ongoing')
    ? (['ongoing', 'payer-delayed', 'payee-delayed'] as const)
    : []
  const causeless = meanings.includes('failed') ? (['internal-error'] as const) : []
  const values = { ...(testAmounts && magicAmounts), ...(testReferences && magicReferences) }
  const valued = Object.values(values).flatMap(({ reason }) => reason ?? [])
  const known = [...reasons, ...numbered, ...unhurried, ...causeless, ...valued]
  // One reason has another code in some environments.
  const codes: string[] = ['sandbox', 'mtncongo'].flatMap((environment) =>
    known.map((reason) => codeOnTheWire(reason, environment, quirks)),
  )
  const { code = order.reason } = order.reason as { code?: unknown }
  return codes.includes(String(code)) ? undefined : `${name} does not list the reason ${String(code)}`
}

/** What the exports declare for the status of the order that a callback is about; undefined: it is about no order. */
function resultOf(name: WebhookName): SchemaName | undefined {
  const places = operationList.flatMap(([, { callback, at }]) => (callback === name ? at : []))
  const status = places.map(({ path }) => exportedOperationOf('GET', `${path}/1`)).find(Boolean)
  return status?.answers[200] as SchemaName | undefined
}

/** Recordings show refusals without a body, which the export does not describe. */
function recordedEmpty(status: number, quirks: MomoQuirks): boolean {
  if (status === 401) return quirks['bearer-failure'] === 'empty'
  return (status === 400 || status === 500) && quirks['bad-request-body'] === 'empty'
}

function pattern(template: string): RegExp {
  const source = template.replace(/\{[\w-]+\}/g, '[^/]+').replace(/\/$/, '')
  return new RegExp(`^${source}/?$`, 'i')
}
