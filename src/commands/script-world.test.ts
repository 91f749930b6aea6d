import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { builtInWorld } from '../control/index.ts'
import { appAtCode, scriptWorld } from './script-world.ts'

const folder = mkdtempSync(join(tmpdir(), 'payersim-'))
const file = join(folder, 'world.yaml')
afterAll(() => rmSync(folder, { recursive: true }))

const bank = { code: '*384*7#', url: 'http://127.0.0.1:5000/ussd' }

describe('the world of scripts', () => {
  it('is the built-in one, with the apps at their codes', async () => {
    expect(await scriptWorld(undefined, [])).toEqual(builtInWorld)
    const { network } = await scriptWorld(undefined, [bank, { code: '*384*8#', url: 'https://app.example/' }])
    expect(network.serviceCodes).toEqual([
      { code: '*384*7#', callbackUrl: bank.url, eventsUrl: null },
      { code: '*384*8#', callbackUrl: 'https://app.example/', eventsUrl: null },
    ])
  })

  it.each([
    ['its port too', 'http://127.0.0.1:3384/events?x=1', 'http://127.0.0.1:5000/events?x=1'],
    ['no other host', 'http://127.0.0.1:9999/events', 'http://127.0.0.1:9999/events'],
  ])('takes the place of what the world file has, and of the URL for events %s', async (_, events, then) => {
    const entry = `{ code: "*384*7#", callbackUrl: "http://127.0.0.1:3384/ussd", eventsUrl: "${events}" }`
    const other = '{ code: "*384*9#", callbackUrl: "http://127.0.0.1:3385/" }'
    writeFileSync(file, `payers: approve\nnetwork:\n  serviceCodes: [${entry}, ${other}]\n`)
    const { payers, network } = await scriptWorld(file, [bank])
    expect(payers).toBe('approve')
    expect(network.serviceCodes).toEqual([
      { code: '*384*7#', callbackUrl: bank.url, eventsUrl: then },
      { code: '*384*9#', callbackUrl: 'http://127.0.0.1:3385/', eventsUrl: null },
    ])
  })

  it("leaves the payer's own app its code", async () => {
    await expect(scriptWorld(undefined, [{ ...bank, code: '*165#' }])).rejects.toThrow(
      "--app *165#: that is the payer's own app. Give yours another code.",
    )
  })
})

describe('an app at a service code', () => {
  it('is read, one after the other', () => {
    const [first] = appAtCode('*384*7#=http://127.0.0.1:5000/ussd?a=b')
    expect(first).toEqual({ code: '*384*7#', url: 'http://127.0.0.1:5000/ussd?a=b' })
    expect(appAtCode('*1#=http://a.example', first && [first])).toHaveLength(2)
  })

  it.each(['', '*384*7#', '384=http://a.example', '*384*7#=a.example', '*384*7#=http://'])(
    'is not "%s"',
    (text) => {
      expect(() => appAtCode(text)).toThrow('An app is a service code, = and its URL')
    },
  )

  it('is given once', () => {
    expect(() => appAtCode('*384*7#=http://b.example', [bank])).toThrow('*384*7# is given twice')
  })
})
