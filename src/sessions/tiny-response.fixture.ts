import type { PortResponse } from '../client/index.ts'

export const json = (status: number, body: unknown): PortResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  text: JSON.stringify(body),
})
export const empty = (status: number): PortResponse => ({ status, headers: {}, text: '' })
