// The types that the package does not bring.
declare module 'accepts' {
  import type { IncomingMessage } from 'node:http'
  export default function accepts(request: Pick<IncomingMessage, 'headers'>): {
    types(types: string[]): string | false
  }
}
