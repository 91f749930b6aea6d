import fc, { type Arbitrary } from 'fast-check'
import { handset, simulated } from './fuzz-control.ts'
import { asked, momo, provisioning } from './fuzz-momo.ts'
import { hop, network } from './fuzz-network.ts'
import { onepipe } from './fuzz-onepipe.ts'
import { control, type FuzzRequest } from './fuzz-route.ts'
import { json, odd, pick } from './fuzz-shapes.ts'

const anywhere = fc.oneof(
  pick(
    '/',
    '//',
    '/*',
    '*',
    'http://127.0.0.1/_sim/health',
    '/ussd/',
    '/USSD',
    '/ussd/events',
    '/%2e%2e/',
    '/collection',
    '/collection//v1_0/requesttopay',
    '/%',
    '/%E0%A4%A',
    '/_sim/phones/%E0%A4%A',
    '/version1/messaging/',
    '/v1_0/apiuser/',
    '/collection/v1_0/%zz',
    '/\u00e9',
    '/a b',
  ),
  fc.array(odd, { maxLength: 4 }).map((parts) => `/${parts.join('/')}`),
)
const method = fc.oneof(
  pick('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY', 'CONNECT'),
  odd,
)
const oddHeader = fc.oneof(
  pick<[string, string]>(
    ['Content-Encoding', 'gzip'],
    ['Content-Encoding', 'x'],
    ['Content-Type', 'application/json; charset=utf-7'],
    ['Content-Type', 'multipart/form-data; boundary='],
    ['Expect', '100-continue'],
    ['Expect', 'x'],
    ['Origin', 'http://evil.example'],
    ['X-Forwarded-For', '1.2.3.4'],
    ['Host', 'evil.example'],
    ['Accept', 'x/y;q=zz'],
    ['Range', 'bytes=0-'],
    ['If-None-Match', '*'],
    ['Transfer-Encoding', 'chunked'],
    ['Upgrade', 'websocket'],
  ),
  fc.tuple(odd, odd),
)

/** A request for some route, whole; now and then with another method, another path, a header or a length that is wrong. */
const right = fc.oneof(
  { weight: 8, arbitrary: fc.oneof(...momo) },
  { weight: 5, arbitrary: asked },
  { weight: 2, arbitrary: fc.oneof(...provisioning) },
  { weight: 6, arbitrary: hop },
  { weight: 4, arbitrary: fc.oneof(...network) },
  { weight: 3, arbitrary: fc.oneof(...onepipe) },
  { weight: 6, arbitrary: fc.oneof(...simulated) },
  { weight: 6, arbitrary: fc.oneof(...handset) },
)
const resetting = control('POST', fc.constant('/_sim/reset'), json({}))
export const anyRequest: Arbitrary<FuzzRequest> = fc.oneof(
  { weight: 200, arbitrary: right },
  {
    weight: 8,
    arbitrary: fc.tuple(right, method).map(([request, other]) => ({ ...request, method: other })),
  },
  { weight: 8, arbitrary: fc.tuple(right, anywhere).map(([request, target]) => ({ ...request, target })) },
  {
    weight: 8,
    arbitrary: fc
      .tuple(right, oddHeader)
      .map(([request, header]) => ({ ...request, headers: [...request.headers, header] })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(right, pick<number>(0, 1, 5_000))
      .map(([request, length]) => ({ ...request, length })),
  },
  { weight: 1, arbitrary: resetting },
)

/** The bytes of a request. Only ends of lines are kept out of its parts. */
export function bytesOf(
  { method, target, headers, body, length }: FuzzRequest,
  port: number,
  token: string,
): Buffer {
  const claimed = length === 'own' ? body.length : length
  const lines = [
    `${method} ${target} HTTP/1.1`,
    ...(headers.some(([name]) => name.toLowerCase() === 'host') ? [] : [`Host: 127.0.0.1:${port}`]),
    ...headers.map(([name, value]) => `${name}: ${value.replace('{token}', token)}`),
    ...(headers.some(([name]) => name === 'Transfer-Encoding') ? [] : [`Content-Length: ${claimed}`]),
  ].map((line) => line.replace(/[\r\n]/g, ''))
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), body])
}
