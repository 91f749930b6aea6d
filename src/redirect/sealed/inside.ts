// Started by `payersim run --sealed` in its own network and mount namespace, as root there. It mounts the hosts file over
// the machine's, opens sockets and passes them to the process outside, and starts the command.
import { spawn, spawnSync } from 'node:child_process'
import { createSocket, type Socket as DatagramSocket } from 'node:dgram'
import { readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { exitCode } from '../child.ts'
import { endNamespace } from './end-namespace.ts'
import type { FromInside, Listener, ToInside } from './messages.ts'

type Prepare = Extract<ToInside, { kind: 'prepare' }>

/** Outside the default range of Linux, so that ports chosen inside are usually free outside too. */
const portRange = '20000 32000'
const network = readlinkSync('/proc/self/ns/net')
let folder: string | undefined
let stop: (signal: NodeJS.Signals) => void = () => {}

function send(message: FromInside, handle?: Server | Socket | DatagramSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(message, handle, {}, (error) => (error ? reject(error) : resolve()))
  })
}

function run(program: string, ...args: string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' })
  if (status === 0) return
  throw new Error(
    error ? `${program} cannot be run (${error.message})` : stderr.trim() || `${program} ends with ${status}`,
  )
}

/** Through sysfs, which is of the namespace that mounts it, because minimal images have no `ip`. */
function raiseLoopback(spare: string): void {
  try {
    run('mount', '-t', 'sysfs', 'none', spare)
    try {
      // IFF_LOOPBACK and IFF_UP.
      writeFileSync(join(spare, 'class/net/lo/flags'), '0x9')
    } finally {
      run('umount', spare)
    }
  } catch {
    // A container may forbid sysfs.
    run('ip', 'link', 'set', 'lo', 'up')
  }
}

async function passListener({ id, address, port, optional }: Listener): Promise<void> {
  const server = createServer()
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen({ host: address, port }, resolve)
    })
  } catch (error) {
    if (optional) return
    throw error
  }
  await send({ kind: 'listening', id }, server)
  server.close()
}

async function passNameServer(address: string): Promise<void> {
  const socket = createSocket('udp4')
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(53, address, resolve)
  })
  await send({ kind: 'answering' }, socket)
  socket.close()
}

async function prepare({ binds, listeners, nameServers, spare, folder: path }: Prepare): Promise<void> {
  folder = path
  try {
    for (const { from, over } of binds) run('mount', '-o', 'bind', from, over)
    raiseLoopback(spare)
    try {
      writeFileSync('/proc/sys/net/ipv4/ip_local_port_range', portRange)
    } catch {
      // The machine's own range works too, unless a port is already used outside.
    }
    for (const listener of listeners) await passListener(listener)
    for (const address of nameServers) await passNameServer(address)
  } catch (error) {
    await send({ kind: 'failed', why: (error as Error).message })
    process.exit(1)
  }
  await send({ kind: 'ready', network })
}

async function start({ command, args, env }: Extract<ToInside, { kind: 'start' }>): Promise<void> {
  const child = spawn(command, args, { env, stdio: 'inherit' })
  stop = (signal) => child.kill(signal)
  child.once('spawn', () => void send({ kind: 'started' }).catch(() => {}))
  const code = await exitCode(child, command)
  // Without the channel `payersim run` has ended, and the handler of `disconnect` ends this process.
  if (process.connected) process.exit(code)
}

/** Connects to a server of the command and passes the socket outside before any byte is read. */
function open({ id, port }: Extract<ToInside, { kind: 'connect' }>, address = '127.0.0.1'): void {
  const socket = connect({ host: address, port })
  socket.pause()
  socket.once('connect', () => {
    // The process outside may have ended.
    void send({ kind: 'connected', id }, socket).catch(() => socket.destroy())
  })
  socket.once('error', () => {
    if (address === '127.0.0.1') open({ kind: 'connect', id, port }, '::1')
    else void send({ kind: 'connected', id }).catch(() => {})
  })
}

// Ignored here: signals arrive over the channel, so that the command gets each of them once.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) process.on(signal, () => {})
process.on('message', (message: ToInside) => {
  if (message.kind === 'prepare') void prepare(message)
  else if (message.kind === 'start') void start(message)
  else if (message.kind === 'signal') stop(message.signal)
  else open(message)
})
process.on('disconnect', async () => {
  // `payersim run` has ended, perhaps killed, so the clean-up is done here.
  await endNamespace(network)
  if (folder) rmSync(folder, { recursive: true, force: true })
  process.exit(1)
})
