import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { builtInWorld } from './index.ts'
import { parseWorld, readWorldFile } from './world-file.ts'

const problem = (text: string) => {
  try {
    parseWorld(text, 'world.yaml')
  } catch (error) {
    return (error as Error).message
  }
  return undefined
}

describe('a world file', () => {
  it('leaves what it does not name as it is built in', () => {
    const world = parseWorld('payers: approve\nquirks: { callback-method: PUT }\n', 'world.yaml')
    expect(world).toEqual({ ...builtInWorld, payers: 'approve', quirks: { 'callback-method': 'PUT' } })
    expect(parseWorld('', 'world.yaml')).toEqual(builtInWorld)
  })

  it('has the network of the built-in world but for what it names', () => {
    const { network } = parseWorld(
      'network:\n  serviceCodes: [{ code: "*384*7#", callbackUrl: "http://127.0.0.1:3384/ussd" }]\n',
      'world.yaml',
    )
    expect(network).toMatchObject({ ...builtInWorld.network, serviceCodes: [{ code: '*384*7#' }] })
    expect(network).toMatchObject({ username: 'sandbox', apiKey: 'atsk_payersim' })
  })

  it('cannot be a folder, nor a file that is not there', () => {
    expect(() => readWorldFile(tmpdir())).toThrow(
      `The world file ${tmpdir()} cannot be read: it is a folder.`,
    )
    expect(() => readWorldFile('nowhere.yaml')).toThrow('nowhere.yaml cannot be read: it is not there.')
  })

  it('can be the built-in world, written out', () => {
    expect(parseWorld(stringify(builtInWorld), 'world.yaml')).toEqual(builtInWorld)
  })

  it.each([
    ['an unknown part', 'payer: approve\n', 'world.yaml:1:1: There is no "payer". Did you mean payers?'],
    [
      'an unknown word in a person',
      'people:\n  - phone: "+46733000001"\n    name: Ama\n    pim: "1234"\n',
      'world.yaml:4:5: There is no "pim" in people.0. Did you mean pin?',
    ],
    [
      'a number that YAML took for one',
      'people:\n  - phone: +46733000001\n    name: Ama\n',
      'world.yaml:2:12: people.0.phone: 46733000001 is read as a number; write it in quotes',
    ],
    [
      'a PIN that YAML took for a number',
      'people:\n  - { phone: "+46733000001", name: Ama, pin: 1234 }\n',
      'world.yaml:2:46: people.0.pin: is read as a number; write it in quotes',
    ],
    [
      'a currency that there is not',
      'people:\n  - { phone: "+46733000001", name: Ama, balances: { EURO: "5" } }\n',
      'is not a currency',
    ],
    [
      'a currency of another environment',
      'people:\n  - phone: "+46733000001"\n    name: Ama\n    balances: { GHS: "5" }\n',
      'world.yaml:4:22: sandbox has no GHS, only EUR.',
    ],
    [
      'an environment that there is not',
      'people:\n  - { phone: "+46733000001", name: Ama, environment: moon }\n',
      'No environment moon',
    ],
    [
      'a short code given twice',
      'network:\n  username: a\n  apiKey: b\n  shortCodes: [{ code: "1234" }, { code: "1234" }]\n',
      'world.yaml:4:42: Short code 1234 is given twice.',
    ],
    [
      'a short code that is none',
      'network: { username: a, apiKey: b, shortCodes: [{ code: "" }] }\n',
      'is not a short code such as "22384", a sender id, or "*"',
    ],
    [
      'a sender id that no SMS can have',
      'network: { username: a, apiKey: b, senderIds: ["My Shop", "绿茶"] }\n',
      'network.senderIds.1: "绿茶" is no sender id: write at most 11 characters of the GSM alphabet',
    ],
    [
      'a price that is none',
      'network: { username: a, apiKey: b, smsCost: "0.80" }\n',
      'network.smsCost: "0.80" is not a price such as "KES 0.8000"',
    ],
    [
      'an account in two currencies',
      'network:\n  username: a\n  apiKey: b\n  sms: { accountCost: "KES 0.8" }\n',
      'world.yaml:4:8: The account is in USD, its price of an SMS in KES.',
    ],
    [
      'one username for two accounts',
      'network:\n  accounts:\n    - { username: shop, apiKey: a }\n    - { username: shop, apiKey: b }\n',
      'world.yaml:4:19: The username shop is given twice.',
    ],
    [
      'a quirk of Africa’s Talking that is not known',
      'quirks:\n  at-space: plus\n',
      'Did you mean at-spaces?',
    ],
    [
      'one phone for two people',
      'people:\n  - { phone: "+46733000001", name: Ama }\n  - { phone: "+46733000001", name: Ben }\n',
      'world.yaml:3:5: +46733000001 is given twice',
    ],
    [
      'an amount that its currency cannot have',
      'people:\n  - { phone: "+46733000001", name: Ama, balances: { EUR: "12.505" } }\n',
      'world.yaml:2:58: 12.505 EUR has more than 2 decimals',
    ],
    [
      'an opening balance that no XOF wallet can have',
      'openingBalance: "1000.50"\n',
      'world.yaml:1:17: 1000.50 XOF',
    ],
    ['a fee of half a cent', 'fees:\n  - { currency: EUR, flat: "0.555" }\n', 'world.yaml:2:28: 0.555 EUR'],
    [
      'a limit of a person in a foreign currency',
      'people:\n  - phone: "+46733000001"\n    name: Ama\n    limits: [{ currency: GHS, perDay: "5" }]\n',
      'world.yaml:4:26: sandbox has no GHS, only EUR.',
    ],
    [
      'two limits of one currency',
      'limits:\n  - { currency: EUR, perDay: "5" }\n  - { currency: EUR, perPayment: "5" }\n',
      'world.yaml:3:17: EUR is limited twice. Give perPayment and perDay together.',
    ],
    [
      'a limit of nothing',
      'limits:\n  - { currency: EUR }\n',
      'world.yaml:2:5: limits.0: limits nothing: give perPayment, perDay or both',
    ],
    [
      'a limit that its currency cannot have',
      'people:\n  - phone: "+46733000001"\n    name: Ama\n    limits: [{ currency: EUR, perDay: "0.005" }]\n',
      'world.yaml:4:39: 0.005 EUR has more than 2 decimals',
    ],
    [
      'a limit of an API user in a foreign currency',
      `momo:\n  subscriptionKeys: { collection: a, disbursement: b, remittance: c }\n  apiUsers:\n    - { id: 5a1e0001-0000-4000-8000-000000000001, apiKey: k, providerCallbackHost: h, limits: [{ currency: XOF, perDay: "5" }] }\n`,
      'world.yaml:4:108: sandbox has no XOF, only EUR.',
    ],
    [
      'a birthday that no calendar has',
      'people:\n  - { phone: "+46733000001", name: Ama, birthdate: "1990-02-30" }\n',
      'world.yaml:2:52: people.0.birthdate: "1990-02-30" is not a date such as "1990-02-01"',
    ],
    [
      'a gender that MTN has no word for',
      'people:\n  - { phone: "+46733000001", name: Ama, gender: female }\n',
      'world.yaml:2:49: people.0.gender: "female" is not one of MALE, FEMALE',
    ],
    [
      'a quirk that there is not',
      'quirks:\n  callback-methud: PUT\n',
      'world.yaml:2:20: No quirk "callback-methud". Did you mean callback-method?',
    ],
    ['no time at all', 'expiry: PT0S\n', 'world.yaml:1:9: PT0S is no time at all'],
    ['a missing name', 'people:\n  - phone: "+46733000001"\n', 'world.yaml:2:5: people.0.name: is missing'],
    [
      'unknown parts, each at its place',
      'payers: approve\nclok: frozen\nmomoo: {}\n',
      'world.yaml:2:1: There is no "clok".\nworld.yaml:3:1: There is no "momoo". Did you mean momo?',
    ],
    ['a part without its words', 'momo: {}\n', 'world.yaml:1:7: momo.subscriptionKeys: is missing'],
    ['a list', '- a\n', 'world.yaml:1:1: A world file is a map'],
    ['broken YAML', 'people: [\n', 'world.yaml:2:1'],
    ['a tab', 'people:\n\t- x\n', 'world.yaml:2:1'],
  ])('is refused at file, line and column for %s', (_, text, message) => {
    expect(problem(text)).toContain(message)
  })
})

