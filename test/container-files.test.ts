import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { healthCommand } from '../src/commands/health.ts'
import { serveCommand } from '../src/commands/serve.ts'
import { builtInWorld } from '../src/control/built-in-world.ts'
import { builtInProviders } from '../src/providers/built-in.ts'
import { VendorHosts } from '../src/redirect/vendor-hosts.ts'

const root = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** The instructions of a Dockerfile, each with what it says, lines that go on being put together. */
function instructionsOf(path: string): Array<[string, string]> {
  const lines = read(path)
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
  return lines.flatMap((line) => {
    const [, name, rest] = /^([A-Z]+) +(.*)$/.exec(line) ?? []
    return name && rest !== undefined ? [[name, rest.trim()] as [string, string]] : []
  })
}

const option = (command: Command, long: string) => command.options.find((one) => one.long === long)

/** The values of the options of a command line, as `serve` reads them. @throws where it has no such option */
function serveFlags(args: readonly string[]): Record<string, unknown> {
  const command = serveCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
  command.parseOptions([...args])
  const unknown = args.filter((arg) => arg.startsWith('--') && !option(command, arg.split('=')[0] ?? ''))
  if (unknown.length > 0) throw new Error(`serve has no ${unknown.join(', ')}`)
  return command.opts()
}

const dockerfile = instructionsOf('Dockerfile')
const all = (name: string) => dockerfile.filter(([one]) => one === name).map(([, rest]) => rest)
const entrypoint = JSON.parse(all('ENTRYPOINT')[0] ?? '[]') as string[]
const image = serveFlags(entrypoint.slice(2))
const compose = parse(read('compose.yaml'))
const { payersim, shop } = compose.services
const composed = serveFlags(payersim.command)

