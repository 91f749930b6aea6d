// Loaded into every Node program that `payersim run` starts, since fetch and https.request ignore the proxy variables.
// It changes one thing: a connection to a vendor's host goes to this machine instead. TLS, names, headers and bodies
// stay as the program made them.
import net = require('node:net')

interface Options extends Record<string, unknown> {
  host?: unknown
  port?: unknown
  path?: unknown
}
interface Settings {
  domains: string[]
  ports: Record<string, number>
}

const { domains, ports } = JSON.parse(process.env.PAYERSIM_RUN ?? '{"domains":[],"ports":{}}') as Settings
const connect = net.Socket.prototype.connect as (this: net.Socket, ...args: unknown[]) => net.Socket

/** The vendor's host of a connection; undefined for any other host. */
function vendorHost({ host, path }: Options): string | undefined {
  if (typeof host !== 'string' || path) return undefined
  const name = host.toLowerCase().replace(/\.$/, '')
  return domains.some((domain) => name === domain || name.endsWith(`.${domain}`)) ? name : undefined
}

/** Refuses a connection to a port without an API. It asks the proxy to refuse, so that the run's report counts it. */
function refuse(socket: net.Socket, target: string): net.Socket {
  const proxy = new net.Socket()
  let answer = ''
  proxy.setEncoding('utf8')
  proxy.on('data', (text) => {
    answer += text
  })
  const ended = () => {
    const [, said = `payersim run: The call to ${target} was refused.`] = answer.trim().split('\r\n\r\n')
    socket.destroy(Object.assign(new Error(said), { code: 'ECONNREFUSED', address: target }))
  }
  proxy.on('error', ended).on('end', ended)
  // Until the answer arrives, the program's writes are queued, as on any socket that is still connecting.
  Object.assign(socket, { connecting: true })
  connect.call(proxy, { host: '127.0.0.1', port: ports[80] })
  proxy.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`)
  return socket
}

net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
  // Called with options, with port and host, or by net.connect with [options, listener].
  const [first, second] = args
  const list = Array.isArray(first) ? first : args
  const options: Options =
    typeof list[0] === 'object' && list[0] !== null ? list[0] : { port: first, host: second }
  const host = vendorHost(options)
  if (host === undefined) return connect.apply(this, args)
  const port = ports[String(options.port)]
  if (port === undefined) return refuse(this, `${host}:${options.port}`)
  const here = { ...options, host: '127.0.0.1', port, path: undefined, family: 4 }
  const elsewhere = { lookup: undefined, localAddress: undefined, localPort: undefined }
  return connect.call(
    this,
    { ...here, ...elsewhere },
    list.find((value) => typeof value === 'function'),
  )
} as typeof net.Socket.prototype.connect
