import type { ApiDescription, RouteDescription } from '../../../kernel/index.ts'
import type { Operation, OperationName } from './operations.ts'

const sections = {
  app: { name: 'OnePipe', description: 'What apps call' },
  provider: { name: 'OnePipe provider', description: 'What OnePipe calls for a balance' },
} as const

const security: Record<Operation['access'], readonly string[]> = {
  app: ['onepipeApp', 'onepipeSignature'],
  provider: ['onepipeProvider'],
}

const asked = { request_ref: 'request-17', request_type: 'get_balance' }
/** The values that the page fills in at first. What is signed or encrypted is made by `payersim onepipe`. */
const examples: Partial<Record<OperationName, object>> = {
  transact: {
    ...asked,
    auth: { type: 'bank.account', secure: 'payersim onepipe encrypt …', auth_provider: 'Beeceptor' },
    transaction: { transaction_ref: 'transaction-17', amount: 0 },
  },
  validate: {
    ...asked,
    auth: { secure: 'payersim onepipe encrypt …', auth_provider: 'Beeceptor' },
    transaction: { transaction_ref: 'transaction-17' },
  },
  query: { ...asked, transaction: { transaction_ref: 'transaction-17' } },
  reverse: { ...asked, transaction: { transaction_ref: 'transaction-17' } },
}

const meanings: Readonly<Record<number, string>> = {
  200: 'Taken or failed: the body says it',
  400: 'Malformed; failed too, where the world has the quirk onepipe-failed-status: 400',
  401: 'No valid key or signature, unless the world has the quirk onepipe-unauthorized-status: 200',
  500: 'A failure of payersim',
  503: 'The disk of payersim is out of order',
  507: 'The disk of payersim is full',
}

/** What documents say of an operation. */
export function describeRoute(
  name: OperationName,
  { summary, access, body, responses }: Operation,
): RouteDescription {
  return {
    summary,
    section: sections[access].name,
    security: [security[access]],
    body,
    example: examples[name],
    responses,
    meanings,
  }
}

/** What documents say of OnePipe's API as a whole. */
export function describeApi(): ApiDescription {
  return {
    sections: Object.values(sections),
    securitySchemes: {
      onepipeApp: { type: 'http', scheme: 'bearer', description: 'The apiKey of an app' },
      onepipeSignature: {
        type: 'apiKey',
        in: 'header',
        name: 'Signature',
        description: 'Of request_ref with the secret of the app: payersim onepipe sign',
      },
      onepipeProvider: { type: 'http', scheme: 'bearer', description: 'The providerKey of the world' },
    },
  }
}
