import { z } from 'zod'
import type { ApiDescription, RouteDescription, WebhookDescription } from '../kernel/index.ts'
import type { Operation, OperationName } from './operations.ts'
import { answers } from './response-schema.ts'
import { webhooks } from './webhooks.ts'

const sections: Record<Operation['section'] | 'ussd', { name: string }> = {
  sms: { name: 'Africa’s Talking SMS' },
  subscriptions: { name: 'Africa’s Talking premium subscriptions' },
  account: { name: 'Africa’s Talking account' },
  ussd: { name: 'Africa’s Talking USSD' },
}

const meanings: Readonly<Record<number, string>> = {
  200: 'Done',
  201: 'Done, or refused: the body says it of each recipient',
  400: 'A field is missing or malformed',
  401: 'No valid key or token of this username at this host',
  404: 'Only live accounts have this operation',
  409: 'The time of day refuses every recipient',
  413: 'The body is too large',
  415: 'The body has another type, or is compressed',
  500: 'A failure of payersim',
  503: 'The disk of payersim is out of order',
  507: 'The disk of payersim is full',
}

const phone = '+254711000001'
const premium = { username: 'sandbox', shortCode: '12345', keyword: 'news', phoneNumber: phone }
/** The values that the page fills in at first. */
const examples: Partial<Record<OperationName, object>> = {
  sendSms: { username: 'sandbox', to: phone, message: 'Your order is on its way' },
  sendBulkSms: { username: 'shop', message: 'Your order is on its way', phoneNumbers: [phone] },
  createAuthToken: { username: 'sandbox' },
  createSubscription: premium,
  deleteSubscription: premium,
}

/** What documents say of an operation. */
export function describeRoute(
  name: OperationName,
  { summary, section, query, body, responses }: Operation,
): RouteDescription {
  return {
    summary,
    section: sections[section].name,
    // The username is in the body or the query.
    security: [['africasTalkingKey'], ['africasTalkingToken']],
    ...(query && { query }),
    ...(body && { body: { [body.type]: withRequired(body) }, example: examples[name] }),
    responses: schemasOf(responses),
    meanings,
  }
}

/** The schemas that the table names. */
export function schemasOf(responses: Operation['responses']): Record<number, Record<string, z.ZodType>> {
  return mapped(responses, (byType) => mapped(byType, (name): z.ZodType => answers[name]))
}

function mapped<From, To>(
  record: Readonly<Record<string, From>>,
  map: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}

/** A form may lack any field; one that lacks a required field is refused in the words of its operation. */
function withRequired({ schema, required }: NonNullable<Operation['body']>): z.ZodType {
  return required.length === 0 ? schema : schema.meta({ required: ['username', ...required] })
}

/** What documents say of Africa's Talking's API as a whole. */
export function describeApi(): ApiDescription {
  return {
    // None of USSD: only webhooks are in it, which the page shows apart.
    sections: [sections.sms, sections.subscriptions, sections.account],
    securitySchemes: {
      africasTalkingKey: {
        type: 'apiKey',
        in: 'header',
        name: 'apiKey',
        description: 'The key of the account that `username` names',
      },
      africasTalkingToken: {
        type: 'apiKey',
        in: 'header',
        name: 'authToken',
        description: 'From POST /auth-token/generate',
      },
    },
    webhooks: Object.fromEntries(
      Object.entries(webhooks).map(
        ([name, { summary, section, form, answer }]): [string, WebhookDescription] => [
          name,
          {
            summary,
            section: sections[section].name,
            method: 'POST',
            body: { 'application/x-www-form-urlencoded': form },
            ...(name === 'hop' && { headers: hopHeaders }),
            responses: { 200: answer && { 'text/plain': answer } },
            meanings: {
              200: section === 'sms' ? 'Received; after any other status it is sent again' : 'Received',
            },
          },
        ],
      ),
    ),
  }
}

const hopHeaders = {
  'at-ussd-hop-metadata': z
    .string()
    .optional()
    .meta({ description: 'The label that the answer to the hop before had in its header of this name' }),
}
