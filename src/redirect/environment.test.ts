import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commandEnvironment } from './environment.ts'
import { javaToolOptions } from './java.ts'
import { vendors } from './vendors.fixture.ts'

const made = (env: Record<string, string>, preload?: string) =>
  commandEnvironment(
    env,
    { vendors, port: 1001, securePort: 1002, proxyUrl: 'http://payersim:secret@127.0.0.1:1001' },
    {
      path: '/run',
      extra: '/run/extra.pem',
      bundle: '/run/all.pem',
      javaStore: '/run/java.p12',
      wgetFile: '/run/wgetrc',
    },
    preload,
  )

describe('the environment of a command', () => {
  it('sends every kind of program to the proxy, and has it trusted', () => {
    const proxy = 'http://payersim:secret@127.0.0.1:1001'
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
      PERL_LWP_SSL_CA_FILE: '/run/all.pem',
      PERL_LWP_ENV_PROXY: '1',
      DENO_CERT: '/run/all.pem',
      WGETRC: '/run/wgetrc',
    })
  })

  it.each([
    [undefined, ':/run', 'the folders that PHP was built with'],
    ['/etc/my:', '/etc/my::/run', 'the user’s, with those that PHP was built with'],
    ['/etc/my', '/etc/my:/run', 'the user’s'],
    ['', '/run', 'none, as the user wants it'],
  ])('has PHP scan, where PHP_INI_SCAN_DIR was %s, %s: ours after %s', (users, expected, _) => {
    expect(made(users === undefined ? {} : { PHP_INI_SCAN_DIR: users }).PHP_INI_SCAN_DIR).toBe(expected)
  })

  it('sends Java to the proxy after the user’s own options, with the user’s exemptions in Java’s words', () => {
    const { JAVA_TOOL_OPTIONS = '' } = made({
      JAVA_TOOL_OPTIONS: '-Xmx1g',
      NO_PROXY: '.corp.example,db:5432,*.mtn.com,10.0.0.0/8',
    })
    expect(JAVA_TOOL_OPTIONS.split(' ')).toEqual([
      '-Xmx1g',
      '-Dhttp.proxyHost=127.0.0.1',
      '-Dhttp.proxyPort=1001',
      '-Dhttps.proxyHost=127.0.0.1',
      '-Dhttps.proxyPort=1001',
      '-Dhttp.nonProxyHosts=localhost|127.*|[::1]|corp.example|*.corp.example|db|*.db',
      '-Djavax.net.ssl.trustStore=/run/java.p12',
      '-Djavax.net.ssl.trustStoreType=PKCS12',
      '-Djavax.net.ssl.trustStorePassword=changeit',
    ])
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
    ['mtn.com', ''],
    ['tn.com,www.mtn.com', 'www.mtn.com'],
    ['africa', ''],
    ['momoapi.momo.africa', ''],
    ['next.year.africastalking.com', ''],
    ['ussd.momo.africa.example', 'ussd.momo.africa.example'],
  ])('keeps of NO_PROXY=%s what exempts no vendor’s host', (users, kept) => {
    const expected = ['localhost,127.0.0.1,::1', kept].filter(Boolean).join(',')
    expect(made({ NO_PROXY: users }).NO_PROXY).toBe(expected)
    expect(made({ no_proxy: users }).NO_PROXY).toBe(expected)
  })

  it('gives Java the trust store alone where there is no proxy', () => {
    expect(javaToolOptions({}, { port: 0, store: '/run/java.p12', direct: [] })).toBe(
      '-Djavax.net.ssl.trustStore=/run/java.p12 -Djavax.net.ssl.trustStoreType=PKCS12 -Djavax.net.ssl.trustStorePassword=changeit',
    )
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
      domains: vendors.domains,
      ports: { 443: 1002, 80: 1001 },
    })
  })
})
