import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { junitReporter, prettyReporter, runScripts } from '../src/sessions/index.ts'
import { type Simulator, startSimulator } from '../src/simulator/index.ts'

let app: Server
let folder: string
let url: string

/** Says again what it was told last. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'secrets-'))
  app = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += chunk))
    request.on('end', () => {
      const last = new URLSearchParams(body).get('text')?.split('*').at(-1)
      if (request.url?.startsWith('/labelled')) response.setHeader('AT-USSD-Hop-Metadata', 'PIN')
      response.end(`CON You typed ${last}. Your code is 662211`)
    })
  })
  await new Promise<void>((listening) => app.listen(0, '127.0.0.1', listening))
  url = `http://ama:hunter2@127.0.0.1:${(app.address() as AddressInfo).port}/ussd?token=s3cr3t`
})
afterEach(() => {
  app.closeAllConnections()
  app.close()
  rmSync(folder, { recursive: true })
})

describe('a report of payersim test', () => {
  it.each(['pretty', 'junit'] as const)(
    '%s has no secret in it, where the script fails too',
    async (name) => {
      const file = join(folder, 'secrets.yaml')
      writeFileSync(
        file,
        `session: Secrets
steps:
  - app: { code: "*777#", url: "${url}" }
  - phone: "+46733000001"
    dials: "*165*1*1*1*7391#"
  - dials: "*777*{{pin}}#"
    shows: You typed
  - types: "2*8812"
    shows: You typed
  - app: { code: "*778#", url: "${url.replace('/ussd', '/labelled')}" }
  - dials: "*778#"
  - types: "93x17"
    shows: You typed
  - texts: { to: "22384", message: "4417" }
  - dials: "*777*5526#"
    shows: nothing of this
`,
      )
      let said = ''
      const write = (text: string) => (said += text)
      await runScripts([file], {
        reporter: name === 'junit' ? junitReporter({ write }) : prettyReporter({ write, colours: false }),
        newSimulator: async () => {
          const client = await startSimulator({ clock: 'frozen' })
          return { client, close: () => client.close() }
        },
      })
      expect(said).toContain('nothing of this')
      expect(said).toContain('dials *165*1*1*1*****#')
      expect(said).toContain('types ****')
      expect(said).toContain('You typed ****')
      expect(said.match(/7391|1234|8812|4417|5526|662211|93x17|hunter2|s3cr3t/)).toBeNull()
      expect(said).toContain('127.0.0.1')
    },
  )
})

describe('a recording', () => {
  let sim: Simulator
  beforeEach(async () => {
    sim = await startSimulator({ clock: 'frozen' })
    await sim.network.serviceCode('*777#', url)
  })
  afterEach(() => sim.close())

  it('has no password of an app, no PIN and no code, and says what to write there', async () => {
    const ask = (method: string, path: string, body?: object) =>
      sim.port.fetch({
        method,
        path: `/_sim/recordings${path}`,
        ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      })
    await ask('POST', '', { name: 'secrets' })
    const ama = sim.phone('+46733000001')
    await ama.dial('*777*5526#')
    await ama.reply('2*8812')
    await ama.text('22384', '4417')
    await ama.text('22384', 'PIN 4417 and code 9921')
    const { status, text } = await ask('GET', '/secrets')
    expect(status).toBe(200)
    expect(text).toContain('url: http://****@127.0.0.1')
    expect(text).toContain('# Write the user, password or key of this address')
    expect(text.match(/5526|8812|4417|9921|662211|hunter2|s3cr3t/)).toBeNull()
  })
})
