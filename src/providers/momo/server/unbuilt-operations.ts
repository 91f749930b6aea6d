import type { Product } from './config.ts'

/** An operation of MTN's export that is not served here. */
export interface UnbuiltOperation {
  /** Its name in the export. */
  name: string
  method: 'GET' | 'POST' | 'DELETE'
  /** `/collection/v2_0/invoice/{referenceId}` */
  path: string
}

const order = (product: Product, path: string, name: string): UnbuiltOperation[] => [
  of('POST', `/${product}/v1_0/${path}`, `${name}-V1`),
  of('POST', `/${product}/v2_0/${path}`, `${name}-V2`),
]
const of = (method: UnbuiltOperation['method'], path: string, name: string): UnbuiltOperation => ({
  name,
  method,
  path,
})

/**
 * MTN's operations that payersim does not serve: https://momodeveloper.mtn.com/mapi/apis/{api}?export=true (November 2026).
 * Remove one when it is built; a test fails while it is in both tables.
 */
export const unbuiltOperations: readonly UnbuiltOperation[] = [
  ...order('collection', 'requesttowithdraw', 'RequestToWithdraw'),
  of('GET', '/collection/v1_0/requesttowithdraw/{referenceId}', 'RequestToWithdrawTransactionStatus'),
  of('POST', '/collection/v2_0/invoice', 'CreateInvoice'),
  of('GET', '/collection/v2_0/invoice/{referenceId}', 'GetInvoiceStatus'),
  of('DELETE', '/collection/v2_0/invoice/{referenceId}', 'CancelInvoice'),
]

const segmentsOf = (path: string) => path.toLowerCase().replace(/\/$/, '').split('/')

/** The operation of MTN's at this path, if it is one that is not served. */
export function unbuiltOperation(method: string, path: string): UnbuiltOperation | undefined {
  const sent = segmentsOf(path)
  return unbuiltOperations.find((operation) => {
    const named = segmentsOf(operation.path)
    if (operation.method !== method || named.length !== sent.length) return false
    return named.every((segment, at) => (segment.startsWith('{') ? sent[at] !== '' : segment === sent[at]))
  })
}
