import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { magicAmounts } from '../src/providers/momo/server/magic-amounts.ts'
import { magicNumbers, type TestNumbers } from '../src/providers/momo/server/magic-numbers.ts'
import { magicReferences } from '../src/providers/momo/server/magic-references.ts'
import {
  type Endpoint,
  type Operation,
  type OperationName,
  operationList,
  webhooks,
} from '../src/providers/momo/server/operations.ts'
import { failureReasons, type MomoReason, refusalFor } from '../src/providers/momo/server/wording.ts'
import type { Scripted } from '../src/wallet/index.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

const head = `# MTN MoMo: what each operation does here

Written from the table of operations in the source (\`src/providers/momo/server/operations.ts\`), by
\`npx vitest run test/momo-doc.test.ts -u\`; a test fails while it is out of date. \`{product}\` is any of \`collection\`,
\`disbursement\` and \`remittance\`; \`2018\` marks what \`/testpg/v1_0\` has too, the API before there were products. Bodies and headers are
in \`/openapi.json\` and \`/docs\` of a running simulator. Readings on which sources differ are [quirks](world.md), and what was
recorded of MTN's sandbox is in [momo-recordings.md](momo-recordings.md).

- **Phone**: whose phone rings or gets a text; – where none does.
- **Test numbers**: the column of [the table below](#test-numbers) that decides the operation in \`sandbox\`. They ring no phone.
- **Fails with**: the \`reason\` of an order that has failed, test numbers apart. Whose order it is gets it by status and callback.
- **Callback**: the method with which the order's \`X-Callback-Url\` is called at its end, where the quirk \`callback-method\` is
  \`by-kind\`.
- **Answers**: the HTTP statuses. Each operation may also answer 401, and one that takes a body 403, 413 or 415.
`

const saidOf = (reason: MomoReason) => refusalFor(reason).body as { code: string; message: string }
const codeOf = (reason: MomoReason) => saidOf(reason).code

const gateway = ['401', '403', '413', '415']

/** `/{product}/v1_0/transfer` and such; the places of one operation that differ in the product alone are one. */
function places({ at }: Operation): string[] {
  const products = new Map<string, string[]>()
  for (const { path, product } of at) {
    if (product === 'any' && path.startsWith('/testpg')) continue
    const rest = path.replace(/^\/(collection|disbursement|remittance)(?=\/)/, '')
    products.set(rest, [...(products.get(rest) ?? []), ...(rest === path ? [] : [product])])
  }
  return [...products].map(([rest, names]) => {
    if (names.length === 0) return rest
    if (names.length === 3) return `/{product}${rest}`
    return names.length === 1 ? `/${names[0]}${rest}` : `/{${names.join(',')}}${rest}`
  })
}

const methodOf = ({ callbackMethod }: Endpoint, { callback }: Operation) =>
  callback && (callbackMethod ?? webhooks[callback].method)

function callbacks(operation: Operation): string {
  const methods = new Map<string, string[]>()
  for (const endpoint of operation.at) {
    const version = /\/v(\d)_0\//.exec(endpoint.path)?.[1] ?? ''
    const method = methodOf(endpoint, operation)
    if (method) methods.set(method, [...new Set([...(methods.get(method) ?? []), `v${version}`])])
  }
  if (methods.size < 2) return [...methods.keys()].join('')
  return [...methods].map(([method, versions]) => `${method} (${versions.join(', ')})`).join(', ')
}

function answers({ success, responses }: Operation): string {
  const errors = Object.keys(responses).filter((status) => !gateway.includes(status))
  return [String(success), ...errors.filter((status) => status !== String(success))].join(', ')
}

