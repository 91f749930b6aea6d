// Runs the test suites of MTN's own SDKs, unmodified, against payersim: each in `payersim run --sealed`.
// node test/sdks/run.mjs FOLDER [java] [php] [node] [javascript]   (after npm run build; see README.md here)
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startSimulator } from '../../dist/index.js'
import { suites } from './suites.mjs'

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const worldFile = fileURLToPath(new URL('world.yaml', import.meta.url))
/** Some of the tests name this host themselves; none waits for a callback, and none leaves. */
const callbackHost = 'webhook.site'

async function runSuite(name, folder) {
  const { repository, orders = [], prepare, read } = suites[name]
  const source = join(folder, basename(repository))
  if (!existsSync(source)) {
    console.log(`${name}: not run, since ${source} is not there. Clone ${repository} to it.`)
    return false
  }
  const work = mkdtempSync(join(tmpdir(), `payersim-sdk-${name}-`))
  const sim = await startSimulator({ port: 0, world: worldFile })
  try {
    const copy = join(work, 'sdk')
    cpSync(source, copy, { recursive: true, filter: (path) => !/\/(\.git|node_modules|vendor)$/.test(path) })
    await sim.faults.set([{ point: 'callback', do: 'dropped' }])
    const { subscriptionKeys: keys } = (await sim.world()).momo
    const user = await provision(sim.url, keys.collection)
    for (const order of orders) await make(sim.url, keys, user, order)
    const { command, cwd } = prepare(copy, { user, keys, callbackUrl: `http://${callbackHost}/callback` })
    const said = await sealed(sim.url, command, cwd)
    let tests
    try {
      tests = read({ cwd })
    } catch (error) {
      throw new Error(`${name}: no report (${error.message}). The run said:\n${said}`)
    }
    tell(name, repository, tests)
    const report = said.slice(Math.max(said.lastIndexOf('\npayersim run: '), 0)).trim()
    if (report !== '') console.log(report.replace(/^/gm, '  '))
    return true
  } finally {
    await sim.close()
    if (process.env.KEEP) console.log(`  kept: ${work}`)
    else rmSync(work, { recursive: true, force: true })
  }
}

function tell(name, repository, tests) {
  const of = (result) => tests.filter((test) => test.result === result)
  const [passed, failed, skipped] = ['passed', 'failed', 'skipped'].map(of)
  console.log(
    `${name} (${repository}): ${passed.length} of ${tests.length} pass, ${failed.length} fail, ${skipped.length} are skipped`,
  )
  for (const test of failed) console.log(`    ${test.name}\n      ${test.why}`)
  for (const test of skipped) console.log(`  ${test.name}: skipped by the suite itself`)
}

async function call(url, path, { method = 'POST', headers, body }) {
  const json = body === undefined ? {} : { body: JSON.stringify(body) }
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { 'Content-Type': 'application/json', ...headers },
    ...json,
  })
  if (!answer.ok) throw new Error(`${path} answers ${answer.status}: ${await answer.text()}`)
  return answer.status === 200 || path.endsWith('/apikey') ? answer.json() : undefined
}

/** As MTN's users make one: POST an API user, then its key. */
async function provision(url, key) {
  const id = randomUUID()
  const headers = { 'Ocp-Apim-Subscription-Key': key }
  const body = { providerCallbackHost: callbackHost }
  await call(url, '/v1_0/apiuser', { headers: { ...headers, 'X-Reference-Id': id }, body })
  const { apiKey } = await call(url, `/v1_0/apiuser/${id}/apikey`, { headers })
  return { id, apiKey }
}

async function make(url, keys, { id, apiKey }, [product, operation, reference, more = {}]) {
  const key = { 'Ocp-Apim-Subscription-Key': keys[product] }
  const Authorization = `Basic ${Buffer.from(`${id}:${apiKey}`).toString('base64')}`
  const { access_token } = await call(url, `/${product}/token/`, { headers: { ...key, Authorization } })
  const party = { partyIdType: 'MSISDN', partyId: '256772123456' }
  const isPayout = operation === 'transfer' || operation === 'deposit'
  await call(url, `/${product}/v1_0/${operation}`, {
    headers: {
      ...key,
      Authorization: `Bearer ${access_token}`,
      'X-Reference-Id': reference,
      'X-Target-Environment': 'sandbox',
    },
    body: {
      amount: '10',
      currency: 'EUR',
      externalId: '1',
      [isPayout ? 'payee' : 'payer']: party,
      payerMessage: '',
      payeeNote: '',
      ...more,
    },
  })
}

function sealed(url, command, cwd) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [main, 'run', '--url', url, '--sealed', '--', ...command], { cwd })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        said += chunk
      })
    child.on('close', () => resolve(said))
  })
}

const [folder, ...names] = process.argv.slice(2)
if (!folder || names.some((name) => !(name in suites))) {
  console.error(`Say where the SDKs are: node test/sdks/run.mjs FOLDER [${Object.keys(suites).join('] [')}]`)
  process.exit(2)
}
const ran = []
for (const name of names.length > 0 ? names : Object.keys(suites)) ran.push(await runSuite(name, folder))
process.exitCode = ran.every(Boolean) ? 0 : 1
