import { onTestFinished } from 'vitest'
import { z } from 'zod'
import {
  FrontDoor,
  type HttpAnswer,
  type HttpRequest,
  inLowerCase,
  type Matched,
  type OutboundRequest,
} from '../kernel/index.ts'
import { parseXml, type XmlElement } from '../sessions/xml.fixture.ts'
import type { Network } from './network.ts'
import { schemasOf } from './openapi.ts'
import { type Operation, operationList } from './operations.ts'
import { webhooks } from './webhooks.ts'

/** Not thrown where it is found: a call of an app that fails is no failure of the test. */
const failTest = (wrong: string) =>
  onTestFinished(() => {
    throw new Error(wrong)
  })

/** Notes how a callback differs from the table of webhooks. */
export function checkCallback(request: OutboundRequest): void {
  const wrong = callbackMisfit(request)
  if (wrong !== undefined) failTest(wrong)
}

/** The front door of a network; a test fails where an answer differs from the table of operations. */
export function checkedDoor(network: Network): FrontDoor {
  return new CheckedDoor([network.api()])
}

class CheckedDoor extends FrontDoor {
  override async answer(matched: Matched, request: HttpRequest): Promise<HttpAnswer> {
    const answer = await super.answer(matched, request)
    const [, operation] = operationList.find(([name]) => name === matched.route?.operation) ?? []
    const wrong = operation && misfit(operation, answer)
    if (wrong !== undefined) failTest(`${matched.route?.operation} answers HTTP ${answer.status} ${wrong}`)
    return answer
  }
}

/** How an answer differs from the schema of its operation, HTTP status and media type; undefined where it fits. */
export function misfit({ responses }: Operation, { status, headers, body }: HttpAnswer): string | undefined {
  const [type = ''] = (inLowerCase(headers)['content-type'] ?? '').split(';')
  const text = String(body)
  const schema = schemasOf(responses)[status]?.[type]
  if (!schema) return `${type} ${text}: the table has no such answer`
  try {
    const { error } = schema.safeParse(valueIn(type, text, schema))
    return error && `${type} ${text}: ${z.prettifyError(error)}`
  } catch (error) {
    return `${type} ${text}: ${String(error)}`
  }
}

function valueIn(type: string, text: string, schema: z.ZodType): unknown {
  if (type === 'text/plain') return text
  if (type !== 'application/xml') return JSON.parse(text)
  const described = z.toJSONSchema(schema, { io: 'output' }) as XmlSchema
  const root = parseXml(text)
  if (root.name !== described.xml?.name) throw new Error(`<${root.name}> is not <${described.xml?.name}>`)
  return valueInXml(root, described)
}

/** JSON Schema, with the names of XML elements as OpenAPI has them. */
interface XmlSchema {
  type?: string
  properties?: Record<string, XmlSchema>
  items?: XmlSchema
  xml?: { name?: string; wrapped?: boolean }
}

function valueInXml({ children, text, name }: XmlElement, schema: XmlSchema): unknown {
  const { type, properties = {}, items = {} } = schema
  if (type === 'array')
    return children.map((child) => {
      if (child.name !== items.xml?.name) throw new Error(`<${name}> has <${child.name}>`)
      return valueInXml(child, items)
    })
  if (type === 'object')
    return Object.fromEntries(
      children.map((child) => [child.name, valueInXml(child, properties[child.name] ?? {})] as const),
    )
  if (children.length > 0) throw new Error(`<${name}> has elements in it`)
  return type === 'integer' || type === 'number' ? Number(text) : text
}

/** How a callback differs from its webhook of the table; undefined where it fits. */
export function callbackMisfit({ method, headers, body }: OutboundRequest): string | undefined {
  const fields = Object.fromEntries(new URLSearchParams(String(body)))
  const name =
    'hopsCount' in fields
      ? 'sessionEnded'
      : 'serviceCode' in fields
        ? 'hop'
        : 'linkId' in fields
          ? 'smsReceived'
          : 'senderId' in fields
            ? 'optOut'
            : 'deliveryReport'
  const said = `${name} ${method} ${String(body)}`
  if (method !== 'POST' || inLowerCase(headers)['content-type'] !== 'application/x-www-form-urlencoded')
    return `${said}: not the POST of a form`
  const { error } = webhooks[name].form.safeParse(fields)
  return error && `${said}: ${z.prettifyError(error)}`
}
