import { createHash } from 'node:crypto'
import { encryptSecure } from '../../src/providers/onepipe/server/index.ts'
import { builtInOnePipe } from '../../src/providers/onepipe/world.ts'
import type { FuzzRequest } from './fuzz-route.ts'

/** Node takes 16 KB of a head. */
const longestHead = 12_000

/** A text of this length at most, all of whose length is this piece; the end is what a search does not find. */
const run =
  (piece: string, { first = '', last = '' } = {}) =>
  (length: number) =>
    first + piece.repeat(Math.max(0, Math.floor((length - first.length - last.length) / piece.length))) + last

const anything = run('x')
/** Where many short ones are asked for, many short ones are harmless. */
const lists: Record<string, (length: number) => string> = { 'the recipients of an SMS': run(',2') }
export const harmless = (length: number, place = '') => (lists[place] ?? anything)(length)
/** Texts that are the worst for some search: runs of what it repeats, without what it ends in. */
export const hostile: Record<string, (length: number) => string> = {
  'blanks after a word': run(' ', { first: 'code', last: 'x' }),
  blanks: run(' ', { last: 'x' }),
  tabs: run('\t', { first: 'PIN:', last: 'x' }),
  'line ends': run('\r\n', { last: 'x' }),
  digits: run('1'),
  'digits and blanks': run('1 ', { last: 'code' }),
  'digits and hyphens': run('12345678-', { last: 'x' }),
  'words for codes': run('code OTP PIN '),
  'answers of a session': run('1*'),
  stars: run('*', { last: '#' }),
  hashes: run('#'),
  slashes: run('/', { last: 'x' }),
  dots: run('.', { last: '@' }),
  hyphens: run('-', { last: 'x' }),
  'plus signs': run('+', { last: 'x' }),
  commas: run(',1'),
  'percent signs': run('%'),
  'encoded blanks': run('%20', { first: 'PIN', last: 'x' }),
  'broken escapes': run('%E0%A4%'),
  ampersands: run('&a='),
  'open brackets': run('[', { first: '?a' }),
  'open braces': run('{"a":'),
  arrays: run('[', { last: '1' }),
  quotes: run('"', { last: 'x' }),
  backslashes: run('\\', { last: '"' }),
  'at signs': run('a@', { last: '!' }),
  'a host of labels': run('a.', { first: 'http://', last: '!' }),
  'user and password': run(':@', { first: 'http://', last: 'x' }),
  URLs: run('http://a/ '),
  'angle brackets': run('<a>'),
  escapes: run('\u001b['),
  marks: run('e\u0301', { last: '\u202e' }),
  pairs: run('😀'),
  'halves of pairs': run('\ud83d'),
  'letters outside GSM': run('ç’'),
  nulls: run('\u0000'),
  'semicolons and equals signs': run('charset=;', { last: 'x' }),
  'a screen': run('CON ', { last: '\n' }),
}

/** Who asks: keys and a token of the built-in world. */
export interface Keys {
  subscription: string
  basic: string
  bearer: string
}

type Headers = FuzzRequest['headers']
const json: Headers = [['Content-Type', 'application/json']]
const form: Headers = [['Content-Type', 'application/x-www-form-urlencoded']]

const request = (method: string, target: string, headers: Headers, body = ''): FuzzRequest => ({
  method,
  target,
  headers,
  body: Buffer.from(body),
  length: 'own',
})
const fields = (values: Record<string, string>) => String(new URLSearchParams(values))
/** For a head: what HTTP takes in one. */
const header = (text: string) => text.slice(0, longestHead).replace(/[^\x20-\x7e]/g, ' ')
const inPath = (text: string) => encodeURIComponent(Buffer.from(text).toString()).slice(0, longestHead)
const bare = (text: string) => text.slice(0, longestHead).replace(/[^!-~]/g, '/')

const [app] = builtInOnePipe.apps ?? []
const secret = app?.secret ?? ''
const requestToPay = (of: object) =>
  JSON.stringify({
    amount: '1',
    currency: 'EUR',
    externalId: '1',
    payer: { partyIdType: 'MSISDN', partyId: '46733000001' },
    ...of,
  })

