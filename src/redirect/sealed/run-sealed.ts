import { type ChildProcess, spawn } from 'node:child_process'
import { Socket as DatagramSocket } from 'node:dgram'
import { accessSync, constants, mkdirSync, readlinkSync, statSync } from 'node:fs'
import { connect, Server, Socket } from 'node:net'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { visible } from '../../safe-text/index.ts'
import { exitCode, onSignal } from '../child.ts'
import { openTunnel } from '../outside.ts'
import type { Redirect } from '../proxy.ts'
import type { RunFolder } from '../run-folder.ts'
import type { VendorHosts } from '../vendor-hosts.ts'
import { endNamespace } from './end-namespace.ts'
import { sealedEnvironment } from './environment.ts'
import { forwardAddress, vendorAddress, writeEtc } from './etc.ts'
import { type Forward, isLoopbackName } from './forwards.ts'
import { joinSockets } from './join-sockets.ts'
import type { FromInside, Listener, ToInside } from './messages.ts'
import { answerNames } from './name-server.ts'
import { PublishedPorts } from './published-ports.ts'
import { cannotSeal, type Way } from './ways.ts'

const insideProgram = fileURLToPath(new URL('./inside.js', import.meta.url))

/** A port inside, and the target of its connections. */
interface ForwardedPort extends Listener {
  connectTarget: () => Socket | Promise<Socket>
  /** Whether the target sends callbacks. Then the command's own ports are opened before any byte is forwarded. */
  callsBack: boolean
}

export interface SealedRun {
  way: Way
  forwards: readonly Forward[]
  simulator: URL
  redirect: Pick<Redirect, 'vendors' | 'port' | 'securePort'>
  folder: RunFolder
  command: string
  args: readonly string[]
  env: NodeJS.ProcessEnv
  /** Called when the command has started. */
  started?: () => void
}

/**
 * Runs a command in its own network namespace, and returns its exit code. From there it reaches only two kinds of hosts:
 * the vendors' names, which lead to the simulator, and the user's forwards.
 *
 * @throws RedirectError if the namespace cannot be made; the command has not started then
 */
