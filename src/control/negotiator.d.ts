// The types that the package does not bring.
declare module 'negotiator' {
  import type { IncomingMessage } from 'node:http'
  export default class Negotiator {
    constructor(request: Pick<IncomingMessage, 'headers'>)
    mediaType(available: string[]): string | undefined
    language(available: string[]): string | undefined
  }
}
