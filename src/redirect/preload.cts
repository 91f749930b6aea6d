// Loaded into every Node program that `payersim run` starts, since not all HTTP stacks of Node heed a proxy: fetch
// and https.request do not. It changes one thing: a connection to a vendor's host goes to this machine instead.
// TLS, names, headers and bodies stay as the program made them.
import net = require('node:net')

interface Options extends Record<string, unknown> {
  host?: unknown
  port?: unknown
}
interface Settings {
  hosts: string[]
  ports: Record<string, number>
}

const { hosts, ports } = JSON.parse(process.env.PAYERSIM_RUN ?? '{"hosts":[],"ports":{}}') as Settings
const connect = net.Socket.prototype.connect as (this: net.Socket, ...args: unknown[]) => net.Socket

function portHere({ host, port }: Options): number | undefined {
  if (typeof host !== 'string' || !hosts.includes(host.toLowerCase().replace(/\.$/, ''))) return undefined
  return ports[String(port)]
}

net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
  // Called with options, with port and host, or by net.connect with [options, listener].
  const [first, second] = args
  const list = Array.isArray(first) ? first : args
  const options: Options =
    typeof list[0] === 'object' && list[0] !== null ? list[0] : { port: first, host: second }
  const port = portHere(options)
  if (port === undefined) return connect.apply(this, args)
  const here = { ...options, host: '127.0.0.1', port, path: undefined, family: 4 }
  const elsewhere = { lookup: undefined, localAddress: undefined, localPort: undefined }
  return connect.call(
    this,
    { ...here, ...elsewhere },
    list.find((value) => typeof value === 'function'),
  )
} as typeof net.Socket.prototype.connect
