import { useSyncExternalStore } from 'react'

/** The view, what it shows and its parameters, from the address: `#/timeline?phone=%2B46733000001&entry=17`, `#/story/3f9a21`. */
export interface Route {
  view: string
  /** What stands behind the view, such as a trace. */
  item: string
  query: URLSearchParams
}

let hash: string | undefined
let route: Route = { view: '', item: '', query: new URLSearchParams() }

function read(): Route {
  if (location.hash !== hash) {
    hash = location.hash
    const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?')
    const [view = '', item = ''] = path.split('/')
    route = { view, item: decoded(item), query: new URLSearchParams(query) }
  }
  return route
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const listeners = new Set<() => void>()

export function useRoute(): Route {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    addEventListener('hashchange', listener)
    return () => {
      listeners.delete(listener)
      removeEventListener('hashchange', listener)
    }
  }, read)
}

export function addressOf(view: string, query: Record<string, string | undefined> = {}): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]))
  const text = new URLSearchParams(given).toString()
  return `#/${view}${text ? `?${text}` : ''}`
}

/** Goes there without a new entry in the browser's history. */
export function replaceRoute(view: string, query: Record<string, string | undefined>): void {
  location.replace(addressOf(view, query))
  // The event comes later: a field whose text is in the address would lose what is typed until then.
  for (const listener of listeners) listener()
}
