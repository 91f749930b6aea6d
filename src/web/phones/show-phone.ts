import { useSyncExternalStore } from 'react'
import { addressOf } from '../route.ts'

/** The phone that somebody wants to see; another object each time. */
let wanted: { msisdn: string } | undefined
const listeners = new Set<() => void>()

/** Puts a phone on the table if it is not there, and goes to it; on a narrow screen the phones are a view of their own. */
export function showPhone(msisdn: string): void {
  if (matchMedia('(max-width: 1023px)').matches) location.hash = addressOf('phones')
  wanted = { msisdn }
  for (const listener of listeners) listener()
}

export function useWantedPhone(): { msisdn: string } | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => wanted,
  )
}
