import fc, { type Arbitrary } from 'fast-check'
import { text } from './fuzz-shapes.ts'

/** A request as it is written to the socket, but for the token, which is put where `{token}` stands. */
export interface FuzzRequest {
  method: string
  target: string
  headers: Array<[name: string, value: string]>
  body: Buffer
  /** The Content-Length that is claimed: the body's own, or another. */
  length: number | 'own'
}

export const type = (value: string): Arbitrary<Headers> => fc.constant([['Content-Type', value]])
export type Headers = FuzzRequest['headers']

const none = fc.constant(Buffer.alloc(0))
const noHeaders = fc.constant<Headers>([])

interface Route {
  method: string
  target: Arbitrary<string>
  headers?: Arbitrary<Headers>
  body?: Arbitrary<Buffer>
}
export const route = ({ method, target, headers = noHeaders, body = none }: Route): Arbitrary<FuzzRequest> =>
  fc.record({ method: fc.constant(method), target, headers, body, length: fc.constant('own' as const) })

/** Joins path segments; those that are odd are percent-encoded half of the time. */
export const path = (...segments: Array<string | Arbitrary<unknown>>): Arbitrary<string> =>
  fc
    .tuple(
      fc.boolean(),
      ...segments.map((segment) => (typeof segment === 'string' ? fc.constant(segment) : segment)),
    )
    .map(([encoded, ...parts]) =>
      parts
        .map((part, n) => `/${encoded && typeof segments[n] !== 'string' ? escaped(text(part)) : text(part)}`)
        .join(''),
    )
const escaped = (part: string) => encodeURIComponent(Buffer.from(part).toString())

export const control = (method: string, target: Arbitrary<string>, body: Arbitrary<Buffer> = none) =>
  route({ method, target, body, headers: type('application/json') })
