import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { VendorHosts } from '../vendor-hosts.ts'

/** In 127.0.0.0/8, so that the command's own servers have 127.0.0.1 to themselves. */
export const vendorAddress = '127.77.0.1'

/** The address of a forwarded host. Each has its own, so that two hosts may have the same port. */
export function forwardAddress(index: number): string {
  return `127.77.${1 + Math.floor(index / 254)}.${1 + (index % 254)}`
}

/** Sockets of the name service cache, which looks names up outside. glibc asks it before any file. */
const nameCaches = ['/run/nscd', '/var/run/nscd']

export interface Etc {
  binds: Array<{ from: string; over: string }>
  nameServers: string[]
}

/** Writes the sealed command's files of /etc, so that every kind of name look-up is answered here. */
export function writeEtc(folder: string, vendors: VendorHosts, names: ReadonlyMap<string, string>): Etc {
  const put = (name: string, text: string) => {
    const path = join(folder, name)
    writeFileSync(path, text, { flag: 'wx' })
    // Independent of the umask, since a command may switch to another user.
    chmodSync(path, 0o644)
    return path
  }
  const empty = join(folder, 'empty')
  mkdirSync(empty, { mode: 0o755 })
  const known = new Map([...vendors.known.map((host) => [host, vendorAddress] as const), ...names])
  const files: Array<[over: string, from: string]> = [
    ['/etc/hosts', put('hosts', hostsFile(textOf('/etc/hosts'), known))],
    ['/etc/resolv.conf', put('resolv.conf', `nameserver ${vendorAddress}\n`)],
    ['/etc/nsswitch.conf', put('nsswitch.conf', switchFile(textOf('/etc/nsswitch.conf')))],
    ...nameCaches.map((path): [string, string] => [path, empty]),
  ]
  return {
    binds: files.filter(([over]) => existsSync(over)).map(([over, from]) => ({ from, over })),
    // Without the file, resolvers ask 127.0.0.1.
    nameServers: existsSync('/etc/resolv.conf') ? [vendorAddress] : ['127.0.0.1'],
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** The machine's own lines without these names, then a line for each name. */
export function hostsFile(own: string, names: ReadonlyMap<string, string>): string {
  const kept = own.split('\n').flatMap((line) => {
    const [address, ...hosts] = line.replace(/#.*/, '').trim().split(/\s+/)
    const others = hosts.filter((host) => !names.has(host.toLowerCase()))
    return address && others.length > 0 ? [`${address} ${others.join(' ')}`] : []
  })
  const ours = [...names].map(([host, address]) => `${address} ${host}`)
  return `${[...kept, ...ours].join('\n')}\n`
}

/** Puts files first: some machines ask a resolver outside before them. */
function switchFile(own: string): string {
  const others = own.split('\n').filter((line) => !/^\s*hosts\s*:/.test(line))
  return `${others.join('\n').trimEnd()}\nhosts: files dns\n`
}
