import { relative, sep } from 'node:path'
import { type Found, runLine, type TestRunner } from './found.ts'
import type { Payer } from './payer.ts'

/** A file to write, by its path from the folder. */
export interface NewFile {
  path: string
  text: string
}

export function worldText({ name, environment, phone, pin, currency, before }: Payer): string {
  return `# The world of payersim: who has a phone, and how much money. "payersim test" and "payersim serve" read it.
# What is not here is as it is built in: see "payersim world".
people:
  - phone: "${phone}"
    name: ${name}
    pin: "${pin}"
    language: en
    environment: ${environment}
    balances: { ${currency}: "${before}" }
`
}

export function sessionText({ environment, phone, currency, price, after }: Payer): string {
  return `# A shop asks for money, and its payer approves. Played by: payersim test
session: A payer approves a request to pay
steps:
  - request-to-pay:
      as: order
      payer: "${phone}"
      amount: "${price}"
      currency: ${currency}
      environment: ${environment}
      message: Order 17
  - { phone: "${phone}", prompted: true }
  - chooses: Approve
    shows: PIN
  - types: "{{pin}}"
    ends: approved
  - expect: { request: order, status: SUCCESSFUL, callbacks: 1 }
  - expect: { phone: "${phone}", balance: "${after}", currency: ${currency} }
`
}

const testBody = ({ environment, phone, currency, price }: Payer, worldFile: string) =>
  `test('a payer approves a request to pay', async () => {
  const sim = await startSimulator({ clock: 'frozen', world: ${worldFile} })
  try {
    const payer = sim.phone('${phone}')
    const shop = sim.merchant({ environment: '${environment}' })
    const order = await shop.requestToPay({ payer, amount: '${price}', currency: '${currency}' })
    await payer.prompted()
    await payer.choose('Approve')
    await payer.reply(payer.pin)
    expect(await order.status()).toMatchObject({ status: 'SUCCESSFUL' })
    expect(order.callbacks).toHaveLength(1)
  } finally {
    await sim.close()
  }
})
`

// In two parts, since the build gives the URL of a place in it for the whole.
const ownUrl = ['import.meta', 'url'].join('.')

export function vitestText(payer: Payer, worldFile: string): string {
  return `import { fileURLToPath } from 'node:url'
import { startSimulator } from 'payersim'
import { expect, test } from 'vitest'

const world = fileURLToPath(new URL('../${worldFile}', ${ownUrl}))

${testBody(payer, 'world').replace('world: world', 'world')}`
}

/** Jest runs in the package's folder. */
export function jestText(payer: Payer, worldFile: string, { modules }: Pick<Found, 'modules'>): string {
  const imports = modules
    ? `// Jest loads ES modules with: NODE_OPTIONS=--experimental-vm-modules npx jest
import { expect, test } from '@jest/globals'
import { startSimulator } from 'payersim'
`
    : `const { startSimulator } = require('payersim')\n`
  return `${imports}\n${testBody(payer, `'${worldFile}'`)}`
}

/** What CI runs, each as a line of a shell. */
function ciLines(found: Found, runner: TestRunner, testFile: string): string[] {
  const { packages } = found
  const tests = runLine(found, runner)
  return [
    ...packages.install,
    `${packages.exec} payersim test`,
    ...(tests === undefined ? [] : [`${tests} ${testFile}`]),
  ]
}

/** The folder as CI sees it; undefined where it is the root itself. */
function folderOf({ folder, root }: Found): string | undefined {
  const path = relative(root, folder).split(sep).join('/')
  return path === '' ? undefined : path
}

export function githubText(found: Found, runner: TestRunner, testFile: string): string {
  const folder = folderOf(found)
  const defaults =
    folder === undefined ? '' : `    defaults:\n      run:\n        working-directory: ${folder}\n`
  const steps = ciLines(found, runner, testFile).map((line) => `      - run: ${line}`)
  return `# Plays the session scripts of payersim at every change.
name: payersim
on: [push, pull_request]
jobs:
  payersim:
    runs-on: ubuntu-latest
${defaults}    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 22 }
${steps.join('\n')}
`
}

export function gitlabText(found: Found, runner: TestRunner, testFile: string): string {
  const folder = folderOf(found)
  const lines = [...(folder === undefined ? [] : [`cd ${folder}`]), ...ciLines(found, runner, testFile)]
  return `# Plays the session scripts of payersim at every change.
payersim:
  image: node:22
  script:
${lines.map((line) => `    - ${line}`).join('\n')}
`
}
