import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startSimulator } from '../simulator/index.ts'
import { parseScript, prettyReporter, runScripts } from './index.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scripts-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** The runner's output for a script of these steps, and whether it passed. */
async function played(...steps: string[]): Promise<{ passed: number; output: string }> {
  const file = join(folder, 'a.yaml')
  await writeFile(
    file,
    ['session: Two ways on', 'steps:', ...steps.map((step) => `  ${step}`), ''].join('\n'),
  )
  let output = ''
  const write = (text: string) => {
    output += text
  }
  const { passed } = await runScripts([file], {
    reporter: prettyReporter({ write, colours: false }),
    newSimulator: async () => {
      const client = await startSimulator({ clock: 'frozen' })
      return { client, close: () => client.close() }
    },
  })
  return { passed, output }
}

const ask = '- get-balance: { as: ask, source: "6200000766" }'
const read = '- { phone: "+2348022221408", sms: { contains: your account balance } }'
const validate = '- validate: { balance-request: ask, code: "{{sms.code}}" }'

it('what was read since a snapshot can be read again in the world that is restored', async () => {
  const { passed, output } = await played(
    ask,
    '- snapshot: asked',
    read,
    '- validate: { balance-request: ask, code: "0000000" }',
    '- restore: asked',
    read,
    validate,
    '- expect: { balance-request: ask, status: Successful }',
  )
  expect(passed, output).toBe(1)
})

it('what was read before a snapshot stays read', async () => {
  const { passed, output } = await played(ask, read, '- snapshot: asked', '- restore: asked', read)
  expect(passed).toBe(0)
  expect(output).toContain('seen      no unread SMS')
})

it('a code stays at hand over an SMS that must not be there', async () => {
  const { passed, output } = await played(
    ask,
    read,
    '- sms: { contains: paid, count: 0 }',
    validate,
    '- expect: { balance-request: ask, status: Successful }',
  )
  expect(passed, output).toBe(1)
})

it('a name that a restore has undone can be given again', async () => {
  const order = '- request-to-pay: { as: order, payer: "+46733000001", amount: "3", currency: EUR }'
  const steps = ['- snapshot: start', order, '- restore: start', order]
  const { passed, output } = await played(...steps, '- expect: { request: order, status: PENDING }')
  expect(passed, output).toBe(1)
  const text = ['session: A', 'steps:', ...[order, ...steps].map((step) => `  ${step}`)].join('\n')
  expect(() => parseScript('a.yaml', text)).toThrow('is already the name of the one on line 3')
})
