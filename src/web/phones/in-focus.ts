import { useSyncExternalStore } from 'react'

/** The phone on the stage; undefined where there is none. */
let inFocus: string | undefined
const listeners = new Set<() => void>()

export function putInFocus(msisdn: string | undefined): void {
  if (msisdn === inFocus) return
  inFocus = msisdn
  for (const listener of listeners) listener()
}

export function usePhoneInFocus(): string | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => inFocus,
  )
}
