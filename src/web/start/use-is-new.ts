import { useEffect, useState } from 'react'
import { control } from '../live/http.ts'
import { useConnection } from '../live/use-live.ts'

/**
 * Whether nothing had happened in this world yet when the page was opened: its first event does not take the first
 * step away from who is taking it.
 */
export function useIsNew(): boolean {
  const connection = useConnection()
  const [isNew, setIsNew] = useState(false)
  useEffect(() => {
    if (connection !== 'live') return
    let left = false
    control<unknown[]>('GET', '/timeline?limit=1')
      .then((events) => left || setIsNew(events.length === 0))
      // A world that cannot be asked is shown as one in use.
      .catch(() => undefined)
    return () => {
      left = true
    }
  }, [connection])
  return isNew
}