export async function runSealed(run: SealedRun): Promise<number> {
  const { way, folder, forwards } = run
  const { vendors } = run.redirect
  const names = forwardNames(forwards)
  const etc = writeEtc(folder.path, vendors, names)
  const forwardedPorts = forwardedPortsOf(run, names)
  const spare = join(folder.path, 'spare')
  mkdirSync(spare)
  const inside = spawn('unshare', [...way.flags, '--', process.execPath, insideProgram], {
    // Without the command's NODE_OPTIONS.
    env: { PATH: process.env.PATH },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  const ended = exitCode(inside, 'unshare')
  const tell = (message: ToInside) => void (inside.connected && inside.send(message, () => {}))
  const refused = new Set<string>()
  const notes = new Set<string>()
  const connections = connector(inside, tell)
  const ports = new PublishedPorts({
    pid: inside.pid ?? 0,
    ours: new Set(forwardedPorts.map(({ port }) => port)),
    connect: connections.open,
    note(text) {
      if (!notes.has(text)) console.error(`payersim run: ${visible(text)}`)
      notes.add(text)
    },
  })
  let network: string | undefined
  let stopForwarding = () => {}
  try {
    network = await new Promise<string>((resolve, reject) => {
      void ended.then((code) =>
        reject(cannotSeal(`the process inside ended with ${code} before it was ready`)),
      )
      inside.on('message', (message: FromInside, handle: unknown) => {
        if (message.kind === 'ready') resolve(message.network)
        if (message.kind === 'failed') reject(cannotSeal(message.why))
        if (message.kind === 'listening' && handle instanceof Server)
          serve(forwardedPorts, message.id, handle, ports)
        if (message.kind === 'answering' && handle instanceof DatagramSocket)
          answerNames(handle, addressesBy(vendors, names), (name) => refused.add(name))
        if (message.kind === 'started') run.started?.()
        if (message.kind === 'connected') connections.opened(message.id, handle)
      })
      const { binds, nameServers } = etc
      const listeners = forwardedPorts.map(({ connectTarget: _, callsBack: __, ...listener }) => listener)
      tell({ kind: 'prepare', binds, listeners, nameServers, spare, folder: folder.path })
    })
    // A signal before this ends this process, and so the process inside.
    stopForwarding = onSignal((signal) => tell({ kind: 'signal', signal }))
    tell({ kind: 'start', ...startOf(run) })
    return await ended
  } finally {
    stopForwarding()
    await ports.close()
    // Never our own namespace, even after an error.
    if (network && network !== readlinkSync('/proc/self/ns/net')) await endNamespace(network)
    if (refused.size > 0) console.error(visible(refusedText([...refused])))
  }
}

function forwardNames(forwards: readonly Forward[]): Map<string, string> {
  const hosts = new Set(forwards.map(({ host }) => host).filter((host) => !isLoopbackName(host)))
  // The first address is the vendors'.
  return new Map([...hosts].map((host, index) => [host, forwardAddress(index + 1)]))
}

function addressesBy(vendors: VendorHosts, names: ReadonlyMap<string, string>) {
  return (name: string) => {
    if (vendors.isVendorHost(name)) return vendorAddress
    return name === 'localhost' || name.endsWith('.localhost') ? '127.0.0.1' : names.get(name)
  }
}

function forwardedPortsOf(
  { simulator, redirect, forwards }: SealedRun,
  names: ReadonlyMap<string, string>,
): ForwardedPort[] {
  const here = (port: number, host = '127.0.0.1') => connect({ host, port, allowHalfOpen: true })
  const forwardedPorts: Array<Omit<ForwardedPort, 'id'>> = [
    { address: vendorAddress, port: 443, connectTarget: () => here(redirect.securePort), callsBack: true },
    { address: vendorAddress, port: 80, connectTarget: () => here(redirect.port), callsBack: true },
  ]
  const used = new Set<number>()
  const addLoopbackPort = (
    port: number,
    connectTarget: ForwardedPort['connectTarget'],
    callsBack: boolean,
  ) => {
    if (used.has(port)) return
    used.add(port)
    forwardedPorts.push({ address: '127.0.0.1', port, connectTarget, callsBack })
    forwardedPorts.push({ address: '::1', port, connectTarget, callsBack, optional: true })
  }
  const simulatorPort = Number(simulator.port || 80)
  const simulatorHost = simulator.hostname.replace(/^\[|\]$/g, '')
  // Under the address of `--url`. A simulator on another machine is reached only by the vendors' names.
  if (isLoopbackName(simulatorHost))
    addLoopbackPort(simulatorPort, () => here(simulatorPort, simulatorHost), true)
  for (const { host, port } of forwards) {
    const address = names.get(host)
    if (address === undefined) addLoopbackPort(port, () => here(port, host), false)
    else
      forwardedPorts.push({
        address,
        port,
        connectTarget: () => openTunnel({ host, port }),
        callsBack: false,
      })
  }
  return forwardedPorts.map((forwardedPort, id) => ({ ...forwardedPort, id }))
}

/** Accepts the connections of a listener that was opened inside. */
function serve(
  forwardedPorts: readonly ForwardedPort[],
  id: number,
  server: Server,
  ports: PublishedPorts,
): void {
  const forwardedPort = forwardedPorts[id]
  if (!forwardedPort) return void server.close()
  Object.assign(server, { allowHalfOpen: true, pauseOnConnect: true })
  server.unref()
  server.on('connection', async (socket: Socket) => {
    socket.on('error', () => socket.destroy())
    try {
      joinSockets(
        socket,
        await connected(forwardedPort.connectTarget()),
        forwardedPort.callsBack ? () => ports.sync() : undefined,
      )
    } catch {
      socket.resetAndDestroy()
    }
  })
}

async function connected(opening: Socket | Promise<Socket>): Promise<Socket> {
  const socket = await opening
  if (!socket.connecting) return socket
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket))
    socket.once('error', reject)
  })
}

/** Connects to the command's own servers; the sockets are opened inside and passed outside. */
function connector(inside: ChildProcess, tell: (message: ToInside) => void) {
  let last = 0
  const waiting = new Map<number, (handle: unknown) => void>()
  inside.on('disconnect', () => {
    for (const answer of waiting.values()) answer(undefined)
  })
  return {
    open: (port: number) =>
      new Promise<Socket>((resolve, reject) => {
        last += 1
        const id = last
        waiting.set(id, (handle) => {
          waiting.delete(id)
          if (handle instanceof Socket) resolve(Object.assign(handle, { allowHalfOpen: true }))
          else reject(new Error(`nothing listens on port ${port} inside`))
        })
        if (inside.connected) tell({ kind: 'connect', id, port })
        else waiting.get(id)?.(undefined)
      }),
    opened: (id: number, handle: unknown) => waiting.get(id)?.(handle),
  }
}

/** The program to start inside. A missing command is started directly, so that the error is about it and not about `unshare`. */
function startOf({
  way,
  command,
  args,
  env,
  folder,
  redirect,
}: SealedRun): Omit<Extract<ToInside, { kind: 'start' }>, 'kind'> {
  const sealed = sealedEnvironment(env, folder, redirect.vendors)
  const [program, ...words] = way.asUser
  if (program === undefined || !isProgram(command, sealed.PATH ?? '')) return { command, args, env: sealed }
  return { command: program, args: [...words, command, ...args], env: sealed }
}

function isProgram(command: string, path: string): boolean {
  const places = command.includes('/')
    ? [command]
    : path.split(delimiter).map((folder) => join(folder, command))
  return places.some((place) => {
    try {
      accessSync(place, constants.X_OK)
      return statSync(place).isFile()
    } catch {
      return false
    }
  })
}

function refusedText(names: string[]): string {
  const [first = ''] = names
  return (
    `payersim run: Sealed: the command looked for ${names.sort().join(', ')}, and was told that there is no such name. ` +
    `To let it reach one, add for example --forward ${first}:443.`
  )
}
