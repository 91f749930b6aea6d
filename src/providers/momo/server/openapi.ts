import { z } from 'zod'
import {
  type ApiDescription,
  exampleUuid,
  type RouteDescription,
  type WebhookDescription,
} from '../../../kernel/index.ts'
import { uuidV4Pattern } from '../../../terms/index.ts'
import { type Access, type Endpoint, type Operation, type OperationName, webhooks } from './operations.ts'

const security: Record<Access, readonly string[]> = {
  key: ['subscriptionKey'],
  basic: ['subscriptionKey', 'apiUser'],
  bearer: ['subscriptionKey', 'accessToken'],
  either: ['subscriptionKey', 'accessToken'],
  consent: ['subscriptionKey', 'consentToken'],
}

const payment = { amount: '12.50', currency: 'EUR', externalId: '17' }
const party = { partyIdType: 'MSISDN', partyId: '46733000001' }
/** The values that the page fills in at first. */
const examples: Partial<Record<OperationName, object>> = {
  createRequestToPay: { ...payment, payer: party, payerMessage: 'Order 17', payeeNote: 'Order 17' },
  createRequestToWithdraw: { ...payment, payer: party, payerMessage: 'Cash 17', payeeNote: 'Cash 17' },
  createInvoice: { ...payment, validityDuration: '3600', intendedPayer: party, description: 'Water, May' },
  cancelInvoice: { externalId: '18' },
  createTransfer: { ...payment, payee: party, payerMessage: 'Prize 17', payeeNote: 'You won' },
  createDeposit: { ...payment, payee: party, payerMessage: 'Cash 17', payeeNote: 'Kiosk 24' },
  createRefund: {
    ...payment,
    payerMessage: 'Order 17',
    payeeNote: 'Order 17 came back',
    referenceIdToRefund: exampleUuid,
  },
  createCashTransfer: {
    ...{ ...payment, payee: party, payerMessage: 'School fees', payeeNote: 'School fees' },
    ...{ orginatingCountry: 'UG', originalAmount: '52000', originalCurrency: 'UGX' },
    ...{ payerFirstName: 'Yaw', payerSurName: 'Boateng', payerIdentificationType: 'PASS' },
  },
  createPayment: {
    externalTransactionId: '17',
    money: { amount: '12.50', currency: 'EUR' },
    customerReference: '46733000001',
    serviceProviderUserName: 'Electricity Inc.',
    receiverMessage: 'Meter 661551442',
    senderNote: 'Power of May',
  },
  createPreApproval: { payer: party, payerCurrency: 'EUR', payerMessage: 'Gym', validityTime: 3600 },
  notifyPayer: { notificationMessage: 'Order 17 is on its way' },
  authorizeConsent: { login_hint: 'ID:46733000001/MSISDN', scope: 'profile', access_type: 'offline' },
  createConsentToken: { grant_type: 'urn:openid:params:grant-type:ciba', auth_req_id: exampleUuid },
  createApiUser: { providerCallbackHost: 'localhost' },
}

const ownHeaders: Readonly<Record<string, z.ZodType>> = {
  'X-Target-Environment': z.string().meta({ examples: ['sandbox'] }),
  // Each call needs a new one, which the page makes.
  'X-Reference-Id': z
    .string()
    .regex(uuidV4Pattern)
    .meta({ description: 'UUID version 4, unique per API user and kind', examples: [exampleUuid] }),
  'X-Callback-Url': z
    .string()
    .meta({ description: 'Told once of the end; its host must be the API user’s providerCallbackHost' }),
}

const of2018 = 'testpg (2018)'
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

/** What documents say of an operation at one of its places. */
export function describeRoute(
  name: OperationName,
  { summary, access, headers, body, isForm, responses, at }: Operation,
  endpoint: Endpoint,
): RouteDescription {
  const { path, product } = endpoint
  const is2018 = path.startsWith('/testpg')
  const other = is2018 ? 'Of2018' : path.includes('/v2_0/') ? 'V2' : `For${capital(product)}`
  const id = endpoint === at[0] ? name : `${name}${other}`
  const all: Readonly<Record<string, boolean>> =
    access === 'bearer' || access === 'either' || access === 'consent'
      ? { 'X-Target-Environment': true, ...headers }
      : headers
  const inHeader = Object.entries(all).map(([name, required]) => {
    const schema = ownHeaders[name] ?? z.string()
    return [name, required ? schema : schema.optional()]
  })
  return {
    id,
    summary,
    section: is2018 ? of2018 : path.startsWith('/v1_0') ? 'provisioning' : product,
    security: access === 'either' ? [security.bearer, security.basic] : [security[access]],
    headers: Object.fromEntries(inHeader),
    ...(body && {
      body: isForm ? { 'application/x-www-form-urlencoded': body } : body,
      example: examples[name],
    }),
    responses,
    meanings,
  }
}

const meanings: Readonly<Record<number, string>> = {
  200: 'Done',
  201: 'Created',
  202: 'Accepted; its outcome comes by status and callback',
  302: 'The path lacks its slash',
  400: 'The request is malformed. The wallet sends no body, unless the world has the quirk bad-request-body: message',
  401: 'No valid subscription key, credentials or token',
  403: 'Not allowed',
  404: 'Not found',
  409: 'The reference id has been used, or it is too early',
  410: 'Too late',
  413: 'The body is too large',
  415: 'The body is encoded in a way that is not known',
  429: 'Once is enough',
  500: 'Refused by the wallet platform, or its failure',
  503: 'Unavailable for a while',
}

/** What documents say of MTN's API as a whole. */
export function describeApi(): ApiDescription {
  return {
    sections: ['provisioning', 'collection', 'disbursement', 'remittance', of2018].map((name) => ({
      name,
      description: 'MTN MoMo',
    })),
    securitySchemes: {
      subscriptionKey: { type: 'apiKey', in: 'header', name: 'Ocp-Apim-Subscription-Key' },
      apiUser: { type: 'http', scheme: 'basic', description: 'API user and API key' },
      accessToken: { type: 'http', scheme: 'bearer', description: 'From POST /{product}/token/' },
      consentToken: { type: 'http', scheme: 'bearer', description: 'From POST /{product}/oauth2/token/' },
    },
    webhooks: Object.fromEntries(
      Object.entries(webhooks).map(([name, { section, ...said }]): [string, WebhookDescription] => [
        name,
        { ...said, section, responses: { 200: null }, meanings: { 200: 'Any answer counts as received' } },
      ]),
    ),
  }
}