/** Every place where a text from outside comes in, each with a request that has it there. */
export function places({ subscription, basic, bearer }: Keys): Record<string, (text: string) => FuzzRequest> {
  const key: [string, string] = ['Ocp-Apim-Subscription-Key', subscription]
  const momo = (reference: string): Headers => [
    key,
    ['Authorization', bearer],
    ['X-Target-Environment', 'sandbox'],
    ['X-Reference-Id', reference],
    ...json,
  ]
  const uuid = () => crypto.randomUUID()
  const sms = (of: Record<string, string>): FuzzRequest =>
    request(
      'POST',
      '/version1/messaging',
      [['apiKey', 'atsk_payersim'], ...form],
      fields({ username: 'sandbox', to: '+46733000001', message: 'Hello', ...of }),
    )
  const hop = (of: Record<string, string>) =>
    request(
      'POST',
      '/ussd',
      form,
      fields({
        sessionId: uuid(),
        phoneNumber: '+46733000001',
        serviceCode: '*165#',
        text: '',
        networkCode: '99999',
        ...of,
      }),
    )
  const pay = (of: object, ...more: Headers) =>
    request('POST', '/collection/v1_0/requesttopay', [...momo(uuid()), ...more], requestToPay(of))
  const control = (method: string, target: string, body: object) =>
    request(method, target, json, JSON.stringify(body))
  const onePipe = (of: object, more: object = {}) => {
    const request_ref = uuid()
    const signature = createHash('md5').update(`${request_ref};${secret}`).digest('hex')
    const transaction = {
      mock_mode: 'live',
      transaction_ref: uuid(),
      customer: {},
      meta: {},
      details: {},
      ...of,
    }
    const auth = {
      type: 'bank.account',
      secure: encryptSecure(secret, '123456'),
      auth_provider: 'DemoProvider',
    }
    const body = { request_ref, request_type: 'send_sms', auth, transaction, ...more }
    const headers: Headers = [['Authorization', `Bearer ${app?.apiKey}`], ['Signature', signature], ...json]
    return request('POST', '/v2/transact', headers, JSON.stringify(body))
  }
  return {
    'the text of an SMS': (text) => sms({ message: text }),
    'the recipients of an SMS': (text) => sms({ to: text }),
    'the sender of an SMS': (text) => sms({ from: text }),
    'a form without a key': (text) => request('POST', '/version1/messaging', form, text),
    'the text of a hop': (text) => hop({ text: text.slice(0, longestHead) }),
    'the phone of a hop': (text) => hop({ phoneNumber: text.slice(0, longestHead) }),
    'the code of a hop': (text) => hop({ serviceCode: text.slice(0, longestHead) }),
    'the bytes of a hop': (text) => request('POST', '/ussd', form, text),
    'the body of a token call': (text) => request('POST', '/collection/token/', [key], text),
    'the credentials of a token call': (text) =>
      request('POST', '/collection/token/', [key, ['Authorization', `Basic ${header(text)}`]]),
    'a bearer token': (text) =>
      request('GET', '/collection/v1_0/account/balance', [key, ['Authorization', `Bearer ${header(text)}`]]),
    'a subscription key': (text) =>
      request('POST', '/collection/token/', [
        ['Ocp-Apim-Subscription-Key', header(text)],
        ['Authorization', basic],
      ]),
    'a callback URL': (text) => pay({}, ['X-Callback-Url', header(`http://localhost/${text}`)]),
    'the host of a callback URL': (text) => pay({}, ['X-Callback-Url', header(text)]),
    'a content type': (text) => request('POST', '/version1/messaging', [['Content-Type', header(text)]], 'x'),
    'an amount': (text) => pay({ amount: text }),
    'an external id': (text) => pay({ externalId: text }),
    'a message to the payer': (text) => pay({ payerMessage: text }),
    'a party': (text) => pay({ payer: { partyIdType: 'MSISDN', partyId: text } }),
    'JSON of a merchant': (text) => request('POST', '/collection/v1_0/requesttopay', momo(uuid()), text),
    'a callback host': (text) =>
      request(
        'POST',
        '/v1_0/apiuser',
        [key, ['X-Reference-Id', uuid()], ...json],
        JSON.stringify({ providerCallbackHost: text }),
      ),
    'a message of OnePipe': (text) =>
      onePipe({
        details: { message_body: text, sender_id: 'PWT' },
        customer: { mobile_no: '2348022221408' },
      }),
    'a mailbox of OnePipe': (text) =>
      onePipe(
        {
          details: {
            template_info: JSON.stringify({
              message: { subject: text, body: text },
              recipient: { recipientEmail: text },
            }),
          },
        },
        { request_type: 'send_email' },
      ),
    'a reference of OnePipe': (text) => onePipe({ transaction_ref: text }),
    'JSON of OnePipe': (text) => request('POST', '/v2/transact', json, text),
    'a path': (text) => request('GET', `/${bare(text)}`, []),
    'a path of MoMo': (text) => request('GET', `/collection/v1_0/requesttopay/${inPath(text)}`, momo(uuid())),
    'a query': (text) => request('GET', `/version1/user?username=${inPath(text)}`, []),
    'a query as it is': (text) => request('GET', `/version1/user?${bare(text)}`, []),
    'what is dialled': (text) => control('POST', '/_sim/phones/+46733000002/dial', { code: text }),
    'an SMS to a short code': (text) =>
      control('POST', '/_sim/phones/+46733000002/messages', { to: '24242', text }),
    'the URL of an app': (text) =>
      control('PUT', '/_sim/network/service-codes/%2A384%2A9%23', {
        callbackUrl: `http://127.0.0.1:1/${text}`,
      }),
    'a search of messages': (text) =>
      request('GET', `/_sim/phones/+46733000001/messages?contains=${inPath(text)}`, []),
    'a search of the timeline': (text) => request('GET', `/_sim/timeline/all?request=${inPath(text)}`, []),
    'a duration': (text) => control('POST', '/_sim/clock/advance', { by: `PT${text}` }),
    'a time': (text) => control('POST', '/_sim/clock/freeze', { at: text }),
    'a plan of a fault': (text) => request('PUT', '/_sim/faults', json, text),
  }
}

/** What reads again, for everybody who looks, all that came in. */
export const readings: FuzzRequest[] = [
  request('GET', '/_sim/timeline/all', []),
  request('GET', '/_sim/timeline?limit=10000', []),
  request('GET', '/_sim/phones/+46733000001/messages', []),
  request('GET', '/_sim/phones/+46733000002/threads', []),
  request('GET', '/_sim/callbacks', []),
]
