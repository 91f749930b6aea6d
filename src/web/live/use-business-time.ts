import { useEffect, useState } from 'react'
import type { ClockView } from '../../terms/sim/clock.ts'
import { useConnection, useLive } from './use-live.ts'

/** The time of the business clock, ISO 8601; empty until it is known. A running clock continues between two reads. */
export function useBusinessTime(): string {
  const clock = useLive<ClockView>('/clock')
  const connection = useConnection()
  const [read, setRead] = useState({ clock, at: 0 })
  const [now, setNow] = useState(0)
  useEffect(() => {
    setRead({ clock, at: performance.now() })
  }, [clock])
  const ticking = clock?.mode === 'running' && connection === 'live'
  useEffect(() => {
    if (!ticking) return
    const timer = setInterval(() => setNow(performance.now()), 500)
    return () => clearInterval(timer)
  }, [ticking])
  const shown = read.clock ?? clock
  // A time that is none is for those to refuse who show the clock, and not for all that tell a time.
  const told = Date.parse(shown?.now ?? '')
  if (Number.isNaN(told)) return ''
  const passed = ticking ? Math.max(0, now - read.at) : 0
  return new Date(told + passed).toISOString()
}
