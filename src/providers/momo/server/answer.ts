import type { HttpAnswer } from '../../../kernel/index.ts'

/** The wallet behind MTN's gateway answers, or the gateway itself does. Their bytes differ. */
export type Origin = 'wallet' | 'gateway'

// The values below come from the recordings that docs/momo-recordings.md lists.

const contentTypes: Record<Origin, string> = {
  wallet: 'application/json;charset=utf-8',
  gateway: 'application/json',
}

/** Reason phrases that differ from HTTP's usual ones. */
const reasons: Record<Origin, Readonly<Record<number, string>>> = {
  wallet: { 500: 'Server Error' },
  gateway: { 401: 'Access Denied' },
}

const everyAnswer = { 'Request-Context': 'appId=cid-v1:e996501c-e721-4ac1-97ff-dc6887b85e8c' }
const headers: Record<Origin, Readonly<Record<string, string>>> = {
  wallet: { ...everyAnswer, 'X-XSS-Protection': '1; mode=block' },
  gateway: everyAnswer,
}

/** What an operation answers where its success has several statuses. */
export class WithStatus {
  constructor(
    readonly status: number,
    readonly body: object | undefined,
  ) {}
}

/** An object is sent as JSON, a text as it is; undefined: an empty body without a content type. */
export function answerOf(
  origin: Origin,
  status: number,
  value: object | string | undefined,
  more: Readonly<Record<string, string>> = {},
): HttpAnswer {
  const body = textOf(origin, value)
  return {
    status,
    reason: reasons[origin][status],
    headers: {
      ...headers[origin],
      ...(body !== '' && { 'Content-Type': contentTypes[origin] }),
      ...more,
      'Content-Length': String(Buffer.byteLength(body)),
    },
    body,
  }
}

function textOf(origin: Origin, value: object | string | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'string') return value
  return origin === 'gateway' ? spaced(value) : JSON.stringify(value)
}

/** JSON as Azure API Management writes it. */
function spaced(value: object): string {
  const fields = Object.entries(value).map(([name, field]) => `"${name}": ${JSON.stringify(field)}`)
  return `{ ${fields.join(', ')} }`
}
