// Runs what an image's configuration says as an engine would: namespaces of its own for network, mounts and processes, a
// read-only root, no capabilities, and a bridge to the others.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const subnet = '10.77.0'
/** Who publishes the ports of containers calls them from here: no local address. */
const host = `${subnet}.1`

const ip = (...args) => execFileSync('ip', args)

export function openNetwork() {
  // Names of network namespaces are files there.
  execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', '/run'])
  ip('link', 'set', 'lo', 'up')
  ip('link', 'add', 'bridge0', 'type', 'bridge')
  ip('address', 'add', `${host}/24`, 'dev', 'bridge0')
  ip('link', 'set', 'bridge0', 'up')
}

let addresses = 1

/** An address on the bridge, in a network namespace of this name. */
function joinNetwork(name) {
  addresses += 1
  const address = `${subnet}.${addresses}`
  ip('netns', 'add', name)
  ip('link', 'add', `veth${addresses}`, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name)
  ip('link', 'set', `veth${addresses}`, 'master', 'bridge0', 'up')
  for (const args of [
    ['link', 'set', 'lo', 'up'],
    ['address', 'add', `${address}/24`, 'dev', 'eth0'],
    ['link', 'set', 'eth0', 'up'],
  ])
    ip('-n', name, ...args)
  return address
}

/** Begins as PID 1 of the container, as root, and gives up all that root may before the program runs. */
const start = `set -e
mount --make-rprivate /
mount --bind "$ROOT" "$ROOT"
mount -t proc proc "$ROOT/proc"
mount --rbind /dev "$ROOT/dev"
for one in $BINDS; do
  mount --bind "\${one%%:*}" "$ROOT\${one#*:}"
done
for one in $READ_ONLY_BINDS; do
  mount --bind "\${one%%:*}" "$ROOT\${one#*:}"
  mount -o remount,bind,ro "$ROOT\${one#*:}"
done
for one in $TMPFS; do mount -t tmpfs tmpfs "$ROOT$one"; done
for one in $SYSCTLS; do echo "\${one#*=}" > "/proc/sys/$(echo "\${one%%=*}" | tr . /)"; done
mount -o remount,bind,ro "$ROOT"
exec chroot "$ROOT" setpriv "$@"`

function asUser(config, env, command) {
  const [uid, gid = uid] = config.User.split(':')
  const given = [...config.Env, ...Object.entries(env).map(([key, value]) => `${key}=${value}`)]
  const privileges = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--no-new-privs']
  const none = ['--bounding-set=-all', '--inh-caps=-all']
  const inFolder = ['sh', '-c', 'cd "$0" && exec "$@"', config.WorkingDir || '/']
  return [...privileges, ...none, 'env', '-i', ...given, ...inFolder, ...command]
}

/** A new volume: a folder that begins as the image has it, its owner too. */
export function newVolume(folder, name, { root, target }) {
  const path = join(folder, name)
  if (existsSync(path)) return path
  mkdirSync(dirname(path), { recursive: true })
  if (existsSync(join(root, target))) execFileSync('cp', ['-a', join(root, target), path])
  else mkdirSync(path)
  return path
}

/**
 * Runs an image.
 *
 * @param {{ root: string, config: any }} image its root folder, which stays as it is, and its configuration
 * @param {{ name: string, folder: string, command?: string[], env?: Record<string, string>, volumes?: Array<{ from: string, to: string, readOnly?: boolean }>, tmpfs?: string[], sysctls?: Record<string, unknown>, hosts?: Record<string, string> }} how
 */
export function run({ root, config }, how) {
  const { name, folder, command, env = {}, volumes = [], tmpfs = [], sysctls = {}, hosts = {} } = how
  const address = joinNetwork(name)
  const hostsFile = join(folder, `${name}.hosts`)
  const lines = [
    ['127.0.0.1', 'localhost'],
    [address, name],
    ...Object.entries(hosts).map(([one, at]) => [at, one]),
  ]
  writeFileSync(hostsFile, lines.map((line) => `${line.join(' ')}\n`).join(''))
  const binds = [...volumes, { from: hostsFile, to: '/etc/hosts', readOnly: true }]
  // What an engine makes in a layer of its own.
  for (const { from, to } of binds) {
    if (existsSync(join(root, to))) continue
    if (statSync(from).isDirectory()) mkdirSync(join(root, to), { recursive: true })
    else writeFileSync(join(root, to), '')
  }
  const bindsOf = (readOnly) =>
    binds
      .filter((one) => (one.readOnly ?? false) === readOnly)
      .map(({ from, to }) => `${from}:${to}`)
      .join(' ')
  const all = [...(config.Entrypoint ?? []), ...(command ?? config.Cmd ?? [])]
  const namespaces = ['--mount', '--pid', '--fork', '--kill-child=SIGTERM']
  const child = spawn(
    'ip',
    ['netns', 'exec', name, 'unshare', ...namespaces, 'sh', '-c', start, 'sh', ...asUser(config, env, all)],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        ROOT: root,
        BINDS: bindsOf(false),
        READ_ONLY_BINDS: bindsOf(true),
        TMPFS: tmpfs.join(' '),
        SYSCTLS: Object.entries(sysctls)
          .map(([key, value]) => `${key}=${value}`)
          .join(' '),
      },
    },
  )
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += chunk
    })
  const ended = new Promise((resolve) => child.on('close', resolve))
  /** Its PID 1, as seen from here. `ip netns exec` becomes unshare, whose child it is. */
  const first = () => {
    const children = `/proc/${child.pid}/task/${child.pid}/children`
    if (child.exitCode !== null || !existsSync(children)) throw new Error(`${name} has ended: ${said}`)
    return Number(readFileSync(children, 'utf8').trim())
  }
  return {
    name,
    address,
    config,
    said: () => said,
    ended,
    status: () => readFileSync(`/proc/${first()}/status`, 'utf8'),
    /** What `docker exec` does. */
    exec(args, { input = '', more = {} } = {}) {
      const to = ['--target', String(first()), '--mount', '--net', '--pid', '--root', '--wd']
      const child = spawn('nsenter', [...to, 'setpriv', ...asUser(config, { ...env, ...more }, args)])
      // It may have ended without reading.
      child.stdin.on('error', () => {}).end(input)
      let out = ''
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk) => {
          out += chunk
        })
      return new Promise((resolve) => child.on('close', (code) => resolve({ code, out })))
    },
    /** What `docker stop` does. */
    async stop() {
      process.kill(first(), 'SIGTERM')
      const code = await ended
      ip('netns', 'delete', name)
      return code
    },
  }
}
