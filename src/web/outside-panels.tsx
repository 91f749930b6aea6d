import { type ComponentType, useEffect, useRef, useState } from 'react'
import type { ProviderView } from '../terms/sim/provider.ts'
import { pathHere } from './live/base.ts'
import { ask, control } from './live/http.ts'
import { live } from './live/live.ts'
import { useConnection } from './live/use-live.ts'
import { parts } from './parts/parts.tsx'

/** What the panel of a provider from outside gets of the page: see docs/providers.md. */
interface OutsidePage {
  /** Asks the simulator, with JSON; throws an Error with the server's words. */
  ask(method: string, path: string, body?: object): Promise<unknown>
  /** Calls it after each event, until the view is left. */
  onEvent(listener: () => void): void
  /** Aborted when the view is left. */
  signal: AbortSignal
  /** Class names of the page's own styles. */
  classes: Record<'card' | 'lead' | 'row' | 'button' | 'primary', string | undefined>
}

interface OutsideModule {
  open?(element: HTMLElement, page: OutsidePage): Promise<void> | void
}

type Views = Record<string, { title: string; panel: ComponentType }>

/** One component for each name, so that React keeps the view when the list is read again. */
const made = new Map<string, ComponentType>()

/** The views of providers from outside, by their place in the address. */
export function useOutsidePanels(): Views {
  const connection = useConnection()
  const [views, setViews] = useState<Views>({})
  useEffect(() => {
    if (connection !== 'live') return
    control<ProviderView[]>('GET', '/providers')
      .then((providers) => setViews(viewsOf(providers)))
      // Asked again once there is a connection again.
      .catch(() => undefined)
  }, [connection])
  return views
}

function viewsOf(providers: readonly ProviderView[]): Views {
  const views = providers.flatMap(({ name, panel: title }) =>
    title === undefined ? [] : [[`provider/${name}`, { title, panel: panelOf(name) }] as const],
  )
  return Object.fromEntries(views)
}

function panelOf(name: string): ComponentType {
  const panel = made.get(name) ?? (() => <OutsidePanel name={name} />)
  made.set(name, panel)
  return panel
}

function OutsidePanel({ name }: { name: string }) {
  const place = useRef<HTMLDivElement>(null)
  const [failure, setFailure] = useState<Error>()
  useEffect(() => {
    const left = new AbortController()
    const element = document.createElement('div')
    place.current?.append(element)
    openPanel(name, element, left.signal).catch((error: unknown) => {
      if (!left.signal.aborted) setFailure(error instanceof Error ? error : new Error(String(error)))
    })
    return () => {
      left.abort()
      element.remove()
    }
  }, [name])
  // For the notice of the part around it.
  if (failure) throw failure
  return <div ref={place} />
}

async function openPanel(name: string, element: HTMLElement, signal: AbortSignal): Promise<void> {
  const path = pathHere(`/page/panels/${name}.js`)
  const { open }: OutsideModule = await import(/* @vite-ignore */ path)
  if (signal.aborted) return
  if (typeof open !== 'function')
    throw new Error(`The panel of ${name} exports no function open(element, page).`)
  const { card, lead, row, button, primary } = parts
  const classes = { card, lead, row, button, primary }
  await open(element, { ask, onEvent: (listener) => onEvent(listener, signal), signal, classes })
}

function onEvent(listener: () => void, signal: AbortSignal): void {
  let last = live.lastEvent
  const stop = live.subscribe(() => {
    if (live.lastEvent === last) return
    last = live.lastEvent
    listener()
  })
  signal.addEventListener('abort', stop)
}