describe('the image', () => {
  it('runs serve with options that there are, for everybody who knows the token', () => {
    expect(entrypoint.slice(0, 2)).toEqual(['payersim', 'serve'])
    expect(image).toMatchObject({ host: '0.0.0.0', behindProxy: true, allowHost: ['payersim'] })
    expect(() => serveFlags(['--no-such-option'])).toThrow('--no-such-option')
  })

  it('keeps data and token in its one volume, as a user who is not root', () => {
    const [volume] = all('VOLUME')
    const env = Object.fromEntries(
      all('ENV').flatMap((line) => line.split(/ +/).map((pair) => pair.split('='))),
    )
    expect(all('VOLUME')).toEqual(['/data'])
    expect(image.data).toBe(`${volume}/payersim.db`)
    const { envVar = '' } = option(serveCommand(), '--admin-token-file') ?? {}
    expect(env[envVar]).toBe(`${volume}/admin-token`)
    const [user = ''] = all('USER')
    expect(user).toMatch(/^[1-9]\d*:[1-9]\d*$/)
    expect(all('COPY').find((line) => line.endsWith('/volumes/ /'))).toContain(`--chown=${user} `)
  })

  it('exposes the ports of serve, and asks for health at the first', () => {
    const tls = /default: (\d+)/.exec(option(serveCommand(), '--tls-port')?.description ?? '')?.[1]
    expect(all('EXPOSE')).toEqual([`${image.port} ${tls}`])
    const [, check = ''] = /CMD (\[.*\])$/.exec(all('HEALTHCHECK')[0] ?? '') ?? []
    expect(JSON.parse(check)).toEqual(['payersim', healthCommand().name()])
    expect(new URL(healthCommand().opts().url).port).toBe(String(image.port))
    expect(option(healthCommand(), '--admin-token-file')?.envVar).toBe('PAYERSIM_ADMIN_TOKEN_FILE')
    expect(all('HEALTHCHECK').join()).not.toMatch(/curl|wget/)
  })

  it('is built of files that there are, and of nothing else', () => {
    const lines = read('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
    expect(lines[0]).toBe('*')
    const letIn = lines.slice(1).map((line) => line.replace(/^!/, ''))
    for (const path of letIn) expect(existsSync(join(root, path.replace('/*.md', '')))).toBe(true)
    const { files, scripts } = JSON.parse(read('package.json'))
    const top = (path: string) => path.split('/')[0] ?? ''
    const packed = (files as string[]).filter((path) => !path.startsWith('!') && path !== 'dist').map(top)
    const used = [...(scripts.build as string).matchAll(/(?:scripts|src)\/|tsconfig[\w.]*\.json/g)].map(
      ([path]) => top(path),
    )
    expect(letIn.map(top)).toEqual(expect.arrayContaining([...packed, ...used, 'package-lock.json']))
    for (const [, from = ''] of [...read('Dockerfile').matchAll(/^COPY (?!--)(.*) \S+$/gm)])
      for (const path of from.split(' ')) expect(existsSync(join(root, path))).toBe(true)
  })

  it('has the packages that are not in the bundle, and what they need to run', () => {
    const [, names = ''] = /cp -a (.*?) \/image\/app\/node_modules\//.exec(all('RUN').join(' ')) ?? []
    const copied = names.split(' ')
    const [, outside = ''] = /external: \[(.*)\]/.exec(read('scripts/bundle.mjs')) ?? []
    const wanted = outside.split(', ').map((name) => name.replaceAll("'", ''))
    // The image installs by the lock file.
    const { packages } = JSON.parse(read('package-lock.json'))
    for (const name of wanted) {
      const { dependencies = {} } = packages[`node_modules/${name}`]
      // Fetches the native part while it is installed, and is not there when it runs.
      for (const one of Object.keys(dependencies))
        if (one !== 'prebuild-install' && !wanted.includes(one)) wanted.push(one)
    }
    expect(copied.sort()).toEqual(wanted.sort())
  })
})

describe('images are named without a host', () => {
  it.each(['Dockerfile', 'examples/shop/Dockerfile'])('in %s', (path) => {
    const args = instructionsOf(path).filter(([name]) => name === 'ARG')
    expect(args.length).toBeGreaterThan(0)
    for (const [, arg] of args) expect(arg).toMatch(/^(BUILD_)?BASE=node:\d+[\w-]*$/)
    for (const [, from] of instructionsOf(path).filter(([name]) => name === 'FROM'))
      expect(from).toMatch(/^\$\{(BUILD_)?BASE\}( AS build)?$/)
  })
})

describe('compose.yaml', () => {
  it('answers at MTN’s own address, by its alias on the network and its certificate', () => {
    const { hostname, port, protocol } = new URL(shop.environment.MOMO_URL)
    expect([protocol, port]).toEqual(['https:', ''])
    expect(payersim.networks.default.aliases).toEqual([hostname])
    expect(composed).toMatchObject({ tlsPort: 443, tlsName: [hostname] })
    expect(new VendorHosts(builtInProviders).isVendorHost(hostname)).toBe(true)
  })

  it('shares the authority, and nothing else, with the shop', () => {
    const ca = String(composed.tlsCa)
    expect(shop.environment.NODE_EXTRA_CA_CERTS).toBe(ca)
    expect(shop.volumes).toEqual([`authority:${ca.slice(0, ca.lastIndexOf('/'))}:ro`])
    expect(payersim.volumes).toContain(shop.volumes[0].replace(/:ro$/, ''))
    const users = ['Dockerfile', 'examples/shop/Dockerfile'].map(
      (path) => instructionsOf(path).find(([name]) => name === 'USER')?.[1],
    )
    // The key beside it is for its owner alone.
    expect(new Set(users).size).toBe(2)
    expect(Object.keys(compose.volumes)).toEqual(['data', 'authority'])
  })

  it('gives the shop the keys of a user whose callbacks go to it', () => {
    const mounted = payersim.volumes.find((line: string) => line.startsWith('./')).split(':')
    expect(composed.world).toBe(mounted[1])
    const { momo } = parse(read(mounted[0]))
    const { MOMO_PRIMARY_KEY, MOMO_USER_ID, MOMO_USER_SECRET, SHOP_URL } = shop.environment
    expect(momo.subscriptionKeys.collection).toBe(MOMO_PRIMARY_KEY)
    expect(momo.apiUsers).toEqual([expect.objectContaining({ id: MOMO_USER_ID, apiKey: MOMO_USER_SECRET })])
    const callback = new URL(SHOP_URL)
    expect(momo.apiUsers[0].providerCallbackHost).toBe(callback.hostname)
    expect(Object.keys(compose.services)).toContain(callback.hostname)
    expect(shop.ports).toEqual([`127.0.0.1:${callback.port}:${callback.port}`])
    expect(builtInWorld.momo.subscriptionKeys).toEqual(momo.subscriptionKeys)
  })

  it('is open to this machine alone, and has no right that it does not need', () => {
    expect(payersim.ports).toEqual([`127.0.0.1:${image.port}:${image.port}`])
    for (const service of [payersim, shop]) {
      expect(service).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      })
      expect(service.ports.every((port: string) => port.startsWith('127.0.0.1:'))).toBe(true)
    }
    // Passed on where it is set, and left out where it is not.
    expect(payersim.environment).toEqual({ PAYERSIM_ADMIN_TOKEN: null })
    expect(option(serveCommand(), '--admin-token')?.envVar).toBe('PAYERSIM_ADMIN_TOKEN')
    expect(shop.depends_on).toEqual({ payersim: { condition: 'service_healthy' } })
  })
})
