declare module 'proxy-from-env' {
  /** The proxy for a URL, from the environment; empty if there is none. */
  export function getProxyForUrl(url: string): string
}