it('the world file in the documentation is one', () => {
  const text = readFileSync(new URL('../../docs/world.md', import.meta.url), 'utf8')
  const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(text) ?? []
  expect(parseWorld(example, 'docs/world.md')).toMatchObject({
    fees: [{ percent: 1 }, { for: 'withdrawal' }],
    quirks: { 'callback-method': 'PUT' },
  })
})

describe('a world file that is no YAML, or more than that', () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]']
  for (let at = 1; at < 9; at++) {
    const [name, before] = ['abcdefghi'.charAt(at), 'abcdefghi'.charAt(at - 1)]
    bomb.push(`${name}: &${name} [${Array(10).fill(`*${before}`).join(', ')}]`)
  }

  it.each([
    [
      'a code without quotes',
      'payerApp:\n  serviceCode: *165#\n',
      'world.yaml:2:16: *165# means something of its own in YAML as it stands here. Write it in quotes: "*165#".',
    ],
    ['an alias bomb', bomb.join('\n'), /^world\.yaml:9:\d+: Aliases stand for so much here/],
    [
      'a name that objects have by themselves',
      'quirks:\n  __proto__: { onepipe-diagnose: "off" }\n',
      'world.yaml:2:3: __proto__ is the name of nothing here. Take it out.',
    ],
    [
      'a text that begins with what YAML keeps for itself',
      'network:\n  apiKey: @key\n',
      'world.yaml:2:11: This is no YAML: Plain value cannot start with reserved character @. Write the text in quotes.',
    ],
    ['a tag', 'payers: !approve x\n', 'world.yaml:1:9: !approve means something of its own in YAML'],
    ['a tab', 'people:\n\t- phone: "+46733000001"\n', 'world.yaml:2:1: A tab indents this line.'],
    [
      'a tab behind spaces',
      'payerApp:\n  \tserviceCode: "*165#"\n',
      'world.yaml:2:3: A tab indents this line.',
    ],
    [
      'a word given twice',
      'payers: approve\npayers: reject\n',
      'world.yaml:2:1: This is no YAML: Map keys must be unique. Write it once.',
    ],
    [
      'two documents',
      'payers: approve\n---\npayers: reject\n',
      'world.yaml:2:1: A second document begins here. Write one world',
    ],
    ['braces', 'payers: {{a}}\n', 'world.yaml:1:10: Braces mean something of their own in YAML.'],
    ['lists without end', `a: ${'['.repeat(20_000)}`, /^world\.yaml:1:\d+: Lists or maps stand too deep/],
    ['an alias of itself', 'people: &all [*all]\n', 'world.yaml:1:'],
  ])('%s is told with its place', (_, text, message) => {
    if (typeof message === 'string') expect(problem(text)).toContain(message)
    else expect(problem(text)).toMatch(message)
  })

  it('may have anchors, and aliases of them', () => {
    const text = 'network:\n  username: &name a\n  apiKey: *name\n'
    expect(parseWorld(text, 'world.yaml').network).toMatchObject({ username: 'a', apiKey: 'a' })
  })

  it.each([
    [
      'ISO-8859-1',
      Buffer.from('people:\n  - { phone: "+46733000001", name: "René" }\n', 'latin1'),
      ':2:40: The file is not UTF-8 text. The byte E9 here',
    ],
    [
      'UTF-16',
      Buffer.from('\ufeffpayers: approve\n', 'utf16le'),
      ':1:1: The file is not UTF-8 text. It is UTF-16',
    ],
    ['bytes', Buffer.from([0xf0, 0x9f]), ':1:1: The file is not UTF-8 text. The byte F0 here'],
  ])('in %s is told with its place', (_, bytes, message) => {
    const folder = mkdtempSync(join(tmpdir(), 'payersim-'))
    const file = join(folder, 'world.yaml')
    writeFileSync(file, bytes)
    expect(() => readWorldFile(file)).toThrow(`${file}${message}`)
    rmSync(folder, { recursive: true })
  })
})
