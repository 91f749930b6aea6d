import { useSyncExternalStore } from 'react'

/** Where the phones are a view of their own, and the views are in a bar at the foot. */
export const narrow = '(max-width: 1023px)'

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = matchMedia(query)
      list.addEventListener('change', listener)
      return () => list.removeEventListener('change', listener)
    },
    () => matchMedia(query).matches,
  )
}
