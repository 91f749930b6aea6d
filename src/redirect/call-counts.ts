import { worldOf } from './simulator.ts'
import { plainHost, type Target, type VendorHosts } from './vendor-hosts.ts'

/** Counts the calls of one command to vendors' hosts, by result. */
export interface CallCounts {
  /** A request that was forwarded to the simulator. */
  answered(host: string): void
  /** A call that payersim does not answer. With the port if that is the reason. Returns the message to the caller. */
  refused(host: string, port?: number): string
  /** A call to another host by a program that is not admitted. */
  notAdmitted(target: Target): void
  /** A TLS connection that a client began. */
  tlsStarted(host: string): void
  /** The first request on such a connection. A client that does not trust the certificate sends none. */
  tlsUsed(host: string): void
  /** The lines of the report at the end. A sealed command cannot bypass the proxy, so its report does not warn of that. */
  report(url: URL, how?: { sealed: boolean }): string[]
}

/** Starts counting. Prints the first refusal for each host at once. */
export function countCalls(vendors: VendorHosts, tell: (line: string) => void = () => {}): CallCounts {
  const counts = {
    answered: new Map<string, number>(),
    refused: new Map<string, number>(),
    tlsStarted: new Map<string, number>(),
    tlsUsed: new Map<string, number>(),
  }
  let hasWarned = false
  const count = (kind: keyof typeof counts, name: string) => {
    const before = counts[kind].get(name) ?? 0
    counts[kind].set(name, before + 1)
    return before === 0
  }
  return {
    answered: (host) => void count('answered', plainHost(host)),
    refused(host, port) {
      const name = plainHost(host)
      const message = refusal(vendors, host, port)
      if (count('refused', port === undefined ? name : `${name}:${port}`)) tell(message)
      return message
    },
    notAdmitted(target) {
      // Once only, since another user's program may retry for ever.
      if (!hasWarned) tell(notAdmitted(target))
      hasWarned = true
    },
    tlsStarted: (host) => void count('tlsStarted', plainHost(host)),
    tlsUsed: (host) => void count('tlsUsed', plainHost(host)),
    report(url, { sealed } = { sealed: false }) {
      const { answered, refused, tlsStarted, tlsUsed } = counts
      const world = worldOf(url)
      if (answered.size + refused.size + tlsStarted.size === 0)
        return [sealed ? noSealedCall : `${noCall} ${bypassWarning(url)}`]
      const unused = [...tlsStarted].map(([host, times]) => [host, times - (tlsUsed.get(host) ?? 0)] as const)
      const section = (calls: ReadonlyMap<string, number>, title: string, noun = 'call') =>
        sectionOf(rowsOf(vendors, calls), title, noun)
      return [
        ...section(answered, world === undefined ? 'Taken over' : `Taken over by the world ${world}`),
        ...section(refused, 'Refused, and not sent to the vendor'),
        ...section(
          new Map(unused.filter(([, times]) => times > 0)),
          'Connected, but sent no request; such a client does not trust the certificate, most likely',
          'connection',
        ),
      ]
    },
  }
}

/** The message to the caller: why a call to a vendor's host was refused. */
function refusal(vendors: VendorHosts, host: string, port?: number): string {
  const vendor = vendors.vendorOf(host)
  const { known = [], answered = [] } = vendor?.hosts ?? {}
  const knownAnswered = known.filter((name) => vendors.isAnswered(name))
  const names = (knownAnswered.length > 0 ? knownAnswered : answered).join(', ') || 'none of its hosts'
  const where = port === undefined ? plainHost(host) : `${plainHost(host)}:${port}`
  const why = port === undefined ? `payersim answers for ${names}` : 'payersim answers on ports 443 and 80'
  return `The call to ${where} of ${vendor?.title ?? 'no vendor'} was refused, and not sent to the vendor: ${why}.`
}

/** The message to a program that is not admitted. */
export function notAdmitted({ host, port }: Target): string {
  return (
    `The call to ${host}:${port} was not passed on: it came from another user’s program, or from a system that does not ` +
    'tell whose it was, and without the password in HTTPS_PROXY.'
  )
}

const noCall = 'The command made no call to a vendor’s host.'
/** In the namespace nothing listens on other ports, so a call to one fails and is not counted. */
const noSealedCall = 'The command made no call to a vendor’s host on port 443 or 80.'

function bypassWarning(url: URL): string {
  return (
    'If it should have made one, its client goes around the proxy, and may have reached the real vendor. ' +
    `Give the client the base URL ${url.href.replace(/\/$/, '')}, or use --sealed on Linux; ` +
    'docs/run.md says for each runtime what can be held back.'
  )
}

interface Row {
  vendor: string
  name: string
  calls: number
}

function rowsOf(vendors: VendorHosts, counts: ReadonlyMap<string, number>): Row[] {
  const rows = [...counts].map(([name, calls]) => ({
    vendor: vendors.vendorOf(name.replace(/:\d+$/, ''))?.title ?? '',
    name,
    calls,
  }))
  return rows.sort(
    (one, other) => one.vendor.localeCompare(other.vendor) || one.name.localeCompare(other.name),
  )
}

function sectionOf(rows: readonly Row[], title: string, noun: string): string[] {
  if (rows.length === 0) return []
  const width = (column: 'vendor' | 'name') => Math.max(...rows.map((row) => row[column].length))
  const [vendors, names] = [width('vendor'), width('name')]
  return [
    `${title}:`,
    ...rows.map(
      ({ vendor, name, calls }) =>
        `  ${vendor.padEnd(vendors)}  ${name.padEnd(names)}  ${calls} ${noun}${calls === 1 ? '' : 's'}`,
    ),
  ]
}