function row([, operation]: readonly [OperationName, Operation]): string {
  const {
    method,
    summary,
    does,
    rings = '–',
    testNumbers,
    testAmounts,
    testReferences,
    reasons = [],
    at,
  } = operation
  const of2018 = at.some(({ path }) => path.startsWith('/testpg')) ? ' 2018' : ''
  const cells = [
    places(operation)
      .map((path) => `\`${method} ${path}\``)
      .join('<br>') + of2018,
    `**${summary}.** ${does}`,
    rings,
    testNumbers
      ? `[${testNumbers}](#test-numbers)`
      : testAmounts
        ? '[amounts](#test-amounts)'
        : testReferences
          ? '[references](#test-references)'
          : '–',
    reasons.length === 0 ? '–' : reasons.map(codeOf).join(', '),
    callbacks(operation) || '–',
    answers(operation),
  ]
  return `| ${cells.join(' | ')} |`
}

function table(columns: readonly string[], rows: readonly string[]): string {
  return [`| ${columns.join(' | ')} |`, `|${'---|'.repeat(columns.length)}`, ...rows].join('\n')
}

/** The numbers in rows, the operations in columns. */
function testNumbers(): string {
  const names = Object.keys(magicNumbers) as TestNumbers[]
  const ids = [...new Set(names.flatMap((name) => Object.keys(magicNumbers[name])))].sort()
  const rows = ids.map((id) => {
    const meanings = names.map((name) => (magicNumbers[name] as Record<string, string>)[id] ?? '–')
    return `| \`${id}\` | ${meanings.join(' | ')} |`
  })
  return table(['', ...names], rows)
}

/** What an order of each amount or other value comes to. */
function scripts(values: Readonly<Record<string, Scripted>>): string {
  const rows = Object.entries(values).map(([amount, { reason, afterSeconds }]) => {
    const after =
      afterSeconds === null ? '–' : afterSeconds === 0 ? 'at once' : `after ${afterSeconds} seconds`
    const status = afterSeconds === null ? 'PENDING' : reason === null ? 'SUCCESSFUL' : 'FAILED'
    return `| ${amount} | ${status} | ${after} | ${reason ?? '–'} |`
  })
  return table(['', 'becomes', 'when', 'reason'], rows)
}

/** Every reason in MTN's words, as `reason-form: object` sends them. */
function reasonTable(): string {
  const rows = failureReasons.map(
    (reason) => `| \`${codeOf(reason)}\` | ${saidOf(reason).message} | ${reason} |`,
  )
  return table(['`reason`', '`message`, with the quirk `reason-form: object`', 'here'], rows)
}

const written = `${head}
## Operations

${table(['Operation', 'What it does here', 'Phone', 'Test numbers', 'Fails with', 'Callback', 'Answers'], operationList.map(row))}

## Test numbers

MTN's own ([its page](https://momodeveloper.mtn.com/content/html_widgets/l4KRt.html)), in \`sandbox\` only, and not with the quirk
\`magic-numbers: off\`. Any other number is an ordinary phone. What MTN's page calls them, here in our words:

${testNumbers()}

## Test amounts

As MTN's page has them for \`/payment\`, and here for cash transfers too, in \`sandbox\` only, and not with the quirk \`magic-amounts: off\`.

${scripts(magicAmounts)}

## Test references

Of \`referenceIdToRefund\`, in \`sandbox\` only, and not with the quirk \`refund-references: refused\`. They stand for no payment, so that
none succeeds:

${scripts(magicReferences)}

## Reasons

The quirks \`expiry-reason\`, \`short-of-funds\` and \`transfer-type-reason\` put other codes in the place of three of them.

${reasonTable()}
`

describe('docs/momo.md', () => {
  it('has every operation as the table has it; `vitest -u` writes it anew', async () => {
    await expect(written).toMatchFileSnapshot(`${root}docs/momo.md`)
  })

  it.each(operationList)('says in whole sentences what %s does', (_, { does }) => {
    expect(does).toMatch(/^\S.*\.$/)
    expect(does).not.toContain('|')
  })

  it.each(operationList)('has the callback of %s where it takes a URL', (_, { headers, callback }) => {
    expect(callback !== undefined).toBe('X-Callback-Url' in headers)
  })

  it('names every table of test numbers', () => {
    const named = operationList.flatMap(([, { testNumbers: name }]) => name ?? [])
    expect(new Set(named)).toEqual(new Set(Object.keys(magicNumbers)))
  })
})
