import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commandEnvironment } from './environment.ts'
import { vendorHosts } from './vendor-hosts.ts'

const made = (env: Record<string, string>, preload?: string) =>
  commandEnvironment(
    env,
    { port: 1001, securePort: 1002 },
    { extra: '/run/extra.pem', bundle: '/run/all.pem' },
    preload,
  )

describe('the environment of a command', () => {
  it('sends every kind of program to the proxy, and has it trusted', () => {
    const proxy = 'http://127.0.0.1:1001'
    expect(made({ HTTPS_PROXY: 'http://proxy.example:3128', HOME: '/home/me' })).toMatchObject({
      HOME: '/home/me',
      HTTPS_PROXY: proxy,
      https_proxy: proxy,
      HTTP_PROXY: proxy,
      http_proxy: proxy,
      NO_PROXY: 'localhost,127.0.0.1,::1',
      no_proxy: 'localhost,127.0.0.1,::1',
      NODE_EXTRA_CA_CERTS: '/run/extra.pem',
      SSL_CERT_FILE: '/run/all.pem',
      REQUESTS_CA_BUNDLE: '/run/all.pem',
      CURL_CA_BUNDLE: '/run/all.pem',
    })
  })

  it.each([
    ['db.internal, .corp.example', 'db.internal,.corp.example'],
    ['*', ''],
    ['.mtn.com,db.internal', 'db.internal'],
    ['*.africastalking.com', ''],
    ['API.OnePipe.io:443', ''],
    ['io,example.io', 'example.io'],
    ['azure-api.net', ''],
    ['other.azure-api.net', 'other.azure-api.net'],
  ])('keeps of NO_PROXY=%s what exempts no vendor’s host', (users, kept) => {
    const expected = ['localhost,127.0.0.1,::1', kept].filter(Boolean).join(',')
    expect(made({ NO_PROXY: users }).NO_PROXY).toBe(expected)
    expect(made({ no_proxy: users }).NO_PROXY).toBe(expected)
  })

  it('keeps the user’s NODE_OPTIONS', () => {
    expect(made({ NODE_OPTIONS: '--max-old-space-size=99' }).NODE_OPTIONS).toMatch(
      /^--require ".*preload\.cjs" --max-old-space-size=99$/,
    )
  })

  it('has the preload loaded from a folder of any name', () => {
    const folder = mkdtempSync(join(tmpdir(), 'a "b\\ c '))
    const preload = join(folder, 'pre load.cjs')
    writeFileSync(preload, 'console.log("loaded")')
    const { NODE_OPTIONS = '' } = made({ NODE_OPTIONS: '--no-warnings' }, preload)
    const { stdout } = spawnSync(process.execPath, ['-e', 'console.log("ran")'], {
      env: { NODE_OPTIONS },
      encoding: 'utf8',
    })
    rmSync(folder, { recursive: true })
    expect(stdout).toBe('loaded\nran\n')
  })

  it('tells the preload which hosts, and where to', () => {
    expect(JSON.parse(made({}).PAYERSIM_RUN ?? '')).toEqual({
      hosts: vendorHosts,
      ports: { 443: 1002, 80: 1001 },
    })
  })
})
